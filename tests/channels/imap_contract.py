"""What the poller promises against any IMAP server: run against the small one in these tests and against Dovecot."""

from collections.abc import Callable

from firsthand.channels.email.imap import Fetched, ImapCursor, poll
from firsthand.channels.email.servers import ImapServer


def check_poller(account: ImapServer, append: Callable[[bytes], None]) -> None:
    """Three messages, fetched byte for byte, once, in order, across two polls; the folder is named INBOX."""
    first, second, third = (
        b"From: ana@acme.example\r\nSubject: %d\r\n\r\nHello \xc3\xa9 %d\r\n" % (number, number) for number in (1, 2, 3)
    )
    kept: list[bytes] = []
    uids: list[int] = []

    def keep(message: Fetched) -> None:
        uids.append(message.uid)
        kept.append(message.raw)

    append(first)
    append(second)
    cursor = poll(account, "INBOX", ImapCursor(), keep)
    assert kept == [first, second]
    assert poll(account, "INBOX", cursor, keep) == cursor
    append(third)
    later = poll(account, "INBOX", cursor, keep)
    assert kept == [first, second, third]
    assert uids == sorted(set(uids))
    assert later == ImapCursor(uid_validity=cursor.uid_validity, last_uid=uids[-1])
    moved = ImapCursor(uid_validity=(cursor.uid_validity or 0) + 1, last_uid=10**6)
    assert poll(account, "INBOX", moved, keep) == later
    assert kept[3:] == [first, second, third]

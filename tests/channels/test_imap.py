"""Polling by UID: nothing missed after an outage, nothing marked, every failure named."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from firsthand.channels.email.imap import (
    Fetched,
    FolderMissing,
    ImapCursor,
    LoginRefused,
    NotKept,
    TlsFailed,
    Unreachable,
    poll,
)
from firsthand.channels.email.servers import ImapServer as Account
from firsthand.channels.email.servers import LineSecurity
from firsthand.domain.sentences import PLAIN
from tests.channels.imap_contract import check_poller
from tests.channels.imap_server import ImapFolder, ImapServer
from tests.channels.samples import read


@pytest.fixture
def folder() -> ImapFolder:
    return ImapFolder(messages={3: b"Subject: three\r\n\r\n", 5: b"Subject: five\r\n\r\n\x00\xff"})


@pytest.fixture
def account(folder: ImapFolder) -> Iterator[Account]:
    with ImapServer(folder) as server:
        yield Account(
            host="127.0.0.1",
            port=server.port,
            security=LineSecurity.plain,
            username=folder.user,
            password="right",
            timeout_seconds=5,
        )


class Kept:
    """What the poller handed over; `fails_at` is a UID whose message the disk will not have."""

    def __init__(self, fails_at: int = 0) -> None:
        self.messages: dict[int, bytes] = {}
        self.came: dict[int, datetime | None] = {}
        self.fails_at = fails_at

    def __call__(self, message: Fetched) -> None:
        if message.uid == self.fails_at:
            raise OSError(28, "No space left on device")
        self.messages[message.uid] = message.raw
        self.came[message.uid] = message.received_at


def test_everything_is_fetched_once_and_then_only_what_is_new(account: Account, folder: ImapFolder) -> None:
    kept = Kept()
    cursor = poll(account, "INBOX", ImapCursor(), kept)
    assert kept.messages == folder.messages
    assert cursor == ImapCursor(uid_validity=1, last_uid=5)
    folder.messages[9] = b"Subject: nine\r\n\r\n"
    later = Kept()
    assert poll(account, "INBOX", cursor, later).last_uid == 9
    assert list(later.messages) == [9]


def test_a_message_was_received_when_its_server_had_it(account: Account, folder: ImapFolder) -> None:
    kept = Kept()
    folder.came[3] = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    poll(account, "INBOX", ImapCursor(), kept)
    assert kept.came == {3: datetime(2026, 11, 24, 7, 30, tzinfo=UTC), 5: None}


def test_the_last_message_does_not_come_again_when_nothing_is_new(account: Account) -> None:
    kept = Kept()
    poll(account, "INBOX", ImapCursor(uid_validity=1, last_uid=5), kept)
    assert kept.messages == {}


def test_a_new_uidvalidity_means_reading_all_of_it_again(account: Account, folder: ImapFolder) -> None:
    folder.uid_validity = 2
    kept = Kept()
    assert poll(account, "INBOX", ImapCursor(uid_validity=1, last_uid=5), kept) == ImapCursor(
        uid_validity=2, last_uid=5
    )
    assert list(kept.messages) == [3, 5]


def test_the_mailbox_is_left_as_it_was(account: Account, folder: ImapFolder) -> None:
    poll(account, "INBOX", ImapCursor(), Kept())
    said = " ".join(folder.commands).upper()
    assert "EXAMINE" in said
    assert "BODY.PEEK[]" in said
    for word in ("STORE", "SELECT ", "EXPUNGE", "UNSEEN", "BODY[]"):
        assert word not in said


def test_what_cannot_be_kept_stops_the_poll_where_it_is(account: Account) -> None:
    kept = Kept(fails_at=5)
    with pytest.raises(NotKept, match="No space") as refusal:
        poll(account, "INBOX", ImapCursor(), kept)
    assert refusal.value.cursor.last_uid == 3


def test_a_message_too_large_comes_cut_and_says_so(account: Account, folder: ImapFolder) -> None:
    folder.messages = {1: b"Subject: big\r\n\r\n" + b"x" * 5000}
    kept = Kept()
    poll(account, "INBOX", ImapCursor(), kept, most_bytes=100)
    head, _, rest = kept.messages[1].partition(b"\r\n")
    assert head == b"X-Firsthand-Truncated: 5016 bytes on the server, 100 here; UID 1"
    assert rest == folder.messages[1][:100]
    assert "came cut: 5016 bytes" in PLAIN.phrase(read(b"From: ana@acme.example\r\n" + kept.messages[1]).warnings[0])


@pytest.mark.parametrize("breaks_at", ["UID SEARCH", "BODY.PEEK[]", "LOGIN"])
def test_a_broken_connection_is_named_and_the_cursor_stays(
    account: Account, folder: ImapFolder, breaks_at: str
) -> None:
    folder.hang_up_on = breaks_at
    with pytest.raises(Unreachable, match="Mail waits on the server") as refusal:
        poll(account, "INBOX", ImapCursor(), Kept())
    assert refusal.value.cursor.last_uid == 0


def test_a_wrong_password_is_named_and_not_shown(account: Account, folder: ImapFolder) -> None:
    folder.password = "another"
    with pytest.raises(LoginRefused, match="user name") as refusal:
        poll(account, "INBOX", ImapCursor(), Kept())
    assert "right" not in str(refusal.value)


def test_a_missing_folder_is_named(account: Account) -> None:
    with pytest.raises(FolderMissing, match="Archive"):
        poll(account, "Archive", ImapCursor(), Kept())


def test_a_closed_port_and_a_line_without_tls_are_named(account: Account) -> None:
    closed = Account(host="127.0.0.1", port=1, security=LineSecurity.tls, username="x", timeout_seconds=2)
    with pytest.raises(Unreachable):
        poll(closed, "INBOX", ImapCursor(), Kept())
    no_tls = Account(host=account.host, port=account.port, security=LineSecurity.tls, timeout_seconds=2)
    with pytest.raises((TlsFailed, Unreachable)):
        poll(no_tls, "INBOX", ImapCursor(), Kept())


def test_the_poller_keeps_its_promises_against_the_small_server(account: Account, folder: ImapFolder) -> None:
    folder.messages = {}

    def append(raw: bytes) -> None:
        folder.messages[max(folder.messages, default=0) + 1] = raw

    check_poller(account, append)

"""No mail server, however odd or slow, keeps its reader for long, fills the memory, or fails without words."""

import time
import tracemalloc

import pytest

from firsthand.channels.email.imap import ImapCursor, ImapError, Unreachable, poll
from firsthand.channels.email.servers import ImapServer as Account
from firsthand.channels.email.servers import LineSecurity
from firsthand.channels.email.smtp import deliver
from firsthand.domain.conversation.outgoing import SendOutcome
from tests.channels.hostile_imap import (
    BeyondItsAnnouncement,
    BeyondItsNumbers,
    LargerThanItSays,
    WithNoNumbers,
    WithoutEnd,
    WithoutUidValidity,
    one_byte_a_moment,
)
from tests.channels.imap_server import ImapFolder, ImapServer

BEFORE = ImapCursor(uid_validity=1, last_uid=2)


def account(port: int) -> Account:
    """Ours on the server of the test; an answer may take a second."""
    return Account(
        host="127.0.0.1",
        port=port,
        security=LineSecurity.plain,
        username="support@desk.example",
        password="right",
        timeout_seconds=1,
    )


def poll_of(server: type[ImapServer]) -> ImapCursor:
    with server(ImapFolder(messages={3: b"Subject: three\r\n\r\n"})) as there:
        return poll(account(there.port), "INBOX", BEFORE, lambda _: None, most_bytes=100_000)


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (WithoutUidValidity, "UIDVALIDITY"),
        (BeyondItsNumbers, "numbers a message 9223372036854775813"),
        (WithNoNumbers, "cannot be read"),
    ],
)
def test_what_is_no_answer_is_said_and_the_cursor_stays(server: type[ImapServer], words: str) -> None:
    with pytest.raises(ImapError, match=words) as refusal:
        poll_of(server)
    assert refusal.value.cursor == BEFORE


@pytest.mark.parametrize("server", [LargerThanItSays, BeyondItsAnnouncement, WithoutEnd])
def test_what_has_no_end_takes_neither_memory_nor_time(server: type[ImapServer]) -> None:
    tracemalloc.start()
    began = time.monotonic()
    try:
        with pytest.raises(Unreachable, match="at once|in time"):
            poll_of(server)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 60 * 1024 * 1024
    assert time.monotonic() - began < 20


def test_one_byte_now_and_then_is_no_answer() -> None:
    began = time.monotonic()
    with one_byte_a_moment() as port, pytest.raises(Unreachable, match="in time"):
        poll(account(port), "INBOX", BEFORE, lambda _: None)
    assert time.monotonic() - began < 10


def test_nor_is_it_where_a_mail_is_to_leave() -> None:
    began = time.monotonic()
    with one_byte_a_moment(b"220-" + b"x" * 4000) as port:
        sent = deliver(b"Subject: s\r\n\r\nt", server=account(port), sender="a@b.example", recipients=("c@d.example",))
    assert (sent.outcome, "cannot be reached" in str(sent.reason)) == (SendOutcome.try_again, True)
    assert time.monotonic() - began < 20

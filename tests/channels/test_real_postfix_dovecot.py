"""Against the real servers: what we send arrives, what arrives is fetched or handed over, nothing is marked."""

import imaplib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from imapclient import IMAPClient

from firsthand.channels.email.imap import Fetched, ImapCursor, LoginRefused, TlsFailed, poll
from firsthand.channels.email.lmtp import LmtpListener
from firsthand.channels.email.servers import ImapServer, LineSecurity, SmtpServer
from firsthand.channels.email.smtp import compose, deliver
from firsthand.channels.spool import Spooled, claim
from firsthand.domain.conversation.outgoing import SendOutcome
from firsthand.domain.mail.threading import sign, verify
from tests.channels import real_servers
from tests.channels.imap_contract import check_poller
from tests.channels.real_servers import PASSWORD, USER, RealServers
from tests.channels.samples import read
from tests.channels.test_smtp import MAIL

pytestmark = [
    pytest.mark.real_mail,
    pytest.mark.skipif(bool(real_servers.why_not()), reason=real_servers.why_not() or "they are here"),
]
Found = TypeVar("Found")
NOW = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)
DESK = "support@desk.example"


@pytest.fixture(scope="module")
def servers() -> Iterator[RealServers]:
    with real_servers.running() as servers:
        yield servers


def account(servers: RealServers, user: str = USER) -> ImapServer:
    return ImapServer(
        host="127.0.0.1",
        port=servers.imaps,
        security=LineSecurity.tls,
        username=user,
        password=PASSWORD,
        authority=servers.authority,
        timeout_seconds=10,
    )


def smtp(servers: RealServers) -> SmtpServer:
    return SmtpServer(host="127.0.0.1", port=servers.smtp, security=LineSecurity.plain, timeout_seconds=10)


def until(look: Callable[[], Found], servers: RealServers) -> Found:
    """What `look` finds, waited for up to 20 seconds."""
    for _ in range(100):
        if found := look():
            return found
        time.sleep(0.2)
    raise AssertionError(f"nothing came:\n{servers.log()[-3000:]}")


def test_a_reply_goes_through_postfix_and_dovecot_and_is_fetched_unmarked(servers: RealServers) -> None:
    delivery = deliver(compose(MAIL), server=smtp(servers), sender=DESK, recipients=(USER,))
    assert delivery.outcome is SendOutcome.delivered, delivery.reason
    begun_at = datetime.now(UTC).replace(microsecond=0)

    def look() -> list[Fetched]:
        kept: list[Fetched] = []
        poll(account(servers), "INBOX", ImapCursor(), kept.append)
        return kept

    (fetched,) = until(look, servers)
    uid, mail = fetched.uid, read(fetched.raw)
    assert fetched.received_at is not None
    assert begun_at <= fetched.received_at <= datetime.now(UTC)
    assert (mail.message_id, mail.subject, mail.text) == (MAIL.message_id, MAIL.subject, MAIL.text.strip())
    assert mail.answer_to == (MAIL.reply_to,)
    with IMAPClient("127.0.0.1", port=servers.imap, ssl=False) as client:
        client.login(USER, PASSWORD)
        client.select_folder("INBOX", readonly=True)
        assert b"\\Seen" not in client.get_flags([uid])[uid]


def test_mail_to_a_signed_address_comes_to_our_listener_by_lmtp(servers: RealServers, tmp_path: Path) -> None:
    listener = LmtpListener(spool_folder=tmp_path, now=lambda: NOW, port=servers.desk_lmtp)
    listener.start()
    try:
        signed = sign(7, "secret", DESK)
        raw = compose(replace(MAIL, message_id="<1@acme.example>", from_address=USER, to=(signed,)))
        assert deliver(raw, server=smtp(servers), sender=USER, recipients=(signed,)).outcome is SendOutcome.delivered
        (one,) = until(lambda: claim(tmp_path, 5, "w", now=NOW), servers)
    finally:
        listener.stop()
    assert verify(one.to, "secret", DESK) == 7
    assert (one.envelope_from, read(one.raw()).text) == (USER, MAIL.text.strip())


def test_mail_that_comes_while_the_desk_is_down_waits_and_comes_later(servers: RealServers, tmp_path: Path) -> None:
    assert deliver(compose(MAIL), server=smtp(servers), sender=USER, recipients=(DESK,)).outcome == "delivered"
    time.sleep(1)
    listener = LmtpListener(spool_folder=tmp_path, now=lambda: NOW, port=servers.desk_lmtp)
    listener.start()

    def look() -> list[Spooled]:
        """Ours; the server may repeat what another test's listener did not acknowledge in time."""
        return [one for one in claim(tmp_path, 5, "w", now=NOW) if MAIL.message_id.encode() in one.raw()]

    try:
        assert len(until(look, servers)) == 1
    finally:
        listener.stop()


def test_mail_to_outside_is_refused_by_the_server_and_nothing_leaves(servers: RealServers) -> None:
    delivery = deliver(compose(MAIL), server=smtp(servers), sender=DESK, recipients=("x@outside.example",))
    assert (delivery.outcome, delivery.refusals[0].is_permanent) == (SendOutcome.refused, True)
    assert "nothing outside" in str(delivery.reason)


def test_the_poller_keeps_its_promises_against_dovecot(servers: RealServers) -> None:
    user = "noor@acme.example"

    def append(raw: bytes) -> None:
        with imaplib.IMAP4("127.0.0.1", servers.imap) as client:
            client.login(user, PASSWORD)
            client.append("INBOX", "", "", raw)

    check_poller(account(servers, user), append)
    check = replace(account(servers, user), port=servers.imap, security=LineSecurity.starttls)
    assert poll(check, "INBOX", ImapCursor(), lambda _: None).last_uid == 3


def test_a_wrong_password_and_an_unknown_certificate_are_named(servers: RealServers) -> None:
    with pytest.raises(LoginRefused):
        poll(replace(account(servers), password="wrong"), "INBOX", ImapCursor(), lambda _: None)
    with pytest.raises(TlsFailed):
        poll(replace(account(servers), authority=None), "INBOX", ImapCursor(), lambda _: None)

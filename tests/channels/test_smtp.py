"""Mail out: what is composed, what no text can do to it, and what each answer of a server means."""

import email
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from hypothesis import given
from hypothesis import strategies as st

from firsthand.channels.email.servers import LineSecurity, SmtpServer
from firsthand.channels.email.smtp import compose, deliver
from firsthand.domain.conversation.files import attached
from firsthand.domain.conversation.outgoing import SendOutcome
from firsthand.domain.mail.outgoing import OutgoingMail
from firsthand.domain.mail.threading import sign
from tests.channels.samples import read

MAIL = OutgoingMail(
    message_id="<fh.abc@desk.example>",
    from_name="Mira at Desk",
    from_address="support@desk.example",
    to=("ana@acme.example",),
    subject="Re: Export fails – gelöst",
    text="Hello Ana,\n\nthe fix is out. ✓\n.\n.dotted\n",
    in_reply_to="<1@acme.example>",
    references=("<0@acme.example>", "<1@acme.example>"),
    reply_to=sign(7, "secret", "support@desk.example"),
    loop_mark="ourmark",
    sent_at=datetime(2021, 8, 7, 9, 0, tzinfo=UTC),
)


def test_what_is_composed_reads_back_the_same() -> None:
    raw = compose(MAIL)
    mail = read(raw)
    assert raw.isascii()
    assert (mail.subject, mail.text) == (MAIL.subject, MAIL.text.strip())
    assert (mail.from_name, mail.from_address, mail.to) == ("Mira at Desk", "support@desk.example", MAIL.to)
    assert (mail.message_id, mail.in_reply_to, mail.references) == (
        MAIL.message_id,
        ("<1@acme.example>",),
        MAIL.references,
    )
    assert (mail.answer_to, mail.sent_at) == ((MAIL.reply_to,), MAIL.sent_at)


def test_it_comes_back_as_a_loop() -> None:
    mail = read(compose(MAIL))
    assert mail.auto == "loop"


def test_automatic_mail_says_so_and_a_persons_does_not() -> None:
    assert b"Auto-Submitted: auto-generated\r\n" in compose(replace(MAIL, automatic=True))
    assert b"Auto-Submitted" not in compose(MAIL)


def test_long_ids_and_addresses_are_not_wrapped_in_encoded_words() -> None:
    long = "<" + "a" * 200 + "@mail.acme.example>"
    address = "x" * 60 + "@" + "sub." * 30 + "example"
    mail = read(compose(replace(MAIL, in_reply_to=long, references=(long,) * 3, reply_to=address, to=(address,))))
    assert (mail.in_reply_to, mail.references, mail.to) == ((long,), (long,), (address,))
    assert mail.answer_to == (address,)


@given(text=st.text(max_size=80))
def test_no_text_becomes_a_header(text: str) -> None:
    evil = f"{text}\r\nBcc: all@evil.example\r\n\r\nbody\u2028{text}"
    raw = compose(
        replace(
            MAIL,
            subject=evil,
            from_name=evil,
            text=evil,
            attachments=(attached(filename=evil, content_type=evil, content=b"x", number=1),),
        )
    )
    seen = email.message_from_bytes(raw, policy=policy.compat32)
    assert seen["Bcc"] is None
    assert seen.get_all("From") is not None
    assert len(seen.get_all("From") or []) == 1
    assert not seen.defects


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": ("ana@acme.example\r\nBcc: x@evil.example",)},
        {"from_address": "not an address"},
        {"message_id": "<a@b>\r\nBcc: x@evil.example"},
        {"in_reply_to": "<a@b> <c@d>"},
        {"loop_mark": "a\r\nb"},
        {"sent_at": datetime(2021, 8, 7, 9, 0)},  # noqa: DTZ001 - the wrong thing, on purpose
    ],
)
def test_what_is_no_address_id_or_instant_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        compose(replace(MAIL, **wrong))


class Desk:
    """The server's handler: keeps what it takes, answers what the test wants."""

    def __init__(self, *, rcpt: dict[str, str] | None = None, data: str = "250 OK queued") -> None:
        self.rcpt, self.data = rcpt or {}, data
        self.taken: list[tuple[list[str], bytes]] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        answer = self.rcpt.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.data.startswith("250"):
            self.taken.append((envelope.rcpt_tos, envelope.content))
        return self.data


@contextmanager
def serving(desk: Desk, *, letters: bool = False) -> Iterator[SmtpServer]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(desk, hostname="127.0.0.1", port=port, enable_SMTPUTF8=letters)
    controller.start()
    try:
        yield SmtpServer(host="127.0.0.1", port=port, security=LineSecurity.plain, timeout_seconds=3)
    finally:
        controller.stop()


def send(server: SmtpServer, *recipients: str) -> Any:
    return deliver(
        compose(MAIL), server=server, sender="support@desk.example", recipients=recipients or ("ana@acme.example",)
    )


def test_what_the_server_takes_is_delivered_byte_for_byte() -> None:
    desk = Desk()
    with serving(desk) as server:
        assert send(server).outcome is SendOutcome.delivered
    ((recipients, content),) = desk.taken
    assert (recipients, content) == (["ana@acme.example"], compose(MAIL))


@pytest.mark.parametrize(
    ("answer", "outcome"), [("451 busy", SendOutcome.try_again), ("554 5.7.1 spam", SendOutcome.refused)]
)
def test_the_servers_answer_to_the_message_decides(answer: str, outcome: SendOutcome) -> None:
    with serving(Desk(data=answer)) as server:
        delivery = send(server)
    assert (delivery.outcome, delivery.reason) == (outcome, answer)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("450 greylisted", SendOutcome.try_again), ("550 no such user", SendOutcome.refused)],
)
def test_the_answer_to_the_only_recipient_decides(answer: str, outcome: SendOutcome) -> None:
    with serving(Desk(rcpt={"ana@acme.example": answer})) as server:
        assert send(server).outcome is outcome


def test_of_several_recipients_each_refusal_is_told() -> None:
    desk = Desk(rcpt={"gone@acme.example": "550 no", "later@acme.example": "450 wait"})
    with serving(desk) as server:
        delivery = send(server, "ana@acme.example", "gone@acme.example", "later@acme.example")
    assert delivery.outcome is SendOutcome.delivered
    assert delivery.again_for == ("later@acme.example",)
    assert [one.address for one in delivery.refusals if one.is_permanent] == ["gone@acme.example"]


@pytest.mark.parametrize(
    ("address", "wire"),
    [("sato..taro.@docomo.example", '"sato..taro."@docomo.example'), ("root@db_01.acme.example", None)],
)
def test_an_address_that_breaks_the_rfc_is_written_as_servers_take_it(address: str, wire: str | None) -> None:
    desk = Desk()
    with serving(desk) as server:
        raw = compose(replace(MAIL, to=(address,)))
        done = deliver(raw, server=server, sender="support@desk.example", recipients=(address,))
    assert done.outcome is SendOutcome.delivered
    assert desk.taken == [([address], raw)]
    assert f"To: {wire or address}\r\n".encode() in raw
    assert read(raw).to == (address,)


@pytest.mark.parametrize("takes", [True, False])
def test_letters_beyond_ascii_need_a_server_that_takes_them(takes: bool) -> None:
    desk, address = Desk(), "jürgen@acme.example"
    raw = compose(replace(MAIL, to=(address,)))
    with serving(desk, letters=takes) as server:
        done = deliver(raw, server=server, sender="support@desk.example", recipients=(address,))
    assert done.outcome is (SendOutcome.delivered if takes else SendOutcome.refused)
    assert desk.taken == ([([address], raw)] if takes else [])
    assert read(raw).to == (address,)


def test_a_server_without_them_takes_the_mail_for_the_others_who_see_who_else_was_meant() -> None:
    desk, letters = Desk(), "jürgen@acme.example"
    raw = compose(replace(MAIL, to=("ana@acme.example", letters), cc=("zoe@acme.example",)))
    with serving(desk) as server:
        everybody = ("ana@acme.example", letters, "zoe@acme.example")
        done = deliver(raw, server=server, sender="support@desk.example", recipients=everybody)
    assert done.outcome is SendOutcome.delivered
    assert [(one.address, one.is_permanent) for one in done.refusals] == [(letters, True)]
    ((recipients, taken),) = desk.taken
    assert recipients == ["ana@acme.example", "zoe@acme.example"]
    assert read(taken).to == ("ana@acme.example",)
    assert email.message_from_bytes(taken, policy=policy.default)["to"].groups[1].display_name == letters


def test_no_server_means_try_again() -> None:
    closed = SmtpServer(host="127.0.0.1", port=1, security=LineSecurity.plain, timeout_seconds=1)
    assert send(closed).outcome is SendOutcome.try_again


@contextmanager
def breaking(*, after: bytes) -> Iterator[SmtpServer]:
    """A server that says yes to everything and hangs up when it has received `after`."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 ready\r\n")
            in_data = False
            for line in lines:
                if line.startswith(after):
                    break
                if not in_data:
                    in_data = line.upper().startswith(b"DATA")
                    connection.sendall(b"354 go on\r\n" if in_data else b"250 ok\r\n")
            connection.shutdown(socket.SHUT_RDWR)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listener.getsockname()[1]
    yield SmtpServer(host="127.0.0.1", port=port, security=LineSecurity.plain, timeout_seconds=3)
    thread.join(5)
    listener.close()


def test_a_connection_lost_before_the_message_surely_did_not_deliver_it() -> None:
    with breaking(after=b"rcpt TO") as server:
        delivery = send(server)
    assert (delivery.outcome, delivery.may_have_arrived) == (SendOutcome.try_again, False)


def test_a_connection_lost_after_the_final_dot_may_have_delivered_it() -> None:
    with breaking(after=b".\r\n") as server:
        delivery = send(server)
    assert (delivery.outcome, delivery.may_have_arrived) == (SendOutcome.try_again, True)


def test_a_wrong_password_and_missing_tls_are_told() -> None:
    with serving(Desk()) as server:
        no_login = send(replace(server, username="support", password="secret"))
        no_tls = send(replace(server, security=LineSecurity.starttls))
    assert (no_login.outcome, no_tls.outcome) == (SendOutcome.try_again, SendOutcome.try_again)
    assert "secret" not in str((no_login.reason, no_tls.reason))

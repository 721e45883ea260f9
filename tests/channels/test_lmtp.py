"""The LMTP listener: 250 only for what is in the spool."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.channels.email import lmtp
from firsthand.channels.email.lmtp import LmtpListener
from firsthand.channels.spool import claim, waiting
from tests.channels.samples import SMALL

NOW = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[LmtpListener]:
    listener = LmtpListener(
        spool_folder=tmp_path, now=lambda: NOW, accepts=lambda address: "nobody" not in address, most_bytes=20_000
    )
    listener.start()
    yield listener
    listener.stop()


def send(listener: LmtpListener, raw: bytes, *recipients: str) -> dict[str, tuple[int, bytes]]:
    with smtplib.LMTP("127.0.0.1", listener.port, timeout=5) as client:
        return client.sendmail("ana@acme.example", recipients, raw)


def test_a_message_is_in_the_spool_when_the_answer_is_yes(listener: LmtpListener, tmp_path: Path) -> None:
    assert send(listener, SMALL, "support@desk.example") == {}
    (one,) = claim(tmp_path, 5, "w", now=NOW)
    assert one.raw() == SMALL
    assert (one.to, one.via, one.envelope_from) == ("support@desk.example", "lmtp", "ana@acme.example")


def test_each_recipient_gets_its_own_answer(listener: LmtpListener, tmp_path: Path) -> None:
    with smtplib.LMTP("127.0.0.1", listener.port, timeout=5) as client:
        client.ehlo()
        client.mail("ana@acme.example")
        named = ("support@desk.example", "nobody@desk.example", "sales@desk.example")
        assert [client.rcpt(name)[0] for name in named] == [250, 550, 250]
        client.docmd("DATA")
        client.send(SMALL + b".\r\n")
        assert [client.getreply()[0] for _ in range(2)] == [250, 250]
    assert waiting(tmp_path) == 2


def test_what_cannot_be_kept_is_451_so_that_it_comes_again(
    listener: LmtpListener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(lmtp, "spool", full)
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(listener, SMALL, "support@desk.example")
    assert refusal.value.smtp_code == 451
    assert waiting(tmp_path) == 0


def test_too_much_is_refused(listener: LmtpListener, tmp_path: Path) -> None:
    with pytest.raises((smtplib.SMTPDataError, smtplib.SMTPSenderRefused)):
        send(listener, SMALL + b"x\r\n" * 20_000, "support@desk.example")
    assert waiting(tmp_path) == 0


def test_a_long_line_is_taken(listener: LmtpListener, tmp_path: Path) -> None:
    assert send(listener, SMALL + b"y" * 15_000 + b"\r\n", "support@desk.example") == {}
    assert waiting(tmp_path) == 1


def test_it_can_stop_and_start_again_and_a_taken_port_is_an_error(tmp_path: Path) -> None:
    one = LmtpListener(spool_folder=tmp_path, now=lambda: NOW)
    one.start()
    other = LmtpListener(spool_folder=tmp_path, now=lambda: NOW, port=one.port)
    with pytest.raises(OSError, match=r"in use"):
        other.start()
    one.stop()
    other.start()
    other.stop()

"""Mail from the spool: once, whatever happens in between."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError

from firsthand.channels.spool import claim, lying_aside, spool, waiting
from firsthand.domain.conversation.incoming import AutoKind
from firsthand.domain.sentences import PLAIN
from firsthand.engine.spooled import SpooledMessages
from firsthand.engine.workers import worker_name
from firsthand.models.intake import RawMessage, RawState
from firsthand.models.tickets import Ticket
from firsthand.services.channels.registry import channel_of
from firsthand.services.desk.folders import raw_message_file
from firsthand.services.intake.archive import read_again
from firsthand.services.intake.queries import raw_message
from tests.lighthouse import FRIDAY_1645_PACIFIC as FRIDAY
from tests.lighthouse import Lighthouse

HELLO = (
    b"From: Ana Costa <ana@acme.example>\r\nTo: support@lighthouse.example\r\nSubject: Hello\r\n"
    b"Message-ID: <1@acme.example>\r\n\r\nIt does not work.\r\n"
)


@pytest.fixture
def mail(lighthouse: Lighthouse, tmp_path: Path) -> Iterator[SpooledMessages]:
    engine = SpooledMessages(data=tmp_path)
    yield engine
    engine.close()


def put(data: Path, raw: bytes = HELLO, *, sender: str | None = None) -> None:
    spool(
        raw,
        folder=data / "spool",
        to="support@lighthouse.example",
        via="pipe",
        envelope_from=sender,
        received_at=FRIDAY,
    )


def test_a_message_becomes_a_ticket_and_leaves_the_spool(mail: SpooledMessages, tmp_path: Path) -> None:
    put(tmp_path)
    assert mail.round(FRIDAY) == 1
    assert Ticket.objects.get().title == "Hello"
    assert waiting(tmp_path / "spool") == 0
    assert raw_message_file(tmp_path, RawMessage.objects.get().sha256).read_bytes() == HELLO


def test_what_cannot_be_read_waits_in_quarantine_with_its_reason(mail: SpooledMessages, tmp_path: Path) -> None:
    put(tmp_path, b"no headers at all\n")
    mail.round(FRIDAY)
    row = RawMessage.objects.get()
    assert row.state == RawState.quarantined
    assert "no headers" in PLAIN.sentence(row.reason)
    assert raw_message_file(tmp_path, row.sha256).exists()


@pytest.mark.parametrize("sender", ["", None, "ana@acme.example"])
def test_read_again_a_message_has_the_sender_of_its_envelope(
    sender: str | None,
    mail: SpooledMessages,
    lighthouse: Lighthouse,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(tmp_path, sender=sender)
    mail.round(FRIDAY)
    row = raw_message(viewer=lighthouse.viewer(lighthouse.mira), raw_id=RawMessage.objects.get().pk)
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, data=tmp_path))
    incoming, _ = read_again(row)
    assert incoming is not None
    assert (incoming.auto is AutoKind.generated) is (sender == "")


def test_one_bad_message_holds_up_nobody(mail: SpooledMessages, tmp_path: Path) -> None:
    for raw in (HELLO, b"torn", HELLO.replace(b"<1@", b"<2@")):
        put(tmp_path, raw)
    assert mail.round(FRIDAY) == 3
    assert Ticket.objects.count() == 2


def test_one_that_cannot_be_opened_holds_up_nobody(mail: SpooledMessages, tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "spool" / "new" / "0000000000000000-first").mkdir()
    assert mail.round(FRIDAY) == 1
    assert Ticket.objects.count() == 1
    assert lying_aside(tmp_path / "spool") == ["0000000000000000-first"]


def test_one_over_which_its_channel_stumbles_holds_up_nobody(
    mail: SpooledMessages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_given: object) -> None:
        raise KeyError("boundary")

    put(tmp_path)
    with monkeypatch.context() as faulty:
        faulty.setattr(type(channel_of("email")), "read", stumble)
        assert mail.round(FRIDAY) == 1
    assert "boundary" in PLAIN.sentence(RawMessage.objects.get(state=RawState.quarantined).reason)


def test_a_database_that_fails_leaves_every_message_in_the_spool(
    mail: SpooledMessages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path)

    def down(**_named: object) -> None:
        raise OperationalError("the database is gone")

    with monkeypatch.context() as broken:
        broken.setattr("firsthand.engine.spooled.take_in_many", down)
        with pytest.raises(OperationalError):
            mail.round(FRIDAY)
    assert waiting(tmp_path / "spool") == 1
    assert mail.round(FRIDAY) == 1
    assert Ticket.objects.count() == 1


def test_a_crash_between_commit_and_spool_makes_no_second_ticket(
    mail: SpooledMessages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path)

    def crash(_spooled: object) -> bool:
        raise SystemError("the process dies here")

    with monkeypatch.context() as dying:
        dying.setattr("firsthand.engine.spooled.done", crash)
        with pytest.raises(SystemError):
            mail.round(FRIDAY)
    mail.round(FRIDAY)
    assert (Ticket.objects.count(), RawMessage.objects.count()) == (1, 1)
    assert waiting(tmp_path / "spool") == 0


def test_what_a_dead_process_had_claimed_is_taken_at_once(mail: SpooledMessages, tmp_path: Path) -> None:
    put(tmp_path)
    host = worker_name().rpartition("-")[0]
    dead = os.fork()
    if dead == 0:
        os._exit(0)
    os.waitpid(dead, 0)
    assert len(claim(tmp_path / "spool", 10, f"{host}-{dead}", now=FRIDAY)) == 1
    assert mail.round(FRIDAY + timedelta(seconds=1)) == 1


def test_what_another_machine_claimed_is_taken_when_its_lease_ends(mail: SpooledMessages, tmp_path: Path) -> None:
    put(tmp_path)
    claim(tmp_path / "spool", 10, "elsewhere-77", now=FRIDAY)
    assert mail.round(FRIDAY + timedelta(minutes=1)) == 0
    assert mail.round(FRIDAY + timedelta(minutes=3)) == 1

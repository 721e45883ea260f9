"""The machine's clock was a day ahead and is set back: whatever is done again and again does not wait for that day."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.channels.spool import claim, spool
from firsthand.engine.loop import EnginePart, PartLoop
from firsthand.models.channels import Endpoint
from firsthand.models.desk import Heartbeat
from firsthand.services.channels.receiving import claim_due_endpoints
from firsthand.services.outbox.actions import claim_due, write
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

TOMORROW = NOW + timedelta(days=1)
MINUTE = timedelta(minutes=1)


def a_mail(*, written_ahead: bool) -> None:
    at = TOMORROW if written_ahead else NOW
    write(key="one", purpose="notice", recipients=["a@b.example"], subject="s", text="t", at=at)


def test_a_mailbox_is_asked(lighthouse: Lighthouse) -> None:
    Endpoint.objects.update(settings={"mode": "imap", "imap_host": "imap.lighthouse.example"}, polled_at=TOMORROW)
    assert len(claim_due_endpoints(now=NOW)) == 1
    assert claim_due_endpoints(now=NOW + timedelta(seconds=29)) == []


def test_a_mail_leaves(lighthouse: Lighthouse) -> None:
    a_mail(written_ahead=True)
    assert len(claim_due(NOW, "one")) == 1


def test_a_mail_that_a_worker_held_is_free(lighthouse: Lighthouse) -> None:
    a_mail(written_ahead=False)
    claim_due(TOMORROW, "one")
    assert len(claim_due(NOW, "two")) == 1
    assert claim_due(NOW + MINUTE, "three") == []


def test_a_mail_that_waits_for_its_next_attempt_still_does(lighthouse: Lighthouse) -> None:
    write(
        key="one", purpose="reply", recipients=["a@b.example"], subject="s", text="t", at=NOW, not_before=NOW + MINUTE
    )
    assert claim_due(NOW, "one") == []


def test_a_spooled_message_that_a_worker_held_is_free(tmp_path: Path) -> None:
    spool(b"Subject: hello\r\n\r\nHello", folder=tmp_path, to="", via="pipe", envelope_from=None, received_at=NOW)
    assert len(claim(tmp_path, 10, "one", now=TOMORROW)) == 1
    assert len(claim(tmp_path, 10, "two", now=NOW)) == 1
    assert claim(tmp_path, 10, "three", now=NOW + MINUTE) == []


@pytest.mark.django_db(transaction=True)
def test_the_engine_shows_a_sign_of_life() -> None:
    at = iter([TOMORROW, TOMORROW, NOW, NOW])
    part = EnginePart(name="clocks", every=MINUTE, round=lambda _now: 0)
    loop = PartLoop(part, clock=lambda: next(at), stop=threading.Event(), worker="one")
    loop.once()
    loop.once()
    assert Heartbeat.objects.get(part="clocks").at == NOW

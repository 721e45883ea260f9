"""Cases from practice about clocks, run on the files beside the checkout: mail in, answers out, as the cases say."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firsthand.domain.names import Kind
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.tickets import NO_CLOCK, Ticket
from firsthand.services.amending.actions import publish
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.kinds import confirm_kind, set_severity
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse, clocks
from tests.services.intake.letters import arrive, letter

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANSWER = "I reproduced it: the cookie is refused after the upgrade. Next I send a patched build this afternoon."


@pytest.fixture
def cases(shared: Path) -> Path:
    """The folder of cases from practice."""
    folder = shared / "cases"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/cases is absent")
    return folder


def under(book: Path) -> None:
    """The desk lives by the book of a case."""
    publish(texts=[(book.name, book.read_text(encoding="utf-8"))], at=NOON - 24 * HOUR, by=None)


def comes(folder: Path, number: int, *, at: datetime, answers: str = "") -> Ticket:
    """A mail of Ana's."""
    headers = [("In-Reply-To", answers), ("References", answers)] if answers else []
    raw = letter(subject=f"It loops ({number})", message_id=f"<{number}@acme.example>", headers=headers)
    ticket = arrive(raw, folder=folder, at=at).ticket_id
    assert ticket is not None
    return Ticket.objects.get(pk=ticket)


def answered(desk: Lighthouse, ticket: Ticket, *, at: datetime) -> str:
    """Mira answers, and it leaves; the Message-ID of the answer."""
    reply(viewer=desk.viewer(desk.mira, at=at), ticket_id=ticket.pk, text=ANSWER, substantive=True, at=at)
    desk.post(at=at + timedelta(seconds=20))
    return Delivery.objects.filter(purpose="reply").latest("id").external_id


def test_a_customer_writes_again(lighthouse: Lighthouse, cases: Path, tmp_path: Path) -> None:
    under(cases / "customer-writes-again" / "book.yaml")
    ticket = comes(tmp_path, 1, at=NOON)
    assert "next_response" not in clocks(ticket)
    mail_id = answered(lighthouse, ticket, at=NOON + HOUR)
    comes(tmp_path, 2, at=NOON + 2 * HOUR, answers=mail_id)
    owed = clocks(ticket)["next_response"]
    assert (owed.started_at, owed.due_at) == (NOON + 2 * HOUR, NOON + 3 * HOUR)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.order_at) == ("open", NOON + 3 * HOUR)


def test_rated_while_waiting(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(contact=lighthouse.ben, received_at=NOON - 72 * HOUR)
    mira = lighthouse.viewer(lighthouse.mira, at=NOON)
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=NOON - 71 * HOUR)
    answered(lighthouse, ticket, at=NOON - 70 * HOUR)
    set_severity(viewer=mira, ticket_id=ticket.pk, severity="s1", at=NOON)
    assert clocks(ticket)["resolution"].state == "paused"
    fire_due(now=NOON + 200 * HOUR)
    assert not Verdict.objects.filter(clock__kind="resolution").exists()


def test_a_merge_gives_a_waiting_clock_nothing_back(lighthouse: Lighthouse, cases: Path, tmp_path: Path) -> None:
    under(cases / "merge-resets-a-waiting-clock" / "book.yaml")
    old = comes(tmp_path, 1, at=NOON - 9.5 * HOUR)
    answered(lighthouse, old, at=NOON)
    new = comes(tmp_path, 2, at=NOON + HOUR)
    merge(viewer=lighthouse.viewer(lighthouse.mira, at=NOON), ticket_id=new.pk, into_id=old.pk, at=NOON + HOUR)
    first = Clock.objects.filter(subject=old.subject, kind="resolution").earliest("started_at")
    assert (first.state, first.due_at) == ("running", NOON + 1.5 * HOUR)


def test_an_answer_that_was_not_delivered(lighthouse: Lighthouse, cases: Path, tmp_path: Path) -> None:
    ticket = comes(tmp_path, 1, at=NOON)
    due_at = clocks(ticket)["first_response"].due_at
    mail_id = answered(lighthouse, ticket, at=NOON + HOUR)
    assert clocks(ticket)["first_response"].state == "met"
    report = (cases / "undelivered-answer-counts" / "dsn.eml").read_bytes().replace(b"OURID", mail_id.encode())
    report = report.replace(b"ana.ruiz@", b"ana@")  # whom we wrote to: a report about others counts for nothing
    arrive(report, folder=tmp_path, at=NOON + 2 * HOUR)
    owed = clocks(ticket)["first_response"]
    assert (owed.state, owed.due_at) == ("running", due_at)
    ticket.refresh_from_db()
    assert ticket.status == "open"
    assert ticket.order_at < NO_CLOCK
    assert Notice.objects.filter(kind="reply_not_delivered", person=lighthouse.mira).count() == 1

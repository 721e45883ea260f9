"""A message becomes a ticket that somebody owns from its first instant."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from firsthand.domain.names import Kind, Role, StateName
from firsthand.models.tickets import Ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.clocks.queries import receipts
from firsthand.services.tickets.actions.kinds import confirm_kind, set_severity
from firsthand.services.tickets.actions.opening import Opening, add_customer_message
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse

MONDAY_0245_PACIFIC = datetime(2021, 8, 9, 9, 45, tzinfo=UTC)


@pytest.mark.clause("S18", "S30", "A6", "A9")
def test_a_trial_customers_mail_on_friday_is_due_on_monday(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    clock = ticket.subject.clocks.get()
    assert (ticket.status, ticket.responsible_role, ticket.stage) == ("new", "support", "trial")
    assert (clock.kind, clock.due_at) == ("first_response", MONDAY_0245_PACIFIC)
    assert ticket.order_at == MONDAY_0245_PACIFIC


def test_the_receipt_explains_the_due_instant_to_the_second(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    viewer = lighthouse.viewer(lighthouse.mira)
    [receipt] = receipts(viewer=viewer, ticket_id=ticket.pk, desk=open_desk(MONDAY_0245_PACIFIC))
    assert receipt.receipt is not None
    counted = [line for line in receipt.receipt.lines if line.kind == "counted"]
    assert sum((line.duration for line in counted), timedelta()) == timedelta(hours=1)
    assert receipt.clause is not None
    assert "S18" in receipt.clause.source


@pytest.mark.clause("S10", "S27")
def test_nothing_is_unowned_until_the_kind_is_confirmed(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(subject="How do I mirror a repository?", text="How do we mirror a repository?")
    assert (ticket.kind, ticket.kind_confirmed_at) == ("how_to", None)
    assert ticket.responsible_role == "support"
    assert ticket.subject.clocks.get().state == "running"


@pytest.mark.clause("S28", "S34")
def test_confirming_a_how_to_gives_it_to_customer_engineering_and_keeps_both_decisions(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(subject="How do I mirror a repository?")
    viewer = lighthouse.viewer(lighthouse.mira)
    confirm_kind(viewer=viewer, ticket_id=ticket.pk, kind=Kind("how_to"), at=FRIDAY_1645_PACIFIC)
    ticket.refresh_from_db()
    assert ticket.responsible_role == Role("customer_engineering")
    assert ticket.subject.clocks.get().state == "cancelled"
    assert [decision.occasion for decision in ticket.subject.decisions.order_by("id")] == ["received", "kind_confirmed"]


@pytest.mark.clause("S19", "A8")
def test_a_severe_problem_in_production_has_a_response_and_a_resolution_clock(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(contact=lighthouse.ben)
    viewer = lighthouse.viewer(lighthouse.mira)
    set_severity(viewer=viewer, ticket_id=ticket.pk, severity="s1", at=FRIDAY_1645_PACIFIC)
    live = ticket.subject.clocks.filter(state="running").order_by("kind")
    assert [(clock.kind, clock.budget) for clock in live] == [
        ("first_response", "8 business hours"),
        ("resolution", "24 business hours"),
    ]


def test_the_database_refuses_a_ticket_without_a_responsible_role(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(responsible_role="")


def test_what_was_decided_cannot_be_rewritten(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    for rows in (ticket.subject.decisions.all(), ticket.subject.events.all()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.update(at=FRIDAY_1645_PACIFIC)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows._raw_delete(rows.db)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ticket.messages.update(text="something else")


@pytest.mark.parametrize(("status", "expected"), [("pending", "open"), ("on_hold", "open"), ("solved", "open")])
def test_a_customers_reply_reopens(lighthouse: Lighthouse, status: str, expected: str) -> None:
    ticket = lighthouse.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(
        status=status,
        phase="solved" if status == "solved" else "open",
        solved_at=FRIDAY_1645_PACIFIC if status == "solved" else None,
    )
    added = add_customer_message(ticket_id=ticket.pk, incoming=answer(lighthouse), desk=open_desk(MONDAY_0245_PACIFIC))
    assert (added.ticket.pk, added.ticket.status, added.opened_new) == (ticket.pk, expected, False)


def test_a_reply_to_a_closed_ticket_starts_a_linked_one(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(
        status=StateName("closed"),
        phase="closed",
        solved_at=FRIDAY_1645_PACIFIC,
        closed_at=FRIDAY_1645_PACIFIC,
        closed_as="resolved",
    )
    added = add_customer_message(ticket_id=ticket.pk, incoming=answer(lighthouse), desk=open_desk(MONDAY_0245_PACIFIC))
    assert added.opened_new
    assert added.ticket.links.get().target_id == ticket.pk
    assert added.ticket.responsible_role == "support"


def test_an_automatic_answer_reopens_nothing(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(status="pending")
    incoming = answer(lighthouse, automatic="auto_reply")
    added = add_customer_message(ticket_id=ticket.pk, incoming=incoming, desk=open_desk(MONDAY_0245_PACIFIC))
    assert added.ticket.status == "pending"


def answer(lighthouse: Lighthouse, *, automatic: str = "") -> Opening:
    """Ana's answer on Monday."""
    return Opening(
        subject="Re: Login loops",
        text="It still loops.",
        channel="email",
        external_id="<answer@acme.example>",
        sender="ana@acme.example",
        contact=lighthouse.ana,
        account=lighthouse.acme,
        received_at=MONDAY_0245_PACIFIC,
        automatic=automatic,
    )

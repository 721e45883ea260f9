"""Nothing deletes a verdict, and each stands by itself with the terms it went by (invariant 4)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from firsthand.models.clocks import Clock, Verdict
from firsthand.models.conversation import Message
from firsthand.models.outbox import Delivery
from firsthand.models.tickets import Ticket
from firsthand.services.amending.actions import publish
from firsthand.services.delivery.actions import delivery_bounced
from firsthand.services.tickets.actions.conversation import reply, take_back
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

DUE_AT = datetime(2021, 8, 9, 9, 45, tzinfo=UTC)
MONDAY = datetime(2021, 8, 9, 10, 30, tzinfo=UTC)
WITHDRAWN = """
book: customer-first
amendment: 2021-08-09-no-promise
title: No promise before the sale
published_at: 2021-08-09T10:00:00Z
author: Head of customer engineering
approver: Head of customer engineering
zone: America/Los_Angeles
withdraws:
  - {clause: S18, at: 2021-08-06, why: it never should have held}
"""


def breached(desk: Lighthouse) -> Ticket:
    """A ticket whose first response was not sent in time."""
    ticket = desk.ticket()
    fire_due(now=DUE_AT + timedelta(minutes=5))
    return ticket


def ledger() -> list[tuple[object, ...]]:
    """Every verdict, whole."""
    return list(Verdict.objects.order_by("pk").values_list())


@pytest.mark.clause("S18", "A4")
def test_a_verdict_carries_the_terms_it_went_by(lighthouse: Lighthouse) -> None:
    verdict = Verdict.objects.get(clock__subject__ticket=breached(lighthouse))
    assert (verdict.basis, verdict.outcome, verdict.clause, verdict.by) == ("as_judged", "breached", "S18", None)
    assert (verdict.budget, verdict.calendar) == ("1 business hours", "support-hours")
    assert verdict.calendar_version == verdict.clock.calendar_version
    assert (verdict.started_at, verdict.due_at, verdict.known_at) == (NOW, DUE_AT, NOW)


def test_the_database_refuses_to_rewrite_or_delete_a_verdict(lighthouse: Lighthouse) -> None:
    breached(lighthouse)
    for column, value in {"outcome": "met", "due_at": NOW, "why": "no", "basis": "as_judged"}.items():
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Verdict.objects.update(**{column: value})
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Verdict.objects.all().delete()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM firsthand_verdict")
    assert len(ledger()) == 1


def test_neither_its_clock_nor_its_ticket_can_be_deleted_from_under_it(lighthouse: Lighthouse) -> None:
    ticket = breached(lighthouse)
    with pytest.raises(ProtectedError):
        Clock.objects.all().delete()
    with pytest.raises(ProtectedError):
        ticket.delete()
    assert len(ledger()) == 1


def test_a_verdict_without_a_name_cannot_be_as_if_nor_a_named_one_as_judged(lighthouse: Lighthouse) -> None:
    verdict = Verdict.objects.get(clock__subject__ticket=breached(lighthouse))
    verdict.pk, verdict.basis = None, "as_if"
    with pytest.raises(IntegrityError), transaction.atomic():
        verdict.save(force_insert=True)
    verdict.basis, verdict.by = "as_judged", lighthouse.mira
    with pytest.raises(IntegrityError), transaction.atomic():
        verdict.save(force_insert=True)


def test_a_withdrawn_clause_leaves_the_verdict_under_it(lighthouse: Lighthouse) -> None:
    breached(lighthouse)
    before = ledger()
    publish(texts=[("2021-08-09-no-promise.yaml", WITHDRAWN)], at=MONDAY, by=None)
    fire_due(now=MONDAY + timedelta(days=3))
    assert ledger() == before


def test_a_merge_leaves_the_verdicts_of_both_tickets(lighthouse: Lighthouse) -> None:
    first = lighthouse.ticket(number=1)
    second = lighthouse.ticket(number=2)
    fire_due(now=DUE_AT + timedelta(minutes=5))
    before = ledger()
    merge(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=first.pk, into_id=second.pk, at=MONDAY)
    assert ledger() == before
    assert {row[1] for row in before} == set(Clock.objects.values_list("pk", flat=True))


def answered(desk: Lighthouse) -> Message:
    """Mira's answer to a new ticket, five minutes after it came; it lies in the outbox."""
    ticket, mira = desk.ticket(), desk.viewer(desk.mira)
    words = "The cookie lost its path; we fixed it and deploy at noon. Please tell us if it loops again."
    sent = reply(viewer=mira, ticket_id=ticket.pk, text=words, substantive=True, at=NOW + timedelta(minutes=5))
    assert sent.judgement.counts
    return sent.message


def test_a_reply_that_is_taken_back_was_never_judged_and_the_clock_is_judged_as_if_it_had_not_been(
    lighthouse: Lighthouse,
) -> None:
    message = answered(lighthouse)
    assert ledger() == []
    take_back(
        viewer=lighthouse.viewer(lighthouse.mira),
        message_id=message.pk,
        at=NOW + timedelta(minutes=5, seconds=4),
    )
    fire_due(now=DUE_AT + timedelta(minutes=5))
    assert list(Verdict.objects.order_by("pk").values_list("outcome", flat=True)) == ["breached"]


def test_a_reply_that_bounces_leaves_its_verdict_and_the_next_ones_stand_beside_it(lighthouse: Lighthouse) -> None:
    message = answered(lighthouse)
    lighthouse.post(at=NOW + timedelta(minutes=6))
    before = ledger()
    mail = Delivery.objects.get(message=message)
    delivery_bounced(delivery_id=mail.pk, permanent=True, reason="5.1.1 no such user", at=NOW + timedelta(minutes=20))
    fire_due(now=DUE_AT + timedelta(minutes=5))
    assert ledger()[:1] == before
    found = list(Verdict.objects.order_by("pk").values_list("outcome", "because__verb"))
    assert found == [("met", "reply_left"), ("open", "reply_not_delivered"), ("breached", None)]

"""A renewal that support should know of: given by customer engineering, merged, weighed, extended and at its end over,
on frozen time, while every clock of the customer's stays to the second where it was (S24, S51)."""

from datetime import timedelta

import pytest

from firsthand.engine import clocks as engine_of_clocks
from firsthand.engine import considerations as engine
from firsthand.models.clocks import Clock
from firsthand.models.considerations import Consideration
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.tickets import Ticket
from firsthand.services.considerations.actions import answer, give
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.tickets.inbox import InboxFilter, inbox
from tests.lighthouse import FRIDAY_1645_PACIFIC as FRIDAY
from tests.lighthouse import Lighthouse

MONDAY, WEDNESDAY = FRIDAY + timedelta(days=2, hours=16), FRIDAY + timedelta(days=5)


def customers_clocks() -> list[tuple[object, ...]]:
    """Every clock that a customer waits for."""
    rows = Clock.objects.filter(subject__kind="ticket").order_by("started_by", "kind")
    return list(rows.values_list("kind", "due_at", "clause"))


@pytest.mark.clause("S24")
def test_a_renewal_is_weighed_by_support_and_moves_no_clock_and_no_order(lighthouse: Lighthouse) -> None:
    first, second = lighthouse.ticket(number=1), lighthouse.ticket(number=2, received_at=FRIDAY + timedelta(minutes=1))
    noor, mira = (lighthouse.viewer(who, at=FRIDAY) for who in (lighthouse.noor, lighthouse.mira))
    take(viewer=mira, ticket_id=second.pk, at=FRIDAY + timedelta(minutes=2))
    before = customers_clocks()
    given = give(viewer=noor, ticket_id=second.pk, text="They renew on Wednesday.", until=WEDNESDAY, at=MONDAY)
    rows = inbox(viewer=mira, filter=InboxFilter(view="all"), after=None, now=MONDAY).rows
    assert [(row.id, row.to_consider) for row in rows] == [(first.pk, None), (second.pk, "")]
    assert customers_clocks() == before
    answer(viewer=mira, consideration_id=given.pk, answer="not_taken", why="The outage comes first.", at=MONDAY)
    again = give(viewer=noor, ticket_id=first.pk, text="Their CTO asks today.", until=WEDNESDAY, at=MONDAY)
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + timedelta(hours=1))
    assert set(Consideration.objects.values_list("ticket", flat=True)) == {second.pk}
    late = WEDNESDAY + timedelta(hours=5)
    engine_of_clocks.round(late)
    assert engine.round(late) == 2
    ended = Event.objects.filter(verb="consideration_expired").order_by("id")
    assert [(one.at, one.payload.get("answered", True)) for one in ended] == [(WEDNESDAY, True), (WEDNESDAY, False)]
    assert Notice.objects.filter(kind="consideration", subject=again.subject).latest("id").person == lighthouse.noor
    assert Ticket.objects.get(pk=second.pk).severity == ""

"""What happens to a clock because time passed."""

from datetime import UTC, datetime, timedelta

import pytest
from firsthand.services.clocks.firing import fire_due

from firsthand.models.outbox import Notice
from firsthand.models.tickets import Ticket
from firsthand.services.tickets.actions.custody import take
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

WARN_AT = datetime(2021, 8, 9, 9, 30, tzinfo=UTC)
DUE_AT = datetime(2021, 8, 9, 9, 45, tzinfo=UTC)


def verbs(ticket: Ticket) -> list[str]:
    """What the desk did to the ticket's clocks, in order of time."""
    found = ticket.subject.events.filter(verb__startswith="clock_").order_by("at", "id").values_list("verb", flat=True)
    return [verb for verb in found if verb != "clock_started"]


def test_nothing_fires_before_three_quarters_of_the_budget(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    assert fire_due(now=WARN_AT - timedelta(seconds=1)) == 0
    assert verbs(ticket) == []


def test_the_warning_tells_the_person_who_took_it(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    take(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, at=NOW)
    assert fire_due(now=WARN_AT) == 1
    assert [notice.person for notice in Notice.objects.all()] == [lighthouse.mira]


@pytest.mark.clause("S18", "A4")
def test_a_breach_is_dated_at_its_due_instant_whenever_the_engine_looks(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    fire_due(now=WARN_AT)
    assert fire_due(now=DUE_AT) == 0
    assert fire_due(now=DUE_AT + timedelta(minutes=25)) == 1
    clock = ticket.subject.clocks.get()
    assert (clock.breached_at, clock.state) == (DUE_AT, "running")
    assert ticket.subject.events.get(verb="clock_breached").at == DUE_AT
    assert clock.verdicts.get().outcome == "breached"


def test_firing_twice_says_everything_once(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    for _ in range(3):
        fire_due(now=WARN_AT)
    for _ in range(3):
        fire_due(now=DUE_AT + timedelta(minutes=1))
    assert verbs(ticket) == ["clock_warned", "clock_breached"]
    told = Notice.objects.filter(person=lighthouse.ada, kind="clock_breached")
    assert told.count() == 1

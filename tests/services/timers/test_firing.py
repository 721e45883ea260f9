"""What happens to a clock because time passed."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.models.clocks import Verdict
from firsthand.models.outbox import Notice
from firsthand.models.tickets import Ticket
from firsthand.services.tickets.actions.custody import take
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

WARN_AT = datetime(2021, 8, 9, 9, 30, tzinfo=UTC)
DUE_AT = datetime(2021, 8, 9, 9, 45, tzinfo=UTC)
SEEN_AT = DUE_AT + timedelta(minutes=25)


def told(ticket: Ticket) -> list[str]:
    """The moments that the desk told people of, in the order of the feed."""
    found = ticket.subject.events.filter(verb="clock_told").order_by("id")
    return [moment for event in found for moment in event.payload["moments"]]


def test_nothing_fires_before_three_quarters_of_the_budget(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    assert fire_due(now=WARN_AT - timedelta(seconds=1)) == 0
    assert told(ticket) == []


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
    assert fire_due(now=SEEN_AT) == 1
    clock = ticket.subject.clocks.get()
    assert (clock.breached_at, clock.state) == (DUE_AT, "running")
    verdict = clock.verdicts.get()
    assert (verdict.outcome, verdict.at, verdict.due_at, verdict.because) == ("breached", DUE_AT, DUE_AT, None)
    said = ticket.subject.events.get(verb="clock_told", payload__moment="breach")
    assert (said.at, said.payload["due_at"], said.by_desk) == (SEEN_AT, DUE_AT.isoformat(), True)


def test_firing_twice_says_everything_once(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    for _ in range(3):
        fire_due(now=WARN_AT)
    for _ in range(3):
        fire_due(now=DUE_AT + timedelta(minutes=1))
    assert told(ticket) == ["warning", "breach"]
    assert Notice.objects.filter(person=lighthouse.ada, kind="clock_breached").count() == 1
    assert ticket.subject.clocks.get().told == ["warning", "breach"]
    assert Verdict.objects.count() == 1


def test_an_engine_that_looks_too_late_for_the_warning_tells_everything_in_one_notice(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    assert fire_due(now=SEEN_AT) == 1
    [said] = ticket.subject.events.filter(verb="clock_told")
    assert (said.payload["moment"], said.payload["moments"]) == ("breach", ["warning", "breach"])
    notices = Notice.objects.values_list("person", "kind")
    assert len(notices) == len(set(notices)) == len(said.payload["people"])
    assert {kind for _, kind in notices} == {"clock_breached"}

"""A clock judged under another edition: both verdicts stand, and the clock stays as it is."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import StateName
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.tickets import Ticket
from firsthand.services.amending.actions import publish
from firsthand.services.judging.as_if import judge_as_if
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.kinds import set_severity
from firsthand.services.tickets.actions.status import set_status
from tests.lighthouse import Lighthouse

# V1: Friday 30 July 2021, 16:30 Pacific. Under S20 (8 business hours) it is due Monday 16:30, under S18 Monday 02:30.
FRIDAY_1630 = datetime(2021, 7, 30, 23, 30, tzinfo=UTC)
MONDAY_1000 = datetime(2021, 8, 2, 17, 0, tzinfo=UTC)
MONDAY_1630 = datetime(2021, 8, 2, 23, 30, tzinfo=UTC)
MONDAY_0230 = datetime(2021, 8, 2, 9, 30, tzinfo=UTC)
FIRST = "2021-06-22-first-version"
NEXT_WEEK = datetime(2021, 8, 9, 17, 0, tzinfo=UTC)
ANSWER = "The session cookie is rejected after the upgrade: I reproduced it. Next I send you a patched build by Monday."
HEAD = """
book: customer-first
amendment: {name}
title: What held all along
published_at: 2021-08-06T20:00:00Z
author: Head of customer engineering
approver: Head of customer engineering
zone: America/Los_Angeles
"""
HOUR_FROM_JULY = """
service_levels:
  - clause: S18.from-july
    source: [S18]
    text: From the middle of July, support answers every pre-sales request within an hour
    when: {kind: troubleshooting, stage: [prospect, trial]}
    clock: {kind: first_response, budget: 1 business hours, calendar: support-hours%s}
    class: internal_target
    precedence: internal
    in_force: {from: 2021-07-15}
    replaces: S20
    old_ends: 2021-07-15T07:00:00Z
"""
SOLVED_IN_AN_HOUR = """
service_levels:
  - clause: S21.hour
    source: [S21]
    text: From the middle of July, severity 1 is solved within an hour, and what is on hold does not count
    when: {stage: production, severity: s1}
    clock: {kind: resolution, budget: 1 business hours, calendar: contract-hours, pauses_on: on_hold}
    class: internal_target
    precedence: plan
    in_force: {from: 2021-07-15}
    replaces: S21.s1-resolution
    old_ends: 2021-07-15T07:00:00Z
"""
NOTHING = """
withdraws:
  - {clause: S20, at: 2021-07-01, why: it was never meant}
"""


def publish_as(name: str, rules: str) -> None:
    """Publish an amendment of a week later."""
    text = HEAD.format(name=name) + rules
    publish(texts=[(f"{name}.yaml", text)], at=NEXT_WEEK, by=None)


def answered(desk: Lighthouse) -> Clock:
    """The clock of a ticket of Friday 16:30 that Mira answered on Monday at 10:00: kept."""
    ticket = desk.ticket(received_at=FRIDAY_1630)
    mira = desk.viewer(desk.mira)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=MONDAY_1000)
    desk.post(at=MONDAY_1000 + timedelta(minutes=1))
    return ticket.subject.clocks.get()


def as_if(desk: Lighthouse, clock: Clock, edition: str, *, why: str = "", at: datetime = NEXT_WEEK) -> Verdict:
    """What Ada wants to know."""
    return judge_as_if(viewer=desk.viewer(desk.ada), clock_id=clock.pk, amendment=edition, at=at, why=why)


@pytest.mark.clause("S18", "S20", "A13")
def test_the_as_if_verdict_stands_beside_the_as_judged_one(lighthouse: Lighthouse) -> None:
    clock = answered(lighthouse)
    publish_as("2021-08-06", HOUR_FROM_JULY % "")
    as_if(lighthouse, clock, "2021-08-06", why="would we have kept the hour?")
    found = [(one.basis, one.edition, one.outcome, one.due_at, one.clause) for one in clock.verdicts.order_by("pk")]
    assert found == [
        ("as_judged", FIRST, "met", MONDAY_1630, "S20"),
        ("as_if", "2021-08-06", "breached", MONDAY_0230, "S18.from-july"),
    ]
    asked = clock.verdicts.get(basis="as_if")
    assert (asked.by, asked.why, asked.met_at) == (lighthouse.ada, "would we have kept the hour?", MONDAY_1000)
    assert (asked.budget, asked.calendar, asked.started_at) == ("1 business hours", "support-hours", FRIDAY_1630)


def test_it_changes_nothing_of_the_clock_and_is_told_on_the_timeline(lighthouse: Lighthouse) -> None:
    clock = answered(lighthouse)
    publish_as("2021-08-06", HOUR_FROM_JULY % "")
    before = (Clock.objects.values().get(pk=clock.pk), Ticket.objects.values().get())
    as_if(lighthouse, clock, "2021-08-06")
    assert (Clock.objects.values().get(pk=clock.pk), Ticket.objects.values().get()) == before
    event = clock.subject.events.get(verb="judged_as_if")
    assert (event.person, event.payload["outcome"]) == (lighthouse.ada, "breached")


def test_asking_the_same_twice_appends_once_and_with_another_reason_again(lighthouse: Lighthouse) -> None:
    clock = answered(lighthouse)
    publish_as("2021-08-06", HOUR_FROM_JULY % "")
    assert as_if(lighthouse, clock, "2021-08-06").pk == as_if(lighthouse, clock, "2021-08-06").pk
    as_if(lighthouse, clock, "2021-08-06", why="for the review", at=NEXT_WEEK + timedelta(days=1))
    assert clock.verdicts.filter(basis="as_if").count() == 2


def test_where_no_clock_would_run_the_refusal_says_why(lighthouse: Lighthouse) -> None:
    clock = answered(lighthouse)
    publish_as("2021-08-06", NOTHING)
    with pytest.raises(Refused, match="Under 2021-08-06 no first response clock would run: No clause in force says"):
        as_if(lighthouse, clock, "2021-08-06")
    assert clock.verdicts.count() == 1


def test_its_own_edition_an_unknown_one_and_one_under_which_it_still_runs(lighthouse: Lighthouse) -> None:
    clock = lighthouse.ticket(received_at=FRIDAY_1630).subject.clocks.get()
    publish_as("2021-08-06", HOUR_FROM_JULY % "")
    with pytest.raises(Invalid, match="itself"):
        as_if(lighthouse, clock, FIRST)
    with pytest.raises(Missing):
        as_if(lighthouse, clock, "1999-01-01")
    with pytest.raises(Refused, match="it would still run"):
        as_if(lighthouse, clock, "2021-08-06", at=MONDAY_0230)
    late = as_if(lighthouse, clock, "2021-08-06", at=MONDAY_0230 + timedelta(seconds=1))
    assert (late.outcome, late.met_at) == ("breached", None)


def test_a_clock_that_pauses_on_other_statuses_is_judged_by_the_waits_that_happened(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(contact=lighthouse.ben, received_at=FRIDAY_1630)
    mira = lighthouse.viewer(lighthouse.mira)
    set_severity(viewer=mira, ticket_id=ticket.pk, severity="s1", at=FRIDAY_1630)
    waits, goes_on = FRIDAY_1630 + timedelta(minutes=10), MONDAY_1000 - timedelta(minutes=30)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("on_hold"), at=waits)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("open"), at=goes_on)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY_1000)
    clock = ticket.subject.clocks.get(kind="resolution")
    assert (clock.state, clock.pauses_on, clock.pauses) == ("met", ["pending"], [])
    publish_as("2021-08-06", SOLVED_IN_AN_HOUR)
    found = as_if(lighthouse, clock, "2021-08-06")
    assert (found.outcome, found.due_at) == ("met", goes_on + timedelta(minutes=50))


def test_a_first_response_does_not_wait_whatever_the_edition_says(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(received_at=FRIDAY_1630)
    mira = lighthouse.viewer(lighthouse.mira)
    waits, goes_on = FRIDAY_1630 + timedelta(minutes=10), MONDAY_1000 - timedelta(minutes=30)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("pending"), at=waits)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("open"), at=goes_on)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=MONDAY_1000)
    lighthouse.post(at=MONDAY_1000 + timedelta(minutes=1))
    publish_as("2021-08-06", HOUR_FROM_JULY % ", pauses_on: pending")
    found = as_if(lighthouse, ticket.subject.clocks.get(), "2021-08-06")
    assert (found.outcome, found.due_at) == ("breached", MONDAY_0230)


def test_who_holds_no_role_does_not_find_the_clock(lighthouse: Lighthouse) -> None:
    clock = answered(lighthouse)
    stranger = lighthouse.viewer(lighthouse.ada, at=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(Refused):
        judge_as_if(viewer=stranger, clock_id=clock.pk, amendment=FIRST, at=NEXT_WEEK)

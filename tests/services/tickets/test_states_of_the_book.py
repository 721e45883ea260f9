"""A ticket on a desk whose book has states of its own, and changes what they mean (S49)."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.errors import Invalid
from firsthand.domain.handoffs import End
from firsthand.domain.names import Kind, Role, StateName
from firsthand.models.events import Event
from firsthand.models.tickets import Ticket
from firsthand.services.amending.actions import publish
from firsthand.services.people.actions import RoleWanted, set_roles
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.handing_over import offer
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.status import move_due
from firsthand.services.tickets.inbox import InboxFilter, inbox
from tests.handing_over import context
from tests.lighthouse import Lighthouse
from tests.stories.test_promises_follow_events import writes

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
JUNE = datetime(2027, 6, 1, tzinfo=UTC)
DONE = "I found the cause, mended it and checked your project. Next I watch it for a day and then close this."
FIRST = """
book: states
amendment: 2026-01-01-base
title: States of our own
published_at: 2026-01-01T00:00:00Z
author: Olga Owner
approver: Olga Owner
zone: UTC
calendars:
  week: {zone: UTC, weekly: {mon-fri: "09:00-17:00"}}
  always: {zone: UTC, always_open: true}
organisation:
  - {clause: care, source: S1, text: Care answers., role: {name: care}}
  - {clause: build, source: S1, text: Build mends., role: {name: build, called: product engineering}}
  - {clause: ledger, source: S1, text: Ledger is a team., team: {name: ledger, role: build}}
  - {clause: fault, source: S27, text: Something fails., kind: {name: fault}}
  - {clause: billing, source: S27, text: About money., kind: {name: billing}}
  - {clause: received, source: S49, text: Nobody took it., state: {name: received, phase: open, owes: team, after_reply: asked}}
  - {clause: working, source: S49, text: Somebody works on it., state: {name: working, phase: open, owes: person, after_reply: asked}}
  - {clause: asked, source: S49, text: The customer answers., state: {name: asked, phase: open, owes: customer, after_customer: working}}
  - clause: done
    source: S49
    text: What is done closes after 16 business hours.
    state: {name: done, phase: solved, owes: nobody, after_customer: working, timer: {after: 16 business hours, calendar: week, becomes: over}}
  - {clause: over, source: S49, text: It is over., state: {name: over, phase: closed, owes: nobody}}
ownership:
  - {clause: triage, source: S27, text: Care reads it first., triage: {role: care, clocks_as: fault}}
  - {clause: faults, source: S30, text: Build owns faults., when: {kind: fault}, owner: {role: build, team: ledger}}
  - {clause: money, source: S30, text: Care owns billing., when: {kind: billing}, owner: care}
"""  # noqa: E501 - lines of YAML
SECOND = """
book: states
amendment: 2027-05-01-longer
title: Longer
published_at: 2027-05-01T00:00:00Z
in_force_from: 2027-06-01
author: Olga Owner
approver: Olga Owner
zone: UTC
organisation:
  - clause: asked
    replaces: asked
    source: [S49, T51]
    text: Who does not answer for 48 business hours has what they wanted.
    state: {name: asked, phase: open, owes: customer, after_customer: working, timer: {after: 48 business hours, calendar: week, becomes: done}}
  - clause: done
    replaces: done
    source: [S49, T51]
    text: What is done closes after 72 hours.
    state: {name: done, phase: solved, owes: nobody, after_customer: working, timer: {after: 72 hours elapsed, calendar: always, becomes: over}}
"""  # noqa: E501 - lines of YAML


@pytest.fixture
def desk(lighthouse: Lighthouse) -> Lighthouse:
    publish(texts=[("base.yaml", FIRST)], at=MONDAY - timedelta(days=30), by=None)
    mira = lighthouse.viewer(lighthouse.mira, at=MONDAY - timedelta(days=29))
    roles = [RoleWanted(role=Role("care")), RoleWanted(role=Role("build"))]
    set_roles(viewer=mira, person_id=lighthouse.mira.pk, roles=roles, at=MONDAY - timedelta(days=29))
    return lighthouse


def solve(desk: Lighthouse, ticket: Ticket, at: datetime) -> None:
    mira = desk.viewer(desk.mira, at=at)
    reply(viewer=mira, ticket_id=ticket.pk, text=DONE, substantive=True, at=at, status_after=StateName("done"))
    desk.post(at=at + timedelta(seconds=20))


def state(ticket: Ticket) -> tuple[str, str, str]:
    ticket.refresh_from_db()
    return ticket.status, ticket.phase, ticket.owes


@pytest.mark.clause("S27", "S49")
def test_a_ticket_goes_from_receipt_to_its_end_in_the_books_own_words(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    assert (ticket.status, ticket.responsible_role, ticket.kind) == ("received", "care", "fault")
    mira = desk.viewer(desk.mira, at=MONDAY)
    take(viewer=mira, ticket_id=ticket.pk, at=MONDAY)
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("fault"), at=MONDAY)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.responsible_role, ticket.team) == ("working", "build", "ledger")
    [row] = inbox(viewer=mira, filter=InboxFilter(view="all", team="ledger"), after=None, now=MONDAY).rows
    assert (row.id, row.team) == (ticket.pk, "ledger")
    solve(desk, ticket, MONDAY + timedelta(hours=1))
    assert state(ticket) == ("done", "solved", "nobody")
    with pytest.raises(Invalid, match="no kind how to"):
        confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("how_to"), at=MONDAY + timedelta(hours=2))


def test_a_ticket_is_handed_to_a_team_of_the_role_and_to_no_other(desk: Lighthouse) -> None:
    ticket, mira = desk.ticket(received_at=MONDAY), desk.viewer(desk.mira, at=MONDAY)
    team = next(iter(mira.organisation.teams))
    asked = context(ticket, Role("build"), MONDAY)
    to = End(role=Role("care"), team=team)
    with pytest.raises(Invalid, match="The role care has no team ledger"):
        offer(viewer=mira, ticket_id=ticket.pk, to=to, context=asked, at=MONDAY)
    row = offer(viewer=mira, ticket_id=ticket.pk, to=End(role=Role("build"), team=team), context=asked, at=MONDAY)
    assert (row.to_role, row.to_team, row.state) == ("build", "ledger", "offered")


@pytest.mark.clause("S49")
def test_what_is_done_closes_after_16_business_hours(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    solve(desk, ticket, MONDAY + timedelta(hours=1))
    closes = MONDAY + timedelta(days=2, hours=1)
    assert (move_due(now=closes - timedelta(seconds=1)), move_due(now=closes)) == (0, 1)
    assert state(ticket) == ("over", "closed", "nobody")
    assert ticket.closed_at == closes


@pytest.mark.clause("S49")
def test_across_the_change_a_state_runs_by_the_text_of_the_day_on_which_it_was_entered(desk: Lighthouse) -> None:
    publish(texts=[("base.yaml", FIRST), ("longer.yaml", SECOND)], at=datetime(2027, 5, 1, tzinfo=UTC), by=None)
    before, after = desk.ticket(received_at=JUNE - timedelta(hours=15)), desk.ticket(received_at=JUNE, number=2)
    solve(desk, before, JUNE - timedelta(hours=14))  # Monday 10:00, so Wednesday 10:00
    solve(desk, after, JUNE + timedelta(hours=10))
    move_due(now=JUNE + timedelta(days=1, hours=10))
    assert (state(before)[0], before.closed_at) == ("over", JUNE + timedelta(days=1, hours=10))
    assert state(after)[0] == "done"
    move_due(now=JUNE + timedelta(days=3, hours=10))
    assert (state(after)[0], after.closed_at) == ("over", JUNE + timedelta(days=3, hours=10))


@pytest.mark.clause("S49")
def test_who_does_not_answer_for_48_business_hours_has_what_they_wanted(desk: Lighthouse) -> None:
    publish(texts=[("base.yaml", FIRST), ("longer.yaml", SECOND)], at=datetime(2027, 5, 1, tzinfo=UTC), by=None)
    ticket = desk.ticket(received_at=JUNE)
    at = JUNE + timedelta(hours=9)
    reply(viewer=desk.viewer(desk.mira, at=at), ticket_id=ticket.pk, text=DONE, substantive=True, at=at)
    desk.post(at=at + timedelta(seconds=20))
    assert state(ticket) == ("asked", "open", "customer")
    solved = JUNE + timedelta(days=7, hours=17)  # six working days of eight hours
    assert (move_due(now=solved - timedelta(seconds=1)), move_due(now=solved)) == (0, 1)
    assert (state(ticket)[0], ticket.solved_at) == ("done", solved)
    moved = Event.objects.filter(subject=ticket.subject, verb="status_changed").latest("id")
    assert (moved.at, moved.payload["cause"], moved.by_desk) == (solved, "timer", True)


def test_what_the_customer_writes_takes_up_what_was_done_and_stops_its_timer(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    solve(desk, ticket, MONDAY + timedelta(hours=1))
    writes(desk, ticket, at=MONDAY + timedelta(hours=2))
    assert (state(ticket), ticket.timer_at, ticket.timer_to) == (("working", "open", "person"), None, None)

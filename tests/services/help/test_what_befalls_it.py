"""What becomes of help that is asked for when its ticket or somebody's place changes: each end is an event of somebody,
and nothing ends a clock silently."""

from datetime import timedelta

import pytest

from firsthand.domain.names import Role, StateName
from firsthand.models.clocks import Clock
from firsthand.models.conversation import Message
from firsthand.models.events import Event
from firsthand.models.help import HelpRequest
from firsthand.models.outbox import Notice
from firsthand.models.people import Person, RoleHolding
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.help import comes_back_to, waits_for_answer
from firsthand.services.access.restrictions import Circle
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.acting.checking import differences
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.leaving.actions import leave
from firsthand.services.tickets.actions import helping
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.custody import assign
from firsthand.services.tickets.actions.kinds import end_as_not_a_request
from firsthand.services.tickets.actions.merging import merge, split
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.tickets.actions.status import move_due, set_status
from firsthand.services.tickets.inbox import InboxFilter, inbox
from tests.asking_for_help import answer, ask
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

LATER, NEXT_WEEK = NOW + timedelta(minutes=10), NOW + timedelta(days=7)
TEXT = "The cookie has another name since the upgrade. Sign in again, and tell us by Monday whether it comes back."
WAITS = """book: customer-first
amendment: waits
title: Help holds the ticket
published_at: 2021-08-01T00:00:00Z
author: Ada
approver: Ada
zone: America/Los_Angeles
organisation:
  - clause: team.distribution
    replaces: team.distribution
    source: [S50]
    text: Zed is in it.
    team: {name: distribution, role: engineering, called: Distribution, members: zed@lighthouse.example}
ownership:
  - clause: S50
    replaces: S50
    source: [S50]
    text: Until engineering answers, the ticket is on hold.
    help: {of: engineering, waits_in: on_hold}
"""


def clock_of(row: HelpRequest) -> Clock:
    """The newest clock of a request."""
    return Clock.objects.filter(subject=row.subject).latest("id")


def stands(row: HelpRequest) -> tuple[str, str, str]:
    """The request, its clock, and what happened to it last."""
    row.refresh_from_db()
    return row.state, clock_of(row).state, Event.objects.filter(subject=row.subject).latest("id").verb


def answered(lighthouse: Lighthouse, ticket: Ticket) -> None:
    """Mira's answer to the customer, which arrives."""
    mira = lighthouse.viewer(lighthouse.mira)
    reply(viewer=mira, ticket_id=ticket.pk, text=TEXT, substantive=True, at=NOW, status_after=StateName("solved"))
    lighthouse.post(at=NOW + timedelta(minutes=1))


def same(at: object) -> bool:
    """Whether the clocks are what follows from the events."""
    return not list(differences(open_desk(at)))  # type: ignore[arg-type]


def test_a_solved_ticket_keeps_it_and_one_that_somebody_closes_ends_it_by_their_act(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    row = ask(lighthouse.mira, trouble, at=NOW)
    answered(lighthouse, trouble)
    assert stands(row) == ("asked", "running", "help_asked")
    set_status(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=trouble.pk, status=StateName("closed"), at=LATER)
    assert stands(row) == ("withdrawn", "cancelled", "help_withdrawn")
    event = Event.objects.filter(subject=row.subject).latest("id")
    assert event.person == lighthouse.mira
    assert Notice.objects.filter(person=lighthouse.olu, key__contains="withdrawn").exists()
    assert same(LATER)


def test_no_timer_closes_a_ticket_about_which_help_is_asked(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = ask(lighthouse.mira, trouble, at=NOW)
    answered(lighthouse, trouble)
    assert move_due(now=NEXT_WEEK) == 0
    assert stands(row)[0] == "asked"
    answer(lighthouse.olu, row, at=NEXT_WEEK)
    assert move_due(now=NEXT_WEEK + timedelta(minutes=1)) == 1
    trouble.refresh_from_db()
    assert (trouble.phase, stands(row)) == ("closed", ("answered", "missed", "help_answered"))
    assert HelpRequest.objects.filter(comes_back_to(lighthouse.viewer(lighthouse.mira), NEXT_WEEK)).exists()
    assert same(NEXT_WEEK + timedelta(minutes=1))


def test_what_turns_out_to_be_no_request_asks_nobody(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    row = ask(lighthouse.mira, ticket, at=NOW)
    end_as_not_a_request(viewer=mira, ticket_id=ticket.pk, as_=ClosedAs.spam, at=LATER)
    assert stands(row) == ("withdrawn", "cancelled", "help_withdrawn")


def test_it_goes_along_with_a_merge_and_its_clock_runs_on(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row, other = ask(lighthouse.mira, trouble, at=NOW), lighthouse.ticket(number=2)
    due = clock_of(row).due_at
    merge(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=trouble.pk, into_id=other.pk, at=LATER)
    assert stands(row) == ("asked", "running", "help_went_along")
    assert (row.ticket, row.subject.ticket_id, clock_of(row).due_at) == (other, other.pk, due)
    assert stands(answer(lighthouse.olu, row, at=LATER)) == ("answered", "met", "help_answered")
    assert same(LATER)


def test_it_stays_where_it_was_asked_when_another_is_split_off(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row, message = ask(lighthouse.mira, trouble, at=NOW), Message.objects.get(ticket=trouble)
    mira = lighthouse.viewer(lighthouse.mira)
    split(viewer=mira, ticket_id=trouble.pk, message_id=message.pk, subject="Also", at=LATER)
    assert (stands(row), row.ticket) == (("asked", "running", "help_stayed"), trouble)
    assert same(LATER)


def test_who_is_shut_out_looks_after_it_no_more_and_who_asked_hears_that_nobody_can_help(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    row = ask(lighthouse.mira, trouble, at=NOW)
    helping.take(viewer=lighthouse.viewer(lighthouse.olu), help_id=row.pk, at=NOW)
    circle = Circle(roles=frozenset({Role("support")}))
    restrict(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=trouble.pk, circle=circle, why="A hole.", at=LATER)
    assert stands(row) == ("asked", "running", "help_left")
    assert row.taken_by is None
    assert Notice.objects.filter(person=lighthouse.mira, key__contains=":shut:").count() == 1
    assert not HelpRequest.objects.filter(pk=row.pk, taken_by=lighthouse.olu).exists()


def test_an_erased_customer_is_in_none_of_its_words_and_it_goes_on(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = ask(lighthouse.mira, trouble, at=NOW, changes="Ana Costa moved it.", affected="ana@acme.example")
    row = answer(lighthouse.olu, row, at=LATER, text="Tell Ana Costa to sign in.")
    answered(lighthouse, trouble)
    mira = lighthouse.viewer(lighthouse.mira, at=LATER)
    erase_contact(viewer=mira, contact_id=lighthouse.ana.pk, why="They asked.", at=LATER)
    row.refresh_from_db()
    kept = f"{row.context} {[one.text for one in row.words.all()]}"
    words = f"{list(Event.objects.filter(subject=row.subject).values_list('payload', 'words'))}"
    assert not any(name in text for name in ("Ana Costa", "ana@acme") for text in (kept, words))
    assert row.state == "answered"


def test_what_comes_back_follows_who_is_responsible_for_the_ticket(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row, zoe = ask(lighthouse.mira, trouble, at=NOW), person("Zoe Marsh", Role("support"))
    ada = lighthouse.viewer(lighthouse.ada)
    assign(viewer=ada, ticket_id=trouble.pk, person_id=zoe.pk, had=lighthouse.mira.pk, at=LATER)
    answer(lighthouse.olu, row, at=LATER)
    back = {
        one.name: HelpRequest.objects.filter(comes_back_to(lighthouse.viewer(one, at=LATER), LATER)).exists()
        for one in (lighthouse.mira, zoe, lighthouse.ada)
    }
    assert back == {"Mira Lindqvist": False, "Zoe Marsh": True, "Ada Obi": False}
    assert Notice.objects.filter(person=zoe, kind="help").count() == 1


def test_who_leaves_leaves_it_to_the_lead_by_name_and_its_clock_runs_on(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    owner = person("Helen Zhou", Role("vp_customer_engineering"), owner=True)
    row = ask(lighthouse.mira, trouble, at=NOW)
    due = clock_of(row).due_at
    leave(viewer=lighthouse.viewer(owner, at=LATER), person_id=lighthouse.mira.pk, at=LATER)
    assert stands(row) == ("asked", "running", "help_moved")
    assert (row.asked_by, clock_of(row).due_at) == (lighthouse.ada, due)


def test_an_engineer_who_leaves_leaves_it_to_the_role_which_has_no_lead(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    row, zed = ask(lighthouse.mira, trouble, at=NOW), person("Zed Moss", Role("engineering"))
    helping.take(viewer=lighthouse.viewer(lighthouse.olu), help_id=row.pk, at=NOW)
    leave(viewer=lighthouse.viewer(lighthouse.mira, at=LATER), person_id=lighthouse.olu.pk, at=LATER)
    assert stands(row) == ("asked", "running", "help_moved")
    assert row.taken_by is None
    assert HelpRequest.objects.filter(waits_for_answer(lighthouse.viewer(zed, at=LATER), LATER)).get() == row


def test_of_a_vacant_role_it_waits_for_an_owner_of_the_desk(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = ask(lighthouse.mira, trouble, at=NOW)
    RoleHolding.objects.filter(role="engineering").update(to_at=NOW)
    mira = lighthouse.viewer(lighthouse.mira, at=LATER)
    assert HelpRequest.objects.filter(waits_for_answer(mira, LATER)).get() == row
    assert answer(lighthouse.mira, row, at=LATER).state == "answered"


@pytest.fixture
def held(lighthouse: Lighthouse) -> Person:
    """The book has the ticket wait on hold, and Zed in Distribution."""
    publish(texts=[("waits.yaml", WAITS)], at=NOW, by=None)
    return person("Zed Moss", Role("engineering"))


def test_by_such_a_book_the_ticket_waits_on_hold_until_nothing_is_asked_any_more(
    lighthouse: Lighthouse, trouble: Ticket, held: Person
) -> None:
    one, two = (ask(lighthouse.mira, trouble, at=LATER) for _ in range(2))
    trouble.refresh_from_db()
    assert trouble.status == "on_hold"
    answer(lighthouse.olu, one, at=LATER)
    trouble.refresh_from_db()
    assert trouble.status == "on_hold"
    answer(lighthouse.olu, two, at=LATER)
    trouble.refresh_from_db()
    assert trouble.status == "open"
    moved = Event.objects.filter(subject=trouble.subject, verb="status_changed").latest("id")
    assert moved.because_id == Event.objects.get(subject=two.subject, verb="help_answered").pk
    assert same(LATER)


def test_what_is_asked_of_a_team_waits_for_its_people_alone(
    lighthouse: Lighthouse, trouble: Ticket, held: Person
) -> None:
    row = ask(lighthouse.mira, trouble, at=LATER, team="distribution")
    waits = {
        one.name: HelpRequest.objects.filter(waits_for_answer(lighthouse.viewer(one, at=LATER), LATER)).exists()
        for one in (held, lighthouse.olu)
    }
    assert waits == {"Zed Moss": True, "Olu Bello": False}
    assert [one.person for one in Notice.objects.filter(kind="help")] == [held]
    Person.objects.filter(pk=held.pk).update(is_active=False)
    olu = lighthouse.viewer(lighthouse.olu, at=LATER)
    assert HelpRequest.objects.filter(waits_for_answer(olu, LATER)).get() == row


@pytest.mark.parametrize("word", ["capacitor", "tachyon"])
def test_its_ticket_is_found_by_its_words_and_by_nobody_who_is_shut_out(
    lighthouse: Lighthouse, trouble: Ticket, word: str
) -> None:
    row = ask(lighthouse.mira, trouble, at=NOW, changes="They swapped the flux capacitor.")
    answer(lighthouse.olu, row, at=LATER, text="Put the tachyon valve back.")
    mira, eve = (lighthouse.viewer(one, at=LATER) for one in (lighthouse.mira, lighthouse.eve))
    wanted = InboxFilter(view="all", q=word)
    assert [one.id for one in inbox(viewer=mira, filter=wanted, after=None, now=LATER).rows] == [trouble.pk]
    circle = Circle(roles=frozenset({Role("support")}))
    restrict(viewer=mira, ticket_id=trouble.pk, circle=circle, why="A hole.", at=LATER)
    assert inbox(viewer=eve, filter=wanted, after=None, now=LATER).rows == ()

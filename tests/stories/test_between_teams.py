"""A trial customer between the teams, on frozen time: a how-to asked in the open channel; trouble that customer
engineering begins, is stuck with and hands over for good; engineering helps; handed over the sun to a zone where the
day begins, while somebody leaves; solved and closed. Every clock and receipt right to the second."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.clocks import ClockState
from firsthand.domain.errors import Refused
from firsthand.domain.names import Kind, Role, StateName
from firsthand.engine import clocks, states
from firsthand.models.accounts import Contact
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.events import Event
from firsthand.models.handoffs import Handoff
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import viewer_of
from firsthand.services.acting.checking import differences
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.clocks.queries import ClockReceipt, receipts
from firsthand.services.leaving.actions import leave
from firsthand.services.questions import actions as questions
from firsthand.services.tickets.actions import provisional
from firsthand.services.tickets.actions.conversation import add_note, reply
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.status import set_status
from tests import asking_for_help as helps
from tests.handing_over import accept, offer
from tests.lighthouse import Lighthouse, person

AMSTERDAM = """book: customer-first
amendment: 2021-08-02-offers
title: An offer is answered within an hour of Amsterdam's day
published_at: 2021-08-02T07:00:00Z
author: Head of customer support
approver: Head of customer support
zone: America/Los_Angeles
calendars:
  amsterdam: {zone: Europe/Amsterdam, weekly: {mon-fri: "09:00-17:00"}}
service_levels:
  - clause: offers.clock
    source: [S48]
    text: Whoever is offered a ticket answers within an hour.
    clock: {kind: handoff, budget: 1 business hours, calendar: amsterdam}
    class: internal_target
    precedence: internal
"""
ANSWER = "I looked into it and checked your settings: it works as you want. Next, I look at your log at ten."


def tuesday(hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant of 10 August 2021 in UTC; its office hours are 16:00 to midnight in the Pacific zone."""
    return datetime(2021, 8, 10, tzinfo=UTC) + timedelta(hours=hour, minutes=minute, seconds=second)


WEDNESDAY = 24  # hours after Tuesday's midnight


@dataclass(frozen=True, kw_only=True)
class Company:
    """Lighthouse with a second zone, and its time in the test's hands."""

    desk: Lighthouse
    sanne: Person

    def ask(self, *, at: datetime, kind: str, contact: Contact | None = None) -> Ticket:
        """Ana (or somebody else) writes, and Mira says what it is a minute later."""
        ticket = self.desk.ticket(received_at=at, contact=contact)
        later = at + timedelta(minutes=1)
        confirm_kind(viewer=viewer_of(self.desk.mira, at=later), ticket_id=ticket.pk, kind=Kind(kind), at=later)
        return self.now(ticket)

    def answer(self, ticket: Ticket, *, by: Person, at: datetime) -> None:
        """A substantive reply, which leaves ten seconds later."""
        reply(viewer=viewer_of(by, at=at), ticket_id=ticket.pk, text=ANSWER, substantive=True, at=at)
        self.desk.post(at=at + timedelta(seconds=10))

    def receipt(self, ticket: Ticket, kind: str, *, at: datetime) -> ClockReceipt:
        """The newest receipt of a kind, as Ada reads it."""
        found = receipts(viewer=viewer_of(self.desk.ada, at=at), ticket_id=ticket.pk, desk=open_desk(at))
        return [one for one in found if one.clock.kind == kind][-1]

    def now(self, ticket: Ticket) -> Ticket:
        """The ticket as it stands."""
        ticket.refresh_from_db()
        return ticket


@pytest.fixture
def company(lighthouse: Lighthouse) -> Company:
    publish(texts=[("2021-08-02-offers.yaml", AMSTERDAM)], at=datetime(2021, 8, 2, 7, tzinfo=UTC), by=lighthouse.ada)
    sanne = person("Sanne de Wit", Role("support"))
    Person.objects.filter(pk=sanne.pk).update(zone="Europe/Amsterdam")
    lighthouse.ada.is_owner = True
    lighthouse.ada.save()
    return Company(desk=lighthouse, sanne=sanne)


def counted(found: ClockReceipt) -> timedelta:
    """What the lines of a receipt add up to."""
    assert found.receipt is not None
    return found.receipt.counted


def whose(ticket: Ticket) -> tuple[str, str]:
    """The role and the person that owe its next step."""
    ticket.refresh_from_db()
    return ticket.responsible_role, ticket.responsible.name if ticket.responsible else ""


def holders(ticket: Ticket) -> list[str]:
    """The roles that were responsible, one after the other, as the events tell it."""
    rows = Event.objects.filter(subject=ticket.subject).order_by("id")
    return [event.payload["to_role"] for event in rows if event.verb in ("owned", "handed_over", "assigned")]


@pytest.mark.clause("S35", "S36", "S37")
def test_a_how_to_is_asked_in_the_open_channel_and_the_customers_clock_hears_nothing_of_it(company: Company) -> None:
    desk = company.desk
    ticket = company.ask(at=tuesday(16), kind="how_to", contact=desk.ben)
    assert whose(ticket)[0] == "customer_engineering"
    running = Clock.objects.filter(subject=ticket.subject, kind="first_response", state=ClockState.running)
    before = running.get()
    noor, olu = viewer_of(desk.noor, at=tuesday(16, 10)), viewer_of(desk.olu, at=tuesday(16, 25))
    question = questions.ask(viewer=noor, ticket_id=ticket.pk, text="Do two keys work?", at=tuesday(16, 10))
    said = questions.answer(viewer=olu, question_id=question.pk, text="Yes, two.", at=tuesday(16, 25))
    assert not Clock.objects.filter(subject=question.subject).exists(), "best effort, by policy"
    after = running.get()
    assert (after.pk, after.due_at, after.started_at) == (before.pk, before.due_at, tuesday(16))
    company.answer(ticket, by=desk.noor, at=tuesday(16, 40))
    questions.mark(viewer=noor, answer_id=said.pk, helped=True, at=tuesday(16, 41))
    found = company.receipt(ticket, "first_response", at=tuesday(17))
    assert (found.state, found.clock.ended_at, counted(found)) == ("met", tuesday(16, 40), timedelta(minutes=40))


@pytest.mark.clause("S28", "S35", "S37")
def test_before_the_sale_a_how_to_has_no_clock_by_policy_and_a_question_makes_none(company: Company) -> None:
    desk = company.desk
    ticket = company.ask(at=tuesday(16), kind="how_to")
    noor = viewer_of(desk.noor, at=tuesday(16, 10))
    questions.ask(viewer=noor, ticket_id=ticket.pk, text="Do two keys work?", at=tuesday(16, 10))
    triage = Clock.objects.get(subject__ticket=ticket)
    assert (triage.state, triage.ended_at) == ("cancelled", tuesday(16, 1)), "support's hour, until it is a how-to"
    by_policy = ticket.subject.decisions.order_by("-id")[0].outcome["no_clocks"]
    assert [one["clause"] for one in by_policy if one["kind"] == "first_response"] == ["S18.not-supports"]


def stuck_with_it(company: Company) -> tuple[Ticket, Handoff]:
    """Trouble at noon Pacific, which Noor begins on and offers to support at half past."""
    ticket, noor = company.ask(at=tuesday(19), kind="troubleshooting"), company.desk.noor
    provisional.start(viewer=viewer_of(noor, at=tuesday(19, 5)), ticket_id=ticket.pk, at=tuesday(19, 5))
    tried = "I turned the proxy off and on."
    add_note(viewer=viewer_of(noor, at=tuesday(19, 20)), ticket_id=ticket.pk, text=tried, at=tuesday(19, 20))
    row = provisional.stuck(
        viewer=viewer_of(noor, at=tuesday(19, 30)), ticket_id=ticket.pk, tried="", at=tuesday(19, 30)
    )
    assert tried in str([one["value"] for one in row.context]), "what she wrote goes along"
    return ticket, row


@pytest.mark.clause("S30", "S41", "S42", "S48")
def test_trouble_is_begun_stuck_offered_and_read_back_and_from_then_on_support_writes(company: Company) -> None:
    desk = company.desk
    ticket, row = stuck_with_it(company)
    assert whose(ticket) == ("support", ""), "support owned it all along"
    accept(desk.mira, row, at=tuesday(19, 40))
    assert whose(ticket) == ("support", "Mira Lindqvist")
    with pytest.raises(Refused):
        company.answer(ticket, by=desk.noor, at=tuesday(19, 45))
    company.answer(ticket, by=desk.mira, at=tuesday(19, 50))
    offered = company.receipt(ticket, "handoff", at=tuesday(20))
    assert (offered.state, offered.clock.ended_at) == ("met", tuesday(19, 40))
    assert (offered.clock.due_at, counted(offered)) == (tuesday(WEDNESDAY + 8), timedelta()), "it is night in Amsterdam"
    first = company.receipt(ticket, "first_response", at=tuesday(20))
    assert (first.state, first.clock.due_at, counted(first)) == ("met", tuesday(20), timedelta(minutes=50))


@pytest.mark.clause("S42", "S48")
def test_handed_over_the_sun_it_falls_to_the_lead_when_its_receiver_leaves_and_its_clock_runs_on(
    company: Company,
) -> None:
    desk = company.desk
    ticket, first = stuck_with_it(company)
    accept(desk.mira, first, at=tuesday(19, 40))
    company.answer(ticket, by=desk.mira, at=tuesday(19, 50))
    row = offer(desk.mira, ticket, "support", at=tuesday(23, 30), to=company.sanne)
    gone = tuesday(WEDNESDAY + 7, 5)
    leave(viewer=viewer_of(desk.mira, at=gone), person_id=company.sanne.pk, at=gone)
    assert whose(ticket) == ("support", "Mira Lindqvist"), "hers until somebody accepts"
    row.refresh_from_db()
    assert row.to_person == desk.ada
    due = tuesday(WEDNESDAY + 8)
    assert clocks.round(due - timedelta(seconds=1)) >= 0
    assert not Verdict.objects.filter(clock__subject=row.subject).exists()
    accept(desk.ada, row, at=tuesday(WEDNESDAY + 7, 20, 7))
    assert whose(ticket) == ("support", "Ada Obi")
    found = company.receipt(ticket, "handoff", at=due)
    assert (found.state, found.clock.started_at, found.clock.due_at) == ("met", tuesday(23, 30), due)
    assert counted(found) == timedelta(minutes=20, seconds=7)


@pytest.mark.clause("S42")
def test_nobody_answers_it_is_late_to_the_second_and_still_its_senders(company: Company) -> None:
    desk = company.desk
    ticket, first = stuck_with_it(company)
    accept(desk.mira, first, at=tuesday(19, 40))
    row = offer(desk.mira, ticket, "support", at=tuesday(23, 30), to=company.sanne)
    assert clocks.round(tuesday(WEDNESDAY + 9)) >= 1
    late = Clock.objects.get(subject=row.subject)
    assert (late.breached_at, whose(ticket)[1]) == (tuesday(WEDNESDAY + 8), "Mira Lindqvist")
    accept(company.sanne, row, at=tuesday(WEDNESDAY + 9, 30))
    assert [one.outcome for one in Verdict.objects.filter(clock=late)] == ["breached"]


@pytest.mark.clause("S50")
def test_engineering_helps_by_its_own_clock_and_support_stays_accountable(company: Company) -> None:
    desk = company.desk
    ticket, first = stuck_with_it(company)
    accept(desk.mira, first, at=tuesday(19, 40))
    with pytest.raises(Refused):
        helps.ask(desk.noor, ticket, at=tuesday(19, 45))
    company.answer(ticket, by=desk.mira, at=tuesday(19, 50))
    row = helps.ask(desk.mira, ticket, at=tuesday(20), team="core_app", priority="cs/p1")
    assert (row.team, whose(ticket)) == ("core_app", ("support", "Mira Lindqvist"))
    helps.answer(desk.olu, row, at=tuesday(21, 0, 30))
    helps.close(desk.mira, row, at=tuesday(21, 10))
    found = company.receipt(ticket, "help", at=tuesday(22))
    assert (found.state, found.clock.started_at, found.clock.ended_at) == ("met", tuesday(20), tuesday(21, 0, 30))
    assert counted(found) == timedelta(hours=1, seconds=30)
    assert company.receipt(ticket, "first_response", at=tuesday(22)).clock.ended_at == tuesday(19, 50)
    assert whose(ticket) == ("support", "Mira Lindqvist")


@pytest.mark.clause("S41", "S42", "S49", "S50")
def test_helped_handed_over_the_sun_while_somebody_leaves_solved_and_closed(company: Company) -> None:
    desk = company.desk
    ticket, first = stuck_with_it(company)
    accept(desk.mira, first, at=tuesday(19, 40))
    company.answer(ticket, by=desk.mira, at=tuesday(19, 50))
    row = helps.ask(desk.mira, ticket, at=tuesday(20), priority="cs/p1")
    over = offer(desk.mira, ticket, "support", at=tuesday(23, 30), to=company.sanne)
    helps.answer(desk.olu, row, at=tuesday(23, 40))
    gone = tuesday(WEDNESDAY + 7, 5)
    leave(viewer=viewer_of(desk.ada, at=gone), person_id=desk.mira.pk, at=gone)
    assert whose(ticket) == ("support", "Ada Obi"), "what she had is the lead's, and its offer with it"
    accept(company.sanne, over, at=tuesday(WEDNESDAY + 7, 20))
    assert whose(ticket) == ("support", "Sanne de Wit")
    helps.close(company.sanne, row, at=tuesday(WEDNESDAY + 7, 30))
    company.answer(ticket, by=company.sanne, at=tuesday(WEDNESDAY + 7, 40))
    at = tuesday(WEDNESDAY + 8)
    set_status(viewer=viewer_of(desk.mira, at=at), ticket_id=ticket.pk, status=StateName("solved"), at=at)
    closes = company.now(ticket).timer_at
    assert closes is not None
    states.round(closes)
    assert company.now(ticket).phase == "closed"
    assert not Clock.objects.filter(subject__ticket=ticket, state__in=("running", "paused", "sent")).exists()
    assert not list(differences(open_desk(closes)))

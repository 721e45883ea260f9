"""A held message that may be a request is owed a first response from its receipt, until a person says what it is."""

from datetime import timedelta
from pathlib import Path

import pytest

from firsthand.domain.sentences import PLAIN, say
from firsthand.models.clocks import Clock
from firsthand.models.intake import HeldMessage, RawMessage
from firsthand.models.outbox import Notice
from firsthand.models.tickets import Ticket
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from firsthand.services.clocks.queries import clocks_of
from firsthand.services.intake.actions import quarantine
from firsthand.services.intake.quarantine import discard, make_ticket, retry
from firsthand.services.intake.queries import held_requests
from firsthand.services.intake.values import IntakeOutcome, TakenIn
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.outlook import outlook
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import arrive, facts, letter, parsed, ticket_of

LATER = NOW + timedelta(minutes=20)
OUT_OF_OFFICE = letter(headers=[("Auto-Submitted", "auto-replied")])
ANSWER = "The cookie lost its path; we fixed it and deploy at noon. Please tell us if it loops again."


@pytest.fixture
def held(lighthouse: Lighthouse) -> TakenIn:
    """A message that the parser of then could not read."""
    return quarantine(raw=facts(letter()), reason=say("The parser was too old."), at=NOW)


def the_clock() -> Clock:
    """The one first response that runs or ran."""
    return Clock.objects.get(kind="first_response")


def all_is_as_the_events_say() -> bool:
    return list(differences(open_desk(LATER))) == []


def test_its_first_response_runs_from_its_receipt_by_the_triage_clause(lighthouse: Lighthouse, held: TakenIn) -> None:
    ticket = lighthouse.ticket()
    as_a_ticket = ticket.subject.clocks.get(kind="first_response")
    clock = Clock.objects.exclude(subject=ticket.subject).get()
    assert (clock.kind, clock.started_at, clock.state) == ("first_response", NOW, "running")
    assert (clock.clause, clock.due_at) == (as_a_ticket.clause, as_a_ticket.due_at)
    assert all_is_as_the_events_say()


@pytest.mark.parametrize("raw", [OUT_OF_OFFICE, letter(sender="support@lighthouse.example")])
def test_whatever_may_be_a_request_is_owed_an_answer(lighthouse: Lighthouse, tmp_path: Path, raw: bytes) -> None:
    assert arrive(raw, folder=tmp_path).outcome is IntakeOutcome.quarantined
    assert the_clock().state == "running"


def test_our_own_mail_that_comes_back_is_owed_none(lighthouse: Lighthouse, tmp_path: Path) -> None:
    ticket = lighthouse.ticket()
    sent = reply(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, text=ANSWER, substantive=True, at=NOW)
    back = arrive(letter(message_id=sent.message.external_id, text=ANSWER), folder=tmp_path)
    assert back.outcome is IntakeOutcome.quarantined
    assert not HeldMessage.objects.exists()


def test_the_triage_role_is_told_when_it_is_late(lighthouse: Lighthouse, held: TakenIn) -> None:
    due_at = the_clock().due_at
    assert due_at is not None
    fire_due(now=due_at + timedelta(minutes=1))
    told = Notice.objects.filter(subject=HeldMessage.objects.get().subject)
    assert lighthouse.mira.pk in set(told.values_list("person", flat=True))
    assert "in the quarantine" in PLAIN.sentence(told[0].text)
    assert the_clock().outcome == "breached"


def test_released_its_clock_goes_on_at_the_ticket_and_an_answer_there_meets_it(
    lighthouse: Lighthouse, held: TakenIn, tmp_path: Path
) -> None:
    mira, before = lighthouse.viewer(lighthouse.mira), the_clock()
    taken = retry(viewer=mira, raw_id=held.raw_id, incoming=parsed(letter()), at=LATER, data=tmp_path)
    ticket, clock = ticket_of(taken), the_clock()
    assert (clock.pk, clock.subject, clock.started_at, clock.due_at) == (
        before.pk,
        ticket.subject,
        NOW,
        before.due_at,
    )
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=LATER)
    lighthouse.post(at=LATER + timedelta(seconds=20))
    assert the_clock().state == "met"
    assert all_is_as_the_events_say()


def test_released_to_a_ticket_that_it_answers_it_is_owed_there_once(lighthouse: Lighthouse, tmp_path: Path) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=NOW)
    lighthouse.post(at=NOW + timedelta(seconds=20))
    raw = letter(
        message_id="<2@acme.example>", headers=[("In-Reply-To", ticket.messages.earliest("id").external_id or "")]
    )
    came = NOW + timedelta(minutes=5)
    held = quarantine(raw=facts(raw, at=came), reason=say("Too large."), at=came)
    taken = make_ticket(viewer=mira, raw_id=held.raw_id, incoming=parsed(raw), at=LATER, data=tmp_path)
    assert (taken.outcome, taken.ticket_id) == (IntakeOutcome.joined, ticket.pk)
    [owed] = ticket.subject.clocks.filter(kind__in=["first_response", "next_response"], state="running")
    assert owed.started_at == came
    assert all_is_as_the_events_say()


def test_dismissed_it_is_cancelled_with_who_and_why(lighthouse: Lighthouse, held: TakenIn) -> None:
    discard(viewer=lighthouse.viewer(lighthouse.mira), raw_id=held.raw_id, reason="An advertisement.", at=LATER)
    clock = the_clock()
    assert (clock.state, clock.ended_at) == ("cancelled", LATER)
    event = HeldMessage.objects.get().subject.events.get(verb="message_dismissed")
    assert (event.person, (event.words or event.payload)["why"]) == (lighthouse.mira, "An advertisement.")
    assert all_is_as_the_events_say()


def test_it_stands_before_the_triage_role_and_nobody_else(lighthouse: Lighthouse, held: TakenIn) -> None:
    desk = open_desk(NOW)
    [row] = held_requests(viewer=lighthouse.viewer(lighthouse.mira), desk=desk)
    assert (row.id, row.answer_due_at) == (held.raw_id, the_clock().due_at)
    assert held_requests(viewer=lighthouse.viewer(lighthouse.noor), desk=desk) == ()
    discard(viewer=lighthouse.viewer(lighthouse.mira), raw_id=held.raw_id, reason="An advertisement.", at=LATER)
    assert held_requests(viewer=lighthouse.viewer(lighthouse.mira), desk=desk) == ()


def assert_it_is_not_the_tickets_own(desk: Lighthouse, ticket: Ticket) -> None:
    mira = desk.viewer(desk.mira)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=LATER)
    desk.post(at=LATER + timedelta(seconds=20))
    assert not outlook(viewer=mira, ticket_id=ticket.pk).owed
    assert [one.state for one in clocks_of(ticket) if one.kind == "first_response"] == ["met"]


def test_what_names_a_ticket_hangs_behind_its_door_and_is_not_met_by_an_answer_there(
    lighthouse: Lighthouse, tmp_path: Path
) -> None:
    ticket = lighthouse.ticket()
    raw = letter(
        sender="support@lighthouse.example",
        message_id="<3@acme.example>",
        headers=[("In-Reply-To", ticket.messages.get().external_id or "")],
    )
    held = arrive(raw, folder=tmp_path)
    assert RawMessage.objects.get(pk=held.raw_id).ticket == ticket
    assert HeldMessage.objects.get().subject.ticket == ticket
    assert_it_is_not_the_tickets_own(lighthouse, ticket)


def test_erased_with_its_sender_nothing_is_owed_to_it(lighthouse: Lighthouse, tmp_path: Path) -> None:
    arrive(OUT_OF_OFFICE, folder=tmp_path)
    erase_contact(viewer=lighthouse.viewer(lighthouse.mira), contact_id=lighthouse.ana.pk, why="They asked.", at=LATER)
    assert the_clock().state == "cancelled"
    assert all_is_as_the_events_say()

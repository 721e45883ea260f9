"""Replies, notes, and what stops the first-response clock."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.kept_sentences import sentence_of
from firsthand.domain.names import StateName
from firsthand.domain.sentences import PLAIN
from firsthand.models.events import Event
from firsthand.models.outbox import Delivery
from firsthand.models.tickets import ClosedAs
from firsthand.services.outbox.queries import reply_address_of
from firsthand.services.tickets.actions.conversation import add_note, reply, take_back
from firsthand.services.tickets.actions.kinds import end_as_not_a_request, set_severity
from firsthand.services.tickets.actions.status import move_due, set_status
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

ANSWER = "The session cookie is rejected after the upgrade: I reproduced it. Next I send you a patched build by Monday."
MINUTE = timedelta(minutes=1)


@pytest.mark.clause("A17")
@pytest.mark.parametrize(
    ("text", "marked", "state"),
    [(ANSWER, True, "met"), (ANSWER, False, "running"), ("Hi Ana, we are on it!", True, "running")],
)
def test_only_a_substantive_reply_meets_the_first_response(
    lighthouse: Lighthouse, text: str, marked: bool, state: str
) -> None:
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    replied = reply(viewer=mira, ticket_id=ticket.pk, text=text, substantive=marked, at=NOW + MINUTE)
    lighthouse.post(at=NOW + 2 * MINUTE)
    assert ticket.subject.clocks.get().state == state
    assert replied.judgement.counts is (state == "met")


def test_a_note_and_a_status_stop_no_clock(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    add_note(viewer=mira, ticket_id=ticket.pk, text="Looks like the cookie again.", at=NOW)
    for status in (StateName("pending"), StateName("on_hold"), StateName("solved")):
        set_status(viewer=mira, ticket_id=ticket.pk, status=status, at=NOW)
        assert ticket.subject.clocks.get().state == "running"
    with pytest.raises(Refused, match="still owed"):
        set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("closed"), at=NOW)


def test_a_reply_is_in_the_outbox_with_the_thread_and_a_signed_address(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    reply(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, text=ANSWER, substantive=True, at=NOW)
    mail = Delivery.objects.get()
    assert mail.recipients == ["ana@acme.example"]
    assert (mail.endpoint, mail.external_id) == (lighthouse.mailbox, ticket.messages.latest("id").external_id)
    assert reply_address_of(ticket_id=ticket.pk).startswith(f"support+t{ticket.pk}.")
    assert mail.next_attempt_at == NOW + timedelta(seconds=10)
    ticket.refresh_from_db()
    assert (ticket.responsible, ticket.status) == (lighthouse.mira, "pending")


def test_a_late_answer_is_missed_at_the_due_instant_not_at_the_answer(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    due_at = ticket.subject.clocks.get().due_at
    assert due_at is not None
    mira = lighthouse.viewer(lighthouse.mira)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=due_at + MINUTE)
    lighthouse.post(at=due_at + 2 * MINUTE)
    clock = ticket.subject.clocks.get()
    assert (clock.state, clock.breached_at) == ("missed", due_at)
    assert [verdict.outcome for verdict in clock.verdicts.all()] == ["breached"]


@pytest.mark.clause("A4")
def test_an_answer_at_the_due_instant_meets_it(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    due_at = ticket.subject.clocks.get().due_at
    assert due_at is not None
    mira = lighthouse.viewer(lighthouse.mira)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=due_at)
    assert ticket.subject.clocks.get().state == "sent"
    lighthouse.post(at=due_at + MINUTE)
    assert ticket.subject.clocks.get().state == "met"


def test_a_reply_can_be_taken_back_before_it_leaves_and_the_clock_runs_on(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    replied = reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=NOW)
    take_back(viewer=mira, message_id=replied.message.pk, at=NOW + timedelta(seconds=5))
    clock = ticket.subject.clocks.get()
    ticket.refresh_from_db()
    assert (clock.state, clock.next_at is not None, ticket.status) == ("running", True, "new")
    assert Delivery.objects.get().state == "taken_back"


def test_nobody_takes_back_anothers_reply(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    replied = reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=NOW)
    with pytest.raises(Refused, match="wrote"):
        take_back(viewer=lighthouse.viewer(lighthouse.ada), message_id=replied.message.pk, at=NOW)


def test_an_empty_reply_sends_nothing(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    with pytest.raises(Invalid):
        reply(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, text=" \n", substantive=True, at=NOW)
    assert not Delivery.objects.exists()


def test_solved_closes_by_itself_after_sixteen_business_hours(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=NOW, status_after=StateName("solved"))
    lighthouse.post(at=NOW + MINUTE)
    ticket.refresh_from_db()
    closes_at = ticket.timer_at
    assert closes_at is not None
    assert move_due(now=closes_at - MINUTE) == 0
    assert move_due(now=closes_at + MINUTE) == 1
    ticket.refresh_from_db()
    assert (ticket.status, ticket.closed_at, ticket.closed_as) == ("closed", closes_at, "resolved")


def test_spam_ends_without_a_clock_and_is_counted_apart(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    end_as_not_a_request(viewer=mira, ticket_id=ticket.pk, as_=ClosedAs.spam, at=NOW)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.closed_as, ticket.subject.clocks.get().state) == ("closed", "spam", "cancelled")


def test_a_resolution_clock_stands_still_while_the_customer_owes(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(contact=lighthouse.ben)
    mira = lighthouse.viewer(lighthouse.mira)
    set_severity(viewer=mira, ticket_id=ticket.pk, severity="s1", at=NOW)
    before = ticket.subject.clocks.get(kind="resolution", state="running").due_at
    monday = NOW + timedelta(days=2, hours=17, minutes=15)  # 10:00 Pacific
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("pending"), at=monday)
    paused = ticket.subject.clocks.get(kind="resolution", state="paused")
    assert paused.due_at is None
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("open"), at=monday + timedelta(hours=2))
    clock = ticket.subject.clocks.get(kind="resolution", state="running")
    assert before == datetime(2021, 8, 11, 23, 45, tzinfo=UTC)  # Wednesday 16:45 Pacific
    assert clock.due_at == datetime(2021, 8, 12, 17, 45, tzinfo=UTC)  # 15 min of Wednesday, 1 h 45 min of Thursday
    [(_, _, cause, evidence)] = clock.pauses
    assert PLAIN.phrase(sentence_of(cause)) == "the ticket is pending"
    assert Event.objects.get(pk=evidence).verb == "status_changed"

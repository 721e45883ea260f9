"""What went wrong when acts kept clocks by hand, each as the story that found it."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.errors import Refused
from firsthand.domain.names import Kind, StateName
from firsthand.domain.sentences import PLAIN
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.conversation import Message
from firsthand.models.events import Event
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.tickets import AT_THE_TOP, Ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.clocks.queries import receipts
from firsthand.services.delivery.actions import delivery_bounced
from firsthand.services.tickets.actions.conversation import ReplyWritten, nothing_to_answer, reply, take_back
from firsthand.services.tickets.actions.kinds import confirm_kind, set_severity
from firsthand.services.tickets.actions.merging import merge, split
from firsthand.services.tickets.actions.opening import Opening, add_customer_message
from firsthand.services.tickets.actions.status import move_due, set_status
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse, clocks
from tests.three_clocks import publish_three_clocks

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANSWER = "I reproduced it: the cookie is refused after the upgrade. Next I send a patched build this afternoon."


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def desk(lighthouse: Lighthouse) -> Lighthouse:
    """Lighthouse with the book of three clocks."""
    publish_three_clocks()
    return lighthouse


def writes(desk: Lighthouse, ticket: Ticket, *, at: datetime, automatic: str = "") -> Message:
    """Ana writes again."""
    incoming = Opening(
        subject="Re: it",
        text="Still there.",
        channel="email",
        external_id=f"<{at.timestamp()}@acme.example>",
        sender="ana@acme.example",
        contact=desk.ana,
        account=desk.acme,
        received_at=at,
        automatic=automatic,
    )
    return add_customer_message(ticket_id=ticket.pk, incoming=incoming, desk=open_desk(at)).message


def answers(
    desk: Lighthouse, ticket: Ticket, *, at: datetime, leaves: bool = True, counts: bool = True, seen: int | None = None
) -> ReplyWritten:
    """Mira answers, and the mail leaves ten seconds later."""
    mira = desk.viewer(desk.mira, at=at)
    written = reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=counts, at=at, seen=seen)
    if leaves:
        desk.post(at=at + timedelta(seconds=10))
    return written


def outcomes(ticket: Ticket, kind: str) -> list[str]:
    """The verdicts as judged on the clocks of a kind, oldest first."""
    found = Verdict.objects.filter(clock__subject__ticket=ticket, clock__kind=kind, basis="as_judged")
    return list(found.order_by("id").values_list("outcome", flat=True))


# Each further message is owed an answer


def test_a_customer_who_writes_again_is_answered_within_the_next_response(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    assert set(clocks(ticket)) == {"first_response", "resolution"}
    answers(desk, ticket, at=MONDAY + minutes(20))
    writes(desk, ticket, at=MONDAY + hours(3))
    owed = clocks(ticket)["next_response"]
    assert (owed.state, owed.started_at, owed.due_at) == ("running", MONDAY + hours(3), MONDAY + hours(4))
    ticket.refresh_from_db()
    assert (ticket.order_at, ticket.next_clock) == (MONDAY + hours(4), "next_response")


def test_a_second_message_before_the_first_answer_starts_nothing_beside_it(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    writes(desk, ticket, at=MONDAY + minutes(10))
    assert "next_response" not in clocks(ticket)
    answers(desk, ticket, at=MONDAY + minutes(90))
    assert clocks(ticket)["first_response"].state == "met"
    assert "next_response" not in clocks(ticket)


def test_what_the_writer_had_not_seen_stays_owed(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    seen = ticket.messages.get().pk
    writes(desk, ticket, at=MONDAY + minutes(10))
    answers(desk, ticket, at=MONDAY + minutes(11), seen=seen)
    owed = clocks(ticket)["next_response"]
    assert (owed.state, owed.started_at) == ("running", MONDAY + minutes(10))


def test_each_message_has_its_own_clock_one_after_the_other(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    for number in range(1, 4):
        answers(desk, ticket, at=MONDAY + hours(number))
        writes(desk, ticket, at=MONDAY + hours(number) + minutes(30))
    rows = Clock.objects.filter(subject=ticket.subject, kind="next_response").order_by("id")
    assert [row.state for row in rows] == ["met", "met", "running"]


def test_thanks_is_nothing_to_answer_with_a_reason(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(20))
    writes(desk, ticket, at=MONDAY + hours(1))
    mira = desk.viewer(desk.mira, at=MONDAY + hours(1))
    nothing_to_answer(viewer=mira, ticket_id=ticket.pk, at=MONDAY + hours(1), why="They only said thanks.")
    ended = clocks(ticket)["next_response"]
    assert (ended.state, PLAIN.phrase(ended.ended_because)) == ("cancelled", "there was nothing to answer")
    assert outcomes(ticket, "next_response") == []
    writes(desk, ticket, at=MONDAY + hours(2))
    assert clocks(ticket)["next_response"].state == "running"


def test_an_automatic_message_is_owed_nothing(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(20))
    writes(desk, ticket, at=MONDAY + hours(1), automatic="auto_reply")
    assert "next_response" not in clocks(ticket)


# Word from us


def test_each_word_of_ours_promises_the_next_until_it_is_solved(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + hours(1))
    assert clocks(ticket)["update"].due_at == MONDAY + hours(5)
    answers(desk, ticket, at=MONDAY + hours(2), counts=False)
    first, second = Clock.objects.filter(subject=ticket.subject, kind="update").order_by("id")
    assert (first.state, second.state, second.due_at) == ("met", "running", MONDAY + hours(6))
    set_status(viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY + hours(3))
    assert clocks(ticket)["update"].state == "cancelled"


# A promise does not vanish


def test_word_that_has_not_left_promises_no_update_yet(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    reply(viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, text=ANSWER, substantive=True, at=MONDAY + minutes(5))
    fire_due(now=MONDAY + hours(20))
    promised = clocks(ticket)["update"]
    assert (promised.state, promised.due_at, promised.told) == ("sent", None, [])
    found = receipts(viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, desk=open_desk(MONDAY + hours(20)))
    assert [one.receipt for one in found if one.clock == promised] == [None]
    desk.post(at=MONDAY + hours(21))
    promised = clocks(ticket)["update"]
    assert (promised.state, promised.due_at) == ("running", MONDAY + hours(25))


def test_the_timer_does_not_close_what_is_still_owed(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY + minutes(5))
    assert move_due(now=MONDAY + minutes(50)) == 0
    fire_due(now=MONDAY + hours(2) + minutes(1))
    assert outcomes(ticket, "first_response") == ["breached"]
    assert move_due(now=MONDAY + hours(3)) == 0
    answers(desk, ticket, at=MONDAY + hours(4))
    assert move_due(now=MONDAY + hours(5)) == 1
    ticket.refresh_from_db()
    assert (ticket.status, ticket.closed_at) == ("closed", MONDAY + hours(4))


def test_an_answer_that_only_left_the_composer_holds_the_timer(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(5), leaves=False)
    set_status(viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY + minutes(6))
    assert move_due(now=MONDAY + hours(1)) == 0
    desk.post(at=MONDAY + hours(1))
    assert move_due(now=MONDAY + hours(1)) == 1


def test_what_is_owed_cannot_be_closed_by_hand_either(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(20))
    writes(desk, ticket, at=MONDAY + hours(1))
    with pytest.raises(Refused, match="still owed"):
        set_status(viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, status=StateName("closed"), at=MONDAY + hours(1))


# Taking a reply back


def test_a_late_reply_that_is_taken_back_leaves_the_breach_and_its_escalation(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    late = MONDAY + hours(2) + minutes(10)
    fire_due(now=late)
    written = answers(desk, ticket, at=late, leaves=False)
    mira = desk.viewer(desk.mira, at=late)
    take_back(viewer=mira, message_id=written.message.pk, at=late + timedelta(seconds=5))
    owed = clocks(ticket)["first_response"]
    assert (owed.state, owed.breached_at) == ("running", MONDAY + hours(2))
    fire_due(now=MONDAY + hours(2) + minutes(31))
    assert Notice.objects.filter(person=desk.ada, kind="clock_breached").count() == 1
    assert outcomes(ticket, "first_response") == ["breached"]


def test_somebody_is_told_of_a_breach_that_only_a_reply_taken_back_had_seen(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    late = MONDAY + hours(2) + minutes(10)
    written = answers(desk, ticket, at=late, leaves=False)
    take_back(viewer=desk.viewer(desk.mira, at=late), message_id=written.message.pk, at=late + timedelta(seconds=5))
    fire_due(now=late + minutes(1))
    assert Notice.objects.filter(kind="clock_breached", person=desk.mira).count() == 1
    assert outcomes(ticket, "first_response") == ["breached"]


def test_a_ticket_that_the_reply_took_is_nobodys_again(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    written = answers(desk, ticket, at=MONDAY + minutes(5), leaves=False)
    ticket.refresh_from_db()
    assert (ticket.responsible, ticket.status) == (desk.mira, "pending")
    take_back(viewer=desk.viewer(desk.mira), message_id=written.message.pk, at=MONDAY + minutes(5))
    ticket.refresh_from_db()
    assert (ticket.responsible, ticket.status) == (None, "new")


def test_word_that_was_taken_back_promised_nothing(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    written = answers(desk, ticket, at=MONDAY + minutes(5), leaves=False)
    take_back(viewer=desk.viewer(desk.mira), message_id=written.message.pk, at=MONDAY + minutes(5))
    assert clocks(ticket)["update"].state == "void"


# An answer that did not arrive


def test_an_answer_that_bounced_is_owed_again_and_its_writer_told(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(20))
    assert outcomes(ticket, "first_response") == ["met"]
    mail = Delivery.objects.get(purpose="reply")
    reported = MONDAY + minutes(40)
    delivery_bounced(delivery_id=mail.pk, permanent=True, reason="550 no such user", at=reported)
    owed = clocks(ticket)["first_response"]
    assert (owed.state, owed.due_at) == ("running", MONDAY + hours(2))
    assert outcomes(ticket, "first_response") == ["met", "open"]
    ticket.refresh_from_db()
    assert (ticket.status, ticket.order_at) == ("open", AT_THE_TOP)
    assert Notice.objects.filter(person=desk.mira, kind="reply_not_delivered").count() == 1
    fire_due(now=MONDAY + hours(3))
    assert outcomes(ticket, "first_response") == ["met", "open", "breached"]


def test_an_answer_counts_from_its_writing_when_it_leaves_within_a_quarter_of_an_hour(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    written_at = MONDAY + hours(2) - minutes(1)
    answers(desk, ticket, at=written_at, leaves=False)
    fire_due(now=MONDAY + hours(2) + minutes(5))
    assert not Notice.objects.filter(kind="clock_breached").exists()
    desk.post(at=MONDAY + hours(2) + minutes(10))
    clock = clocks(ticket)["first_response"]
    assert (clock.state, clock.ended_at) == ("met", written_at)


def test_an_answer_that_does_not_leave_keeps_no_promise(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    written_at = MONDAY + hours(2) - minutes(1)
    answers(desk, ticket, at=written_at, leaves=False)
    fire_due(now=written_at + minutes(16))
    assert outcomes(ticket, "first_response") == ["breached"]
    desk.post(at=MONDAY + hours(3))
    clock = clocks(ticket)["first_response"]
    assert (clock.state, clock.ended_at) == ("missed", MONDAY + hours(3))
    assert outcomes(ticket, "first_response") == ["breached"]


# When somebody looks does not decide


@pytest.mark.parametrize("looks_on_sunday", [True, False])
def test_the_verdict_does_not_depend_on_when_a_worker_looked(desk: Lighthouse, looks_on_sunday: bool) -> None:
    """Held in tests/services/timers for every straddle rule; here the reply itself brings the change along."""
    ticket = desk.ticket(received_at=MONDAY)
    if looks_on_sunday:
        fire_due(now=MONDAY + hours(2) + minutes(1))
    answers(desk, ticket, at=MONDAY + hours(3))
    assert outcomes(ticket, "first_response") == ["breached"]
    assert clocks(ticket)["first_response"].breached_at == MONDAY + hours(2)


# Splitting and merging


def test_a_message_that_was_answered_and_is_split_off_a_week_later_is_not_late(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    message = ticket.messages.get()
    answers(desk, ticket, at=MONDAY + minutes(5))
    week = MONDAY + timedelta(days=7)
    fire_due(now=week)
    told = Notice.objects.count()
    new = split(viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, message_id=message.pk, subject="Also", at=week)
    fire_due(now=week + minutes(1))
    found = clocks(new)
    assert (found["first_response"].state, found["first_response"].ended_at) == ("met", MONDAY + minutes(5))
    assert outcomes(new, "first_response") == ["met"]
    assert outcomes(new, "resolution") == []
    assert Notice.objects.count() == told


def test_a_message_that_waits_takes_its_clock_along(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(5))
    message = writes(desk, ticket, at=MONDAY + hours(1))
    mira = desk.viewer(desk.mira)
    at = MONDAY + hours(1) + minutes(10)
    new = split(viewer=mira, ticket_id=ticket.pk, message_id=message.pk, subject="Also", at=at)
    moved = clocks(new)["next_response"]
    assert (moved.state, moved.started_at, moved.due_at) == ("running", MONDAY + hours(1), MONDAY + hours(2))
    assert "first_response" not in clocks(new)
    assert "next_response" not in clocks(ticket)
    answers(desk, new, at=at)
    assert clocks(new)["next_response"].state == "met"


def test_merging_gives_a_waiting_clock_nothing_back(desk: Lighthouse) -> None:
    old = desk.ticket(received_at=MONDAY)
    answers(desk, old, at=MONDAY + hours(9.5))  # half an hour of the ten is left, and waits for the customer
    later = MONDAY + hours(20)
    new = desk.ticket(received_at=later, number=2)
    merge(viewer=desk.viewer(desk.mira), ticket_id=new.pk, into_id=old.pk, at=later)
    due = Clock.objects.filter(subject=old.subject, kind="resolution").order_by("due_at")
    assert [clock.due_at for clock in due] == [later + minutes(30), later + hours(10)]


def test_one_answer_meets_what_both_tickets_owed(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY + minutes(30), number=2)
    merge(viewer=desk.viewer(desk.mira), ticket_id=first.pk, into_id=second.pk, at=MONDAY + hours(1))
    answers(desk, second, at=MONDAY + hours(2) + minutes(15))
    rows = Clock.objects.filter(subject=second.subject, kind="first_response").order_by("due_at")
    assert [(row.state, row.breached_at is None) for row in rows] == [("missed", False), ("met", True)]
    assert not Clock.objects.filter(subject=first.subject).exists()


def test_an_answer_on_a_merged_ticket_that_bounces_is_owed_where_it_went(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    answers(desk, first, at=MONDAY + minutes(5))
    answers(desk, second, at=MONDAY + minutes(6))
    merge(viewer=desk.viewer(desk.mira), ticket_id=first.pk, into_id=second.pk, at=MONDAY + minutes(30))
    mail = Delivery.objects.filter(purpose="reply").earliest("id")
    delivery_bounced(delivery_id=mail.pk, permanent=True, reason="550", at=MONDAY + hours(1))
    second.refresh_from_db()
    owed = Clock.objects.get(subject=second.subject, kind="first_response", state="running")
    assert (owed.started_at, owed.due_at, second.status) == (MONDAY, MONDAY + hours(2), "open")
    answers(desk, second, at=MONDAY + hours(1) + minutes(1))
    owed.refresh_from_db()
    assert owed.state == "met"


# Rated later


def test_a_clock_that_is_made_later_has_the_waits_it_had(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + hours(1))
    set_severity(viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, severity="s1", at=MONDAY + hours(30))
    paused = clocks(ticket)["resolution"]
    assert (paused.state, paused.clause) == ("paused", "urgent")
    writes(desk, ticket, at=MONDAY + hours(40))
    assert clocks(ticket)["resolution"].due_at == MONDAY + hours(42)
    assert outcomes(ticket, "resolution") == []
    states = Clock.objects.filter(subject=ticket.subject, kind="resolution").order_by("id")
    assert [clock.state for clock in states] == ["replaced", "running"]


def test_a_late_clock_stays_late_whatever_is_rated(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira)
    set_severity(viewer=mira, ticket_id=ticket.pk, severity="s1", at=MONDAY + minutes(1))
    fire_due(now=MONDAY + hours(4))
    set_severity(viewer=mira, ticket_id=ticket.pk, severity="", at=MONDAY + hours(4))
    confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("how_to"), at=MONDAY + hours(4))
    [late] = Clock.objects.filter(subject=ticket.subject, kind="resolution", clause="urgent")
    assert (late.state, late.breached_at) == ("running", MONDAY + hours(3))


# Solved and taken up again


def test_a_resolution_that_is_reopened_goes_on_without_the_time_that_it_was_solved(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY + hours(1))
    assert outcomes(ticket, "resolution") == ["met"]
    writes(desk, ticket, at=MONDAY + hours(1.25))
    again = clocks(ticket)["resolution"]
    assert (again.state, again.due_at) == ("running", MONDAY + hours(10.25))
    assert outcomes(ticket, "resolution") == ["met", "open"]
    fire_due(now=MONDAY + hours(11))
    assert outcomes(ticket, "resolution") == ["met", "open", "breached"]
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY + hours(12))
    assert clocks(ticket)["resolution"].state == "missed"
    assert outcomes(ticket, "resolution") == ["met", "open", "breached"]


def test_moments_that_become_past_at_once_are_told_as_one_notice(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    fire_due(now=MONDAY + hours(3))
    [told] = Event.objects.filter(subject=ticket.subject, verb="clock_told", payload__clock="first_response")
    assert (told.payload["moment"], told.payload["moments"]) == ("1", ["warning", "breach", "1"])
    per_person = Notice.objects.filter(subject=ticket.subject).values_list("person__name", flat=True)
    assert sorted(per_person) == sorted({desk.ada.name, desk.mira.name})

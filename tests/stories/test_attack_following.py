"""What somebody who wants to break a promise would try, each as the story of how it was tried."""

from datetime import datetime, timedelta

import pytest

from firsthand.domain.errors import Refused
from firsthand.domain.names import Role, StateName
from firsthand.models.clocks import Clock
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.people import Person
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.acting.checking import differences
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.delivery.actions import delivery_bounced, delivery_left, delivery_refused, retry
from firsthand.services.judging.as_if import judge_as_if
from firsthand.services.outbox.actions import claim_due
from firsthand.services.tickets.actions.conversation import reply, take_back
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import end_as_not_a_request, set_severity
from firsthand.services.tickets.actions.marking import mark_reply
from firsthand.services.tickets.actions.merging import merge, split
from firsthand.services.tickets.actions.status import move_due, set_status
from firsthand.services.timers.book import bring_to_book
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import Lighthouse, clocks, person
from tests.stories.test_promises_follow_events import ANSWER, MONDAY, answers, desk, hours, minutes, outcomes, writes

__all__ = ["desk"]


WAITS = """book: three-clocks
amendment: waits
title: Nobody is told anew while they owe us a word
published_at: {at}
author: Mira
approver: Head of customer support
zone: UTC
service_levels:
  - clause: word.waits
    source: [S1]
    text: The customer hears from us every four hours, unless we wait for them.
    replaces: word
    clock: {{kind: update, budget: 4 hours elapsed, calendar: always, pauses_on: [pending]}}
    class: internal_target
    precedence: internal
"""


def bounces(*, at: datetime, which: int = 0) -> Delivery:
    mail = Delivery.objects.filter(purpose="reply").order_by("id")[which]
    delivery_bounced(delivery_id=mail.pk, permanent=True, reason="550 no such user", at=at)
    return mail


def holds(at: datetime) -> None:
    assert [one.text for one in differences(open_desk(at))] == []


def row(ticket: Ticket, kind: str) -> Clock:
    return clocks(ticket)[kind]


def test_a_bounced_answer_that_is_sent_again_counts_from_when_it_left_again(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(20))
    mail = bounces(at=MONDAY + minutes(40))
    again = MONDAY + hours(3)
    retry(delivery_id=mail.pk, viewer=desk.viewer(desk.mira, at=again), at=again)
    desk.post(at=again)
    clock = row(ticket, "first_response")
    assert (clock.state, clock.ended_at) == ("missed", again)
    holds(again)


def test_a_second_report_of_the_same_bounce_reopens_nothing(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(20))
    bounces(at=MONDAY + minutes(40))
    answers(desk, ticket, at=MONDAY + minutes(50))
    set_status(viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY + hours(1))
    bounces(at=MONDAY + minutes(70))
    ticket.refresh_from_db()
    assert ticket.status == "solved"


def test_a_reply_that_closed_the_ticket_can_be_taken_back(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    at = MONDAY + minutes(5)
    written = reply(
        viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=at, status_after=StateName("closed")
    )
    take_back(viewer=mira, message_id=written.message.pk, at=at + timedelta(seconds=5))
    ticket.refresh_from_db()
    assert ticket.status == "new"
    assert row(ticket, "first_response").state == "running"
    holds(at)


def test_what_is_owed_again_is_not_owed_on_a_closed_ticket_taken_back(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    at = MONDAY + minutes(5)
    written = reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=at)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("closed"), at=at)
    take_back(viewer=mira, message_id=written.message.pk, at=at + timedelta(seconds=5))
    ticket.refresh_from_db()
    assert ticket.phase == "open"


def test_an_answer_marked_as_none_on_a_closed_ticket_opens_it(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    written = answers(desk, ticket, at=MONDAY + minutes(5))
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("closed"), at=MONDAY + minutes(10))
    mark_reply(
        viewer=mira, message_id=written.message.pk, counts=False, at=MONDAY + minutes(20), why="It said nothing."
    )
    ticket.refresh_from_db()
    assert row(ticket, "first_response").state == "running"
    assert ticket.phase == "open"
    answers(desk, ticket, at=MONDAY + minutes(30))
    assert row(ticket, "first_response").state == "met"


def test_an_answer_that_bounces_opens_the_ticket_that_was_split_off_too(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    message = ticket.messages.get()
    answers(desk, ticket, at=MONDAY + minutes(5))
    new = split(viewer=mira, ticket_id=ticket.pk, message_id=message.pk, subject="Also", at=MONDAY + minutes(10))
    set_status(viewer=mira, ticket_id=new.pk, status=StateName("closed"), at=MONDAY + minutes(20))
    bounces(at=MONDAY + minutes(40))
    new.refresh_from_db()
    live = Clock.objects.filter(subject=new.subject, kind="first_response", state="running").exists()
    assert (live, new.phase) in ((True, "open"), (False, "closed"))


def test_a_message_split_off_twice_in_a_row_keeps_its_clock(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(5))
    message = writes(desk, ticket, at=MONDAY + hours(1))
    at = MONDAY + hours(1) + minutes(10)
    new = split(viewer=mira, ticket_id=ticket.pk, message_id=message.pk, subject="Also", at=at)
    newer = split(viewer=mira, ticket_id=new.pk, message_id=new.messages.get().pk, subject="And", at=at + minutes(1))
    assert "first_response" not in clocks(newer)
    assert row(newer, "next_response").due_at == MONDAY + hours(2)
    assert not Clock.objects.filter(subject=new.subject, kind="next_response", state="running").exists()
    holds(at + minutes(1))


def test_a_message_split_off_a_merged_ticket_takes_its_clock_along(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + minutes(10))
    new = split(
        viewer=mira, ticket_id=first.pk, message_id=first.messages.get().pk, subject="x", at=MONDAY + minutes(20)
    )
    live = Clock.objects.filter(kind="first_response", state="running").values_list("subject__ticket", flat=True)
    assert sorted(live) == [second.pk, new.pk]
    holds(MONDAY + minutes(20))


def test_a_message_split_off_a_merged_ticket_has_the_answer_it_got_there(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + minutes(10))
    answers(desk, second, at=MONDAY + minutes(15))
    at = MONDAY + timedelta(days=7)
    new = split(viewer=mira, ticket_id=first.pk, message_id=first.messages.get().pk, subject="x", at=at)
    assert row(new, "first_response").state == "met"
    holds(at)


def test_what_waits_behind_an_owed_answer_is_merged_too(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    seen = second.messages.get().pk
    writes(desk, first, at=MONDAY + minutes(10))
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + minutes(20))
    answers(desk, second, at=MONDAY + minutes(30), seen=seen)
    assert row(second, "next_response").started_at == MONDAY + minutes(10)
    answers(desk, second, at=MONDAY + minutes(40))
    assert row(second, "next_response").state == "met"
    holds(MONDAY + minutes(40))


def test_an_answer_that_leaves_after_the_merge_is_heard_there_whoever_else_answered(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    at = MONDAY + minutes(10)
    answers(desk, first, at=at, leaves=False)
    one = claim_due(at + minutes(1), "one", limit=1)
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=at + minutes(1))
    answers(desk, second, at=at + minutes(2))
    delivery_left(one[0], at=at + minutes(3))
    bounces(at=MONDAY + hours(1), which=1)
    assert (
        Clock.objects.get(subject=second.subject, kind="first_response", started_by__subject=first.subject).state
        == "met"
    )
    fire_due(now=MONDAY + hours(3))
    assert outcomes(second, "first_response").count("breached") == 1
    holds(MONDAY + hours(3))


def test_word_that_left_in_time_was_kept_though_it_was_solved_before(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, ticket, at=MONDAY)  # word is due at 13:00
    due = MONDAY + hours(4)
    answers(desk, ticket, at=due - minutes(2), leaves=False)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=due + minutes(5))
    desk.post(at=due + minutes(6))
    kept = Clock.objects.filter(subject=ticket.subject, kind="update").earliest("id")
    assert (kept.state, kept.ended_at) == ("met", due - minutes(2))
    assert "breached" not in outcomes(ticket, "update")
    holds(due + minutes(6))


def test_an_answer_that_is_sent_again_meets_what_was_merged(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, first, at=MONDAY + minutes(5))
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + minutes(30))
    mail = bounces(at=MONDAY + minutes(40))
    again = MONDAY + minutes(50)
    retry(delivery_id=mail.pk, viewer=mira, at=again)
    desk.post(at=again)
    rows = Clock.objects.filter(kind="first_response", started_by__subject=first.subject)
    assert [one.state for one in rows] == ["met"]
    holds(again)


def test_an_answer_on_a_ticket_merged_twice_is_owed_at_the_last(desk: Lighthouse) -> None:
    one, two, three = (desk.ticket(received_at=MONDAY, number=number) for number in (1, 2, 3))
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, one, at=MONDAY + minutes(5))
    merge(viewer=mira, ticket_id=one.pk, into_id=two.pk, at=MONDAY + minutes(30))
    merge(viewer=mira, ticket_id=two.pk, into_id=three.pk, at=MONDAY + minutes(31))
    bounces(at=MONDAY + minutes(40))
    clock = Clock.objects.get(kind="first_response", started_by__subject=one.subject)
    assert (clock.subject_id, clock.state) == (three.subject_id, "running")
    holds(MONDAY + minutes(40))


def test_what_was_merged_answered_is_a_request_and_stays_one(desk: Lighthouse) -> None:
    """Else its answer could come back where nobody owes one any more."""
    answered, other = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, answered, at=MONDAY + minutes(5))
    merge(viewer=mira, ticket_id=answered.pk, into_id=other.pk, at=MONDAY + minutes(30))
    with pytest.raises(Refused, match="answered as a request"):
        end_as_not_a_request(viewer=mira, ticket_id=other.pk, as_=ClosedAs.spam, at=MONDAY + minutes(31))


def test_a_reply_marked_after_a_merge_counts_where_it_went(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    written = answers(desk, first, at=MONDAY + minutes(5), counts=False)
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + minutes(30))
    mark_reply(viewer=mira, message_id=written.message.pk, counts=True, at=MONDAY + minutes(40), why="It did.")
    rows = Clock.objects.filter(kind="first_response", started_by__subject=first.subject)
    assert [one.state for one in rows] == ["met"]
    holds(MONDAY + minutes(40))


def other_terms(*, at: datetime, kind: str, budget: int, rule: str, replaces: str, name: str = "other") -> None:
    text = f"""
book: three-clocks
amendment: {name}
title: {name}
published_at: {at.isoformat()}
author: Olga Owner
approver: Olga Owner
zone: Europe/Berlin
service_levels:
  - clause: {kind}.{name}
    source: [S1]
    text: Other terms from now on.
    clock: {{kind: {kind}, budget: {budget} minutes elapsed, calendar: always}}
    class: internal_target
    precedence: contract
    straddle: {rule}
    replaces: {replaces}
"""
    publish(texts=[(f"{name}.yaml", text)], at=at, by=None)


@pytest.mark.parametrize("looks", [True, False])
def test_what_a_bounce_owes_again_has_the_terms_of_the_book_by_then(desk: Lighthouse, looks: bool) -> None:
    other_terms(
        at=MONDAY - hours(1), kind="first_response", budget=120, rule="at_evaluation", replaces="first", name="before"
    )
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(5))
    other_terms(
        at=MONDAY + hours(1), kind="first_response", budget=600, rule="at_evaluation", replaces="first_response.before"
    )
    if looks:
        bring_to_book(now=MONDAY + hours(1))
    bounces(at=MONDAY + hours(3))
    assert outcomes(ticket, "first_response") == ["met"]
    bring_to_book(now=MONDAY + hours(3))
    fire_due(now=MONDAY + hours(4))
    clock = row(ticket, "first_response")
    assert (clock.state, clock.due_at, clock.breached_at) == ("running", MONDAY + hours(10), None)
    assert "breached" not in outcomes(ticket, "first_response")
    holds(MONDAY + hours(4))


def test_a_resolution_that_is_reopened_has_the_terms_of_the_book_by_then(desk: Lighthouse) -> None:
    other_terms(
        at=MONDAY - hours(1), kind="resolution", budget=600, rule="at_evaluation", replaces="resolve", name="before"
    )
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(5))
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY + hours(1))
    other_terms(
        at=MONDAY + hours(1) + minutes(10),
        kind="resolution",
        budget=90,
        rule="at_evaluation",
        replaces="resolution.before",
    )
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("open"), at=MONDAY + hours(1.25))
    before = Clock.objects.get(subject=ticket.subject, kind="resolution", state="running").due_at
    bring_to_book(now=MONDAY + hours(1.25))
    after = Clock.objects.get(subject=ticket.subject, kind="resolution", state="running").due_at
    assert before == after


def test_the_team_is_told_when_the_writer_of_what_bounced_has_left(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(5))
    sam = person("Sam Reyes", Role("support"))
    Person.objects.filter(pk=desk.mira.pk).update(is_active=False)
    Ticket.objects.update(responsible=None)
    bounces(at=MONDAY + hours(1))
    [told] = Notice.objects.filter(kind="reply_not_delivered")
    assert told.person == sam


def test_a_split_after_an_answer_was_refused_brings_no_answer(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    message = ticket.messages.get()
    answers(desk, ticket, at=MONDAY + minutes(5), leaves=False)
    at = MONDAY + minutes(6)
    new = split(viewer=mira, ticket_id=ticket.pk, message_id=message.pk, subject="Also", at=at)
    for claim in claim_due(at, "w", limit=5):
        delivery_refused(claim, error="550", at=at)
    assert row(new, "first_response").state == "running"
    assert row(ticket, "first_response").state == "running"
    holds(at)


def test_nobody_is_warned_of_what_a_late_second_reply_delays(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + hours(2) - minutes(1), leaves=False)
    answers(desk, ticket, at=MONDAY + hours(2) + minutes(13), leaves=False)
    fire_due(now=MONDAY + hours(2) + minutes(15))
    assert outcomes(ticket, "first_response") == ["breached"]


def test_the_timer_closes_what_was_merged_answered(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(5))
    writes(desk, ticket, at=MONDAY + minutes(10))
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY + minutes(15))
    assert move_due(now=MONDAY + hours(2)) == 0
    answers(desk, ticket, at=MONDAY + hours(3))
    assert move_due(now=MONDAY + hours(3)) in (0, 1)


def test_a_merge_gives_the_time_that_the_other_waited_to_nobody(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, second, at=MONDAY + hours(1))
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + hours(9))
    moved = Clock.objects.get(kind="resolution", started_by__subject=first.subject)
    assert moved.due_at == MONDAY + hours(10)
    holds(MONDAY + hours(9))


def test_the_time_that_a_merged_request_was_solved_does_not_count_afterwards_either(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    set_severity(viewer=mira, ticket_id=first.pk, severity="s1", at=MONDAY)
    set_status(viewer=mira, ticket_id=first.pk, status=StateName("solved"), at=MONDAY + hours(1))
    writes(desk, first, at=MONDAY + hours(1.4))
    assert row(first, "resolution").due_at == MONDAY + hours(3.4)
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + hours(2))
    moved = Clock.objects.get(kind="resolution", clause="urgent")
    assert moved.due_at == MONDAY + hours(3.4)
    holds(MONDAY + hours(2))


def test_a_ticket_does_not_wait_for_a_customer_whose_message_nobody_has_seen(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    seen = ticket.messages.get().pk
    writes(desk, ticket, at=MONDAY + minutes(10))
    answers(desk, ticket, at=MONDAY + minutes(11), seen=seen)
    ticket.refresh_from_db()
    assert ticket.status == "open"
    assert row(ticket, "resolution").state == "running"


def test_the_team_is_told_where_whoever_owed_it_has_left(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    sam, mira = person("Sam Reyes", Role("support")), desk.viewer(desk.mira, at=MONDAY)
    take(viewer=mira, ticket_id=ticket.pk, at=MONDAY)
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=MONDAY + minutes(5))
    Person.objects.filter(pk=desk.mira.pk).update(is_active=False)
    fire_due(now=MONDAY + hours(2) + minutes(1))
    assert [one.person for one in Notice.objects.filter(kind="clock_breached")] == [sam]


def test_nobody_is_asked_what_a_clock_that_never_began_would_have_come_to(desk: Lighthouse) -> None:
    other_terms(at=MONDAY - hours(1), kind="update", budget=30, rule="at_creation", replaces="word", name="before")
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, ticket, at=MONDAY)
    bounces(at=MONDAY + hours(5))
    void = row(ticket, "update")
    assert void.state == "void"
    with pytest.raises(Refused):
        judge_as_if(viewer=mira, clock_id=void.pk, amendment="2026-01-01-base", at=MONDAY + hours(9))


def test_a_message_that_is_split_off_and_merged_back_has_one_clock(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    message = ticket.messages.get()
    new = split(viewer=mira, ticket_id=ticket.pk, message_id=message.pk, subject="Also", at=MONDAY + minutes(5))
    merge(viewer=mira, ticket_id=new.pk, into_id=ticket.pk, at=MONDAY + minutes(10))
    [clock] = Clock.objects.filter(kind="first_response")
    assert (clock.subject_id, clock.state, clock.due_at) == (ticket.subject_id, "running", MONDAY + hours(2))
    answers(desk, ticket, at=MONDAY + minutes(15))
    assert row(ticket, "first_response").state == "met"
    holds(MONDAY + minutes(15))


def test_what_an_answer_promises_that_is_sent_again_after_a_merge_goes_on_there(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, first, at=MONDAY + minutes(5))
    mail = bounces(at=MONDAY + minutes(10))
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + minutes(30))
    again = MONDAY + minutes(50)
    retry(delivery_id=mail.pk, viewer=mira, at=again)
    desk.post(at=again)
    found = Clock.objects.filter(started_by__subject=first.subject, kind__in=["first_response", "update"])
    assert {one.kind: (one.state, one.subject_id) for one in found} == {
        "first_response": ("met", second.subject_id),
        "update": ("running", second.subject_id),
    }
    holds(again)


def test_what_the_book_was_asked_for_an_answer_that_bounced_stays_known(desk: Lighthouse) -> None:
    ticket, start = desk.ticket(received_at=MONDAY), MONDAY + minutes(30)
    other_terms(at=MONDAY + minutes(10), kind="update", budget=120, rule="at_creation", replaces="word")
    answers(desk, ticket, at=start)
    mail = bounces(at=start + minutes(10))
    answers(desk, ticket, at=start + minutes(20))
    promised = Clock.objects.get(subject=ticket.subject, kind="update", state="running")
    again = start + minutes(30)
    retry(delivery_id=mail.pk, viewer=desk.viewer(desk.mira, at=again), at=again)
    desk.post(at=again)
    word = Clock.objects.get(subject=ticket.subject, kind="update", state="running")
    assert (word.pk, word.due_at) == (promised.pk, start + minutes(20) + hours(2))
    holds(again)


def test_what_went_to_another_ticket_is_not_void_by_what_was_said_before_it_went(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    written = answers(desk, first, at=MONDAY + minutes(5))
    mark_reply(
        viewer=mira, message_id=written.message.pk, counts=True, at=MONDAY + minutes(10), why="It says what is next."
    )
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + minutes(20))
    mail = bounces(at=MONDAY + minutes(30))
    holds(MONDAY + minutes(30))
    again = MONDAY + minutes(50)
    retry(delivery_id=mail.pk, viewer=mira, at=again)
    desk.post(at=again)
    [word] = Clock.objects.filter(started_by__subject=first.subject, kind="update")
    assert (word.state, word.subject_id) == ("running", second.subject_id)
    holds(again)


def test_an_answer_that_bounces_is_owed_where_its_split_off_message_was_merged(desk: Lighthouse) -> None:
    ticket, target = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(5))
    message = ticket.messages.filter(direction="inbound").get()
    new = split(viewer=mira, ticket_id=ticket.pk, message_id=message.pk, subject="Also", at=MONDAY + minutes(10))
    merge(viewer=mira, ticket_id=new.pk, into_id=target.pk, at=MONDAY + minutes(20))
    bounces(at=MONDAY + minutes(30))
    [owed] = Clock.objects.filter(kind="first_response", started_by__subject=new.subject)
    assert (owed.state, owed.subject_id) == ("running", target.subject_id)
    holds(MONDAY + minutes(30))


def test_an_answer_counts_again_on_a_ticket_that_was_split_off(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    mira = desk.viewer(desk.mira, at=MONDAY)
    written = answers(desk, ticket, at=MONDAY + minutes(5))
    message = ticket.messages.filter(direction="inbound").get()
    new = split(viewer=mira, ticket_id=ticket.pk, message_id=message.pk, subject="Also", at=MONDAY + minutes(10))
    for later, counts, state in ((20, False, "running"), (30, True, "met")):
        mark_reply(
            viewer=mira, message_id=written.message.pk, counts=counts, at=MONDAY + minutes(later), why="Read again."
        )
        assert row(new, "first_response").state == state
        holds(MONDAY + minutes(later))


def test_the_next_word_is_promised_from_when_the_last_one_left(desk: Lighthouse) -> None:
    ticket, start = desk.ticket(received_at=MONDAY), MONDAY + minutes(5)
    answers(desk, ticket, at=start)
    mail = bounces(at=start + minutes(10))
    again = start + hours(6)  # word is due four hours after the last
    retry(delivery_id=mail.pk, viewer=desk.viewer(desk.mira, at=again), at=again)
    desk.post(at=again)
    word = row(ticket, "update")
    assert (word.state, word.started_at, word.due_at) == ("running", again, again + hours(4))
    fire_due(now=again + minutes(1))
    assert outcomes(ticket, "update") == []
    holds(again + minutes(1))


def test_what_an_answer_promised_that_bounces_after_a_merge_is_void_there(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira = desk.viewer(desk.mira, at=MONDAY)
    answers(desk, first, at=MONDAY + minutes(5))
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + minutes(20))
    assert row(second, "update").state == "running"
    mail = bounces(at=MONDAY + minutes(30))
    assert row(second, "update").state == "void"
    holds(MONDAY + minutes(30))
    again = MONDAY + minutes(50)
    retry(delivery_id=mail.pk, viewer=mira, at=again)
    desk.post(at=again)
    word = row(second, "update")
    assert (word.state, word.started_at) == ("running", again)
    holds(again)


def test_what_began_while_an_answer_had_not_arrived_is_void_once_it_is_sent_again(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    seen = ticket.messages.get().pk
    writes(desk, ticket, at=MONDAY + minutes(5))
    answers(desk, ticket, at=MONDAY + minutes(10))
    mail = bounces(at=MONDAY + minutes(20))
    answers(desk, ticket, at=MONDAY + minutes(30), seen=seen)  # of the second message they had not read
    owed = row(ticket, "next_response")
    assert owed.state == "running"
    again = MONDAY + minutes(40)
    retry(delivery_id=mail.pk, viewer=desk.viewer(desk.mira, at=again), at=again)
    desk.post(at=again)
    owed.refresh_from_db()
    assert (owed.state, outcomes(ticket, "next_response")) == ("void", [])
    holds(again)


def test_what_waits_goes_on_by_the_terms_of_the_ticket_that_it_was_merged_into(desk: Lighthouse) -> None:
    first, second = desk.ticket(received_at=MONDAY), desk.ticket(received_at=MONDAY, number=2)
    mira, seen = desk.viewer(desk.mira, at=MONDAY), first.messages.get().pk
    answers(desk, second, at=MONDAY + minutes(5))
    answers(desk, first, at=MONDAY + minutes(10), seen=seen)
    mail = bounces(at=MONDAY + minutes(20), which=1)
    writes(desk, first, at=MONDAY + minutes(30))
    merge(viewer=mira, ticket_id=first.pk, into_id=second.pk, at=MONDAY + minutes(40))
    again = MONDAY + minutes(50)
    retry(delivery_id=mail.pk, viewer=mira, at=again)
    desk.post(at=again)
    assert (row(second, "next_response").state, row(second, "next_response").started_at) == (
        "running",
        MONDAY + minutes(30),
    )
    holds(again)


def test_an_answer_that_is_sent_again_does_not_give_a_wait_back(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(20))
    mail = bounces(at=MONDAY + minutes(40))
    due_at, again = row(ticket, "resolution").due_at, MONDAY + hours(30)
    fire_due(now=again)
    assert outcomes(ticket, "resolution") == ["breached"]
    retry(delivery_id=mail.pk, viewer=desk.viewer(desk.mira, at=again), at=again)
    desk.post(at=again)
    assert (row(ticket, "resolution").due_at, outcomes(ticket, "resolution")) == (due_at, ["breached"])
    holds(again)


def test_what_did_not_arrive_and_said_that_the_next_step_is_ours_leaves_it_so(desk: Lighthouse) -> None:
    ticket = desk.ticket(received_at=MONDAY)
    answers(desk, ticket, at=MONDAY + minutes(20))
    mira = desk.viewer(desk.mira, at=MONDAY + hours(1))
    reply(
        viewer=mira,
        ticket_id=ticket.pk,
        text=ANSWER,
        substantive=True,
        at=MONDAY + hours(1),
        status_after=StateName("open"),
    )
    desk.post(at=MONDAY + hours(1) + minutes(1))
    due_at = row(ticket, "resolution").due_at
    bounces(at=MONDAY + hours(6), which=1)
    assert row(ticket, "resolution").due_at == due_at
    holds(MONDAY + hours(6))


def test_an_answer_on_its_way_ends_no_wait_for_the_customer(desk: Lighthouse) -> None:
    before = MONDAY - hours(1)
    publish(texts=[("waits.yaml", WAITS.format(at=before.isoformat()))], at=before, by=desk.mira)
    ticket = desk.ticket(received_at=MONDAY)
    first = answers(desk, ticket, at=MONDAY + minutes(20))
    answers(desk, ticket, at=MONDAY + minutes(40), leaves=False)
    desk.post(at=MONDAY + hours(40))
    promised = Clock.objects.get(subject=ticket.subject, kind="update", started_by__payload__message=first.message.pk)
    assert (promised.state, outcomes(ticket, "update")) == ("met", ["met"])
    bounces(at=MONDAY + hours(41), which=1)
    assert "breached" not in outcomes(ticket, "update")
    holds(MONDAY + hours(41))

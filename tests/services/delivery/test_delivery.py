"""What becomes of a mail on its way is written on its ticket; an answer that did not arrive is owed again."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Refused
from firsthand.domain.names import Role
from firsthand.domain.sentences import PLAIN
from firsthand.models.conversation import Message
from firsthand.models.events import Event
from firsthand.models.outbox import Delivery, Notice, OutboxState
from firsthand.models.tickets import AT_THE_TOP, NO_CLOCK, Ticket
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from firsthand.services.clocks.queries import receipts
from firsthand.services.delivery.actions import (
    delivery_bounced,
    delivery_left,
    delivery_not_sent,
    delivery_refused,
    retry,
    take_back,
)
from firsthand.services.desk.actions import change_settings
from firsthand.services.outbox.actions import claim_due, write
from firsthand.services.outbox.queries import failed_count
from firsthand.services.outbox.values import ClaimedDelivery, Purpose
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.inbox import InboxFilter, inbox
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)
ANSWER = "The cookie lost its path; we fixed it and deploy at noon. Please tell us if it loops again."


def written(ticket: Ticket) -> Delivery:
    """A mail about the ticket to Ana that is due at once, and answers nothing."""
    return write(
        key="reply:1",
        purpose=Purpose.reply,
        recipients=["ana@acme.example"],
        subject="Re: Login loops",
        text="Which version?",
        at=NOW,
        ticket=ticket,
    )


def answered(desk: Lighthouse) -> tuple[Ticket, Message]:
    """A ticket that Mira answered as it came; her reply lies in the outbox."""
    ticket = desk.ticket()
    mira = desk.viewer(desk.mira)
    return ticket, reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=NOW).message


def why(event: Event) -> str:
    """What the server said, as the ticket keeps it."""
    return str((event.words or {})["why"])


def claimed(at_minute: int = 0) -> ClaimedDelivery:
    """The one mail that is due, claimed."""
    (claim,) = claim_due(now=NOW + at_minute * MINUTE, worker="one")
    return claim


def test_what_fails_for_now_is_tried_again_and_after_three_days_has_failed(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    written(ticket)
    assert delivery_not_sent(claimed(), error="451 busy", at=NOW) == NOW + MINUTE
    assert claim_due(now=NOW, worker="one") == []
    assert not ticket.subject.events.filter(verb="mail_failed").exists()
    late = claimed(at_minute=3 * 24 * 60)
    assert delivery_not_sent(late, error="451 busy", at=NOW + timedelta(days=3)) is None
    assert Delivery.objects.get().state == OutboxState.failed
    [failed] = ticket.subject.events.filter(verb="mail_failed")
    assert "451 busy" in why(failed)


def test_a_failed_mail_is_shown_on_its_ticket_and_tried_again_by_hand(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    mail = written(ticket)
    with pytest.raises(Refused):
        retry(delivery_id=mail.pk, viewer=mira, at=NOW)
    delivery_refused(claimed(), error="550 no such user", at=NOW)
    assert why(ticket.subject.events.get(verb="mail_failed")) == "550 no such user"
    assert failed_count(viewer=mira) == 1
    retry(delivery_id=mail.pk, viewer=mira, at=NOW + MINUTE)
    assert claimed(at_minute=1).external_id == mail.external_id
    assert ticket.subject.events.get(verb="mail_retried").person == lighthouse.mira


def test_nobody_takes_a_reply_out_of_the_outbox_past_its_ticket(lighthouse: Lighthouse) -> None:
    ticket, message = answered(lighthouse)
    mail, mira = message.deliveries.get(), lighthouse.viewer(lighthouse.mira)
    with pytest.raises(Refused) as refused:
        take_back(delivery_id=mail.pk, viewer=mira, at=NOW)
    assert refused.value.code == "on_its_ticket"
    mail.refresh_from_db()
    assert (mail.state, ticket.subject.clocks.get().state) == (OutboxState.queued, "sent")


def test_whoever_takes_another_mail_back_stands_on_its_ticket(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    mail = written(ticket)
    Delivery.objects.filter(pk=mail.pk).update(purpose=Purpose.notice)
    for _ in range(2):
        take_back(delivery_id=mail.pk, viewer=mira, at=NOW)
    assert ticket.subject.events.get(verb="mail_taken_back").person == lighthouse.mira


def test_a_worker_that_lost_its_lease_writes_nothing_on_the_ticket(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    written(ticket)
    slow, other = claimed(), claimed(at_minute=10)
    assert delivery_left(slow, at=NOW + 11 * MINUTE)
    before = ticket.subject.events.count()
    assert delivery_not_sent(other, error="busy", at=NOW + 12 * MINUTE) is None
    assert not delivery_refused(other, error="gone", at=NOW + 12 * MINUTE)
    assert not delivery_left(other, at=NOW + 12 * MINUTE)
    assert ticket.subject.events.count() == before


def test_nobody_judges_an_answer_on_its_way_and_it_counts_from_its_writing_once_it_left(lighthouse: Lighthouse) -> None:
    ticket, message = answered(lighthouse)
    clock = ticket.subject.clocks.get()
    assert (clock.state, clock.met_by, clock.verdicts.count()) == ("sent", None, 0)
    assert delivery_left(claimed(at_minute=15), at=NOW + 15 * MINUTE)
    clock = ticket.subject.clocks.get()
    assert (clock.state, clock.ended_at, clock.met_by) == ("met", NOW, message)
    assert [one.met_at for one in clock.verdicts.all()] == [NOW]


def test_an_answer_that_takes_longer_than_a_quarter_of_an_hour_counts_from_when_it_left(lighthouse: Lighthouse) -> None:
    ticket, _ = answered(lighthouse)
    assert delivery_left(claimed(at_minute=16), at=NOW + 16 * MINUTE)
    clock = ticket.subject.clocks.get()
    assert (clock.state, clock.ended_at) == ("met", NOW + 16 * MINUTE)


def test_how_long_an_answer_may_take_is_a_setting_for_what_is_written_from_then_on(lighthouse: Lighthouse) -> None:
    ticket, _ = answered(lighthouse)
    change_settings(viewer=lighthouse.viewer(lighthouse.mira), leaves_within=5, at=NOW + MINUTE)
    other = lighthouse.ticket(number=2)
    reply(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=other.pk, text=ANSWER, substantive=True, at=NOW)
    for claim in claim_due(now=NOW + 6 * MINUTE, worker="one"):
        delivery_left(claim, at=NOW + 6 * MINUTE)
    assert [one.subject.clocks.get().ended_at for one in (ticket, other)] == [NOW, NOW + 6 * MINUTE]


def test_the_receipt_knows_when_an_answer_was_written_and_when_it_left(lighthouse: Lighthouse) -> None:
    ticket, _ = answered(lighthouse)
    delivery_left(claimed(at_minute=16), at=NOW + 16 * MINUTE)
    mira = lighthouse.viewer(lighthouse.mira)
    (found,) = receipts(viewer=mira, ticket_id=ticket.pk, desk=open_desk(NOW + 20 * MINUTE))
    assert found.answer is not None
    assert (found.answer.at, found.answer.left_at) == (NOW, NOW + 16 * MINUTE)


def test_an_answer_that_is_refused_is_owed_again_and_its_writer_is_told_once(lighthouse: Lighthouse) -> None:
    ticket, _ = answered(lighthouse)
    due_at = ticket.subject.clocks.get().due_at
    assert due_at is not None
    delivery_refused(claimed(at_minute=1), error="550 no such user", at=NOW + MINUTE)
    ticket.refresh_from_db()
    clock = ticket.subject.clocks.get()
    assert (clock.state, clock.due_at, clock.answered_by) == ("running", due_at, None)
    assert (ticket.order_at, ticket.undelivered_at) == (AT_THE_TOP, NOW + MINUTE)
    assert not list(differences(open_desk(NOW + MINUTE)))
    Ticket.objects.update(undelivered_at=None)
    assert "undelivered_at is None, and should be" in next(differences(open_desk(NOW + MINUTE))).text
    assert [one.person for one in Notice.objects.filter(kind="reply_not_delivered")] == [lighthouse.mira]
    fire_due(now=due_at + MINUTE)
    assert [one.outcome for one in clock.verdicts.all()] == ["breached"]


def test_whoever_owns_the_ticket_by_now_is_told_beside_the_writer(lighthouse: Lighthouse) -> None:
    ticket, _ = answered(lighthouse)
    sam = person("Sam Reyes", Role("support"))
    take(viewer=lighthouse.viewer(sam), ticket_id=ticket.pk, at=NOW, had=lighthouse.mira.pk)
    delivery_refused(claimed(at_minute=1), error="550 no such user", at=NOW + MINUTE)
    told = {one.person: PLAIN.phrase(one.text) for one in Notice.objects.filter(kind="reply_not_delivered")}
    assert told[lighthouse.mira].startswith("Your reply did not reach the customer")
    assert told[sam].startswith("The reply of Mira Lindqvist did not reach the customer")


def test_a_ticket_stands_at_the_top_until_somebody_writes_again(lighthouse: Lighthouse) -> None:
    ticket, _ = answered(lighthouse)
    late = lighthouse.ticket(received_at=NOW - WEEK, number=2)
    delivery_refused(claimed(at_minute=1), error="550 no such user", at=NOW + MINUTE)
    mira = lighthouse.viewer(lighthouse.mira)
    rows = inbox(viewer=mira, filter=InboxFilter(view="all"), after=None, now=NOW + 2 * MINUTE).rows
    assert [(one.id, one.undelivered, one.late) for one in rows] == [(ticket.pk, True, True), (late.pk, False, True)]
    reply(viewer=mira, ticket_id=ticket.pk, text=ANSWER, substantive=True, at=NOW + 3 * MINUTE)
    ticket.refresh_from_db()
    assert (ticket.order_at, ticket.undelivered_at) == (NO_CLOCK, None)


def test_an_answer_that_bounces_after_it_was_judged_is_judged_again_and_nothing_is_rewritten(
    lighthouse: Lighthouse,
) -> None:
    ticket, _ = answered(lighthouse)
    delivery_left(claimed(at_minute=1), at=NOW + MINUTE)
    clock = ticket.subject.clocks.get()
    [kept] = clock.verdicts.values()
    reported = NOW + 30 * MINUTE
    delivery_bounced(delivery_id=Delivery.objects.get(purpose="reply").pk, permanent=True, reason="5.1.1", at=reported)
    clock.refresh_from_db()
    ticket.refresh_from_db()
    assert (clock.state, clock.ended_at, ticket.status) == ("running", None, "open")
    first, second = clock.verdicts.order_by("pk")
    assert clock.verdicts.values().get(pk=first.pk) == kept
    assert (first.outcome, second.outcome) == ("met", "open")
    assert second.because == ticket.subject.events.get(verb="reply_not_delivered")


def test_an_answer_that_is_sent_again_counts_from_when_it_left_this_time(lighthouse: Lighthouse) -> None:
    ticket, message = answered(lighthouse)
    mira = lighthouse.viewer(lighthouse.mira)
    delivery_refused(claimed(at_minute=1), error="550 no such user", at=NOW + MINUTE)
    mail = Delivery.objects.get(purpose="reply")
    retry(delivery_id=mail.pk, viewer=mira, at=NOW + 20 * MINUTE)
    [claim] = [one for one in claim_due(now=NOW + 20 * MINUTE, worker="one") if one.id == mail.pk]
    assert delivery_left(claim, at=NOW + 20 * MINUTE)
    clock = ticket.subject.clocks.get()
    assert (clock.state, clock.ended_at, clock.met_by) == ("met", NOW + 20 * MINUTE, message)
    assert [one.outcome for one in clock.verdicts.all()] == ["met"]

"""An answer to several people, some of whom a real SMTP server does not take: whoever it is addressed to decides
whether the customer was answered, and nobody gets it twice."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings

from firsthand.domain.sentences import PLAIN
from firsthand.engine.outbox import Outbox
from firsthand.models.channels import Endpoint
from firsthand.models.events import Event
from firsthand.models.outbox import Delivery, Notice, OutboxState
from firsthand.models.tickets import Ticket
from firsthand.services.delivery.actions import delivery_bounced, retry
from firsthand.services.tickets.actions.conversation import reply
from tests.engine.post import Post
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, clocks

DONE = "We found the lock, rebuilt the index and checked your project; tell us if it comes back."
ANA, BEN, CEM = "ana@acme.example", "ben@acme.example", "cem@acme.example"


@pytest.fixture
def post(lighthouse: Lighthouse) -> Iterator[Post]:
    """The desk's mail server."""
    with Post() as server:
        smtp = {"smtp_host": "127.0.0.1", "smtp_port": server.port, "smtp_security": "plain"}
        Endpoint.objects.update(settings=smtp)
        yield server


@pytest.fixture
def ticket(lighthouse: Lighthouse, post: Post) -> Ticket:
    """Ana's ticket, which is answered to her with copies to Ben and Cem."""
    made = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    reply(viewer=mira, ticket_id=made.pk, text=DONE, substantive=True, at=NOW, to=[ANA], copies=[BEN, CEM])
    return made


def goes_round(minutes: int) -> Delivery:
    """The outbox goes round so many minutes after the answer was written."""
    Outbox(data=settings.ENVIRONMENT.data, worker="one").round(NOW + timedelta(minutes=minutes))
    return Delivery.objects.get(purpose="reply")


def state_of(ticket: Ticket) -> str:
    """How the first response stands."""
    return clocks(ticket)["first_response"].state


def verbs(ticket: Ticket) -> list[str]:
    """What was said of mails on the ticket."""
    found = Event.objects.filter(subject=ticket.subject, verb__in=["reply_left", "reply_not_delivered", "mail_failed"])
    return list(found.order_by("id").values_list("verb", flat=True))


def test_everybody_gets_it_in_one_mail(ticket: Ticket, post: Post) -> None:
    delivery = goes_round(1)
    assert post.envelopes == [[ANA, BEN, CEM]]
    assert (delivery.state, delivery.reached, delivery.not_reached) == (OutboxState.sent, [ANA, BEN, CEM], [])
    assert state_of(ticket) == "met"


def test_a_copy_that_is_refused_keeps_the_promise_and_is_said(ticket: Ticket, post: Post) -> None:
    post.answers[CEM] = "550 5.1.1 No such person"
    delivery = goes_round(1)
    assert (delivery.state, delivery.not_reached, state_of(ticket)) == (OutboxState.sent, [CEM], "met")
    assert CEM in PLAIN.phrase(delivery.last_error)
    assert verbs(ticket) == ["reply_left", "mail_failed"]
    assert (Event.objects.get(subject=ticket.subject, verb="mail_failed").words or {})["recipients"] == [CEM]


def test_when_the_customer_is_refused_copies_are_no_answer(ticket: Ticket, post: Post) -> None:
    post.answers[ANA] = "550 5.1.1 No such person"
    delivery = goes_round(1)
    assert (delivery.state, delivery.reached, state_of(ticket)) == (OutboxState.failed, [BEN, CEM], "running")
    assert verbs(ticket) == ["reply_not_delivered"]
    assert Notice.objects.filter(kind="reply_not_delivered").exists()


def test_who_is_to_wait_gets_it_later_and_the_others_once(ticket: Ticket, post: Post) -> None:
    post.answers[BEN] = "450 4.2.0 Greylisted"
    assert (goes_round(1).state, state_of(ticket)) == (OutboxState.queued, "met")
    post.answers.clear()
    delivery = goes_round(5)
    assert post.envelopes == [[ANA, CEM], [BEN]]
    assert (delivery.state, set(delivery.reached), verbs(ticket)) == (OutboxState.sent, {ANA, BEN, CEM}, ["reply_left"])


def test_a_customer_who_is_to_wait_is_answered_when_it_left(ticket: Ticket, post: Post) -> None:
    post.answers[ANA] = "450 4.2.0 Greylisted"
    assert (goes_round(1).state, state_of(ticket)) == (OutboxState.queued, "sent")
    post.answers.clear()
    goes_round(5)
    assert post.envelopes == [[BEN, CEM], [ANA]]
    assert (state_of(ticket), verbs(ticket)) == ("met", ["reply_left"])


def test_who_is_to_wait_for_three_days_is_given_up_and_said(ticket: Ticket, post: Post) -> None:
    post.answers[CEM] = "450 4.2.0 Greylisted"
    for minutes in (1, 5, 15, 40, 120, 500, 1_000, 1_500, 2_000, 2_600, 3_100, 3_600, 4_100, 4_400):
        goes_round(minutes)
    delivery = goes_round(4_500)
    assert (delivery.state, delivery.not_reached, state_of(ticket)) == (OutboxState.sent, [CEM], "met")
    assert [one for one in post.envelopes if ANA in one] == [[ANA, BEN]]
    assert verbs(ticket) == ["reply_left", "mail_failed"]


def test_a_bounce_about_a_copy_voids_nothing_and_one_about_the_customer_does(ticket: Ticket, post: Post) -> None:
    delivery, later = goes_round(1), NOW + timedelta(minutes=30)
    delivery_bounced(delivery_id=delivery.pk, permanent=True, reason="5.1.1", at=later, recipients=[CEM])
    delivery.refresh_from_db()
    assert (delivery.state, state_of(ticket)) == (OutboxState.sent, "met")
    delivery_bounced(delivery_id=delivery.pk, permanent=True, reason="5.1.1", at=later, recipients=[ANA])
    delivery.refresh_from_db()
    assert (delivery.state, state_of(ticket), verbs(ticket)[-1]) == (
        OutboxState.failed,
        "running",
        "reply_not_delivered",
    )


def test_sent_again_it_goes_to_those_alone_who_did_not_get_it(
    lighthouse: Lighthouse, ticket: Ticket, post: Post
) -> None:
    delivery, later = goes_round(1), NOW + timedelta(minutes=30)
    delivery_bounced(delivery_id=delivery.pk, permanent=True, reason="5.1.1", at=later, recipients=[ANA])
    retry(delivery_id=delivery.pk, viewer=lighthouse.viewer(lighthouse.mira), at=later)
    assert goes_round(31).state == OutboxState.sent
    assert post.envelopes[:2] == [[ANA, BEN, CEM], [ANA]]
    assert state_of(ticket) == "met"


def test_a_report_about_somebody_unknown_is_about_everybody(ticket: Ticket, post: Post) -> None:
    delivery = goes_round(1)
    elsewhere = ["ana@inside.acme.example"]
    delivery_bounced(delivery_id=delivery.pk, permanent=True, reason="5.1.1", at=NOW, recipients=elsewhere)
    assert state_of(ticket) == "running"

"""What every channel promises, held against mail, the console and a chat that was written for this test."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as ours

from firsthand.engine.outbox import Outbox
from firsthand.models.accounts import Contact
from firsthand.models.channels import Handle
from firsthand.models.conversation import Direction, Message
from firsthand.models.intake import RawMessage
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.kinds import end_as_not_a_request
from tests.at_length import at_length
from tests.channels.burst import killed_twice
from tests.channels.chat import PATH
from tests.channels.sides import CHANNELS, Side, side_of, tickets
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, clocks, light_up
from tests.services.pictures import picture

DONE = "We found the lock, rebuilt the index and checked your project; tell us if it comes back."
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def desk(db: None, settings: Any) -> Lighthouse:
    """Lighthouse, with the chat among its channels."""
    settings.CHANNELS = (*settings.CHANNELS, PATH)
    return light_up()


@pytest.fixture(params=CHANNELS)
def dora(request: pytest.FixtureRequest, desk: Lighthouse, tmp_path: Path) -> Iterator[Side]:
    """Dora at Delta, by one channel after the other."""
    with side_of(request.param, tmp_path) as side:
        yield side


def answered(desk: Lighthouse, ticket: Ticket, *, text: str = DONE, **more: Any) -> Message:
    """Mira answers, and the outbox goes round after ten seconds."""
    viewer = desk.viewer(desk.mira)
    message = reply(viewer=viewer, ticket_id=ticket.pk, text=text, substantive=True, at=NOW, **more).message
    outbox_round()
    message.refresh_from_db()
    return message


def outbox_round(*, after: timedelta = timedelta(minutes=5)) -> None:
    """Everything that is due leaves."""
    Outbox(data=ours.ENVIRONMENT.data, worker="one").round(NOW + after)


def test_a_message_opens_a_ticket_of_somebody_who_needs_no_mail_address(desk: Lighthouse, dora: Side) -> None:
    dora.says("The export stops.", number=1, at=NOW)
    (ticket,) = tickets()
    assert ticket.contact is not None
    assert ticket.contact.name.startswith("Dora")
    assert (ticket.received_at, ticket.responsible_role) == (NOW, "support")
    assert "first_response" in clocks(ticket)


def test_an_answer_arrives_once_and_what_they_answer_joins_the_thread(desk: Lighthouse, dora: Side) -> None:
    dora.says("The export stops.", number=1, at=NOW)
    (ticket,) = tickets()
    told = answered(desk, ticket)
    outbox_round(after=timedelta(minutes=6))
    assert dora.got() == [DONE]
    assert clocks(ticket)["first_response"].state == "met"
    dora.says("Thank you, it works.", number=2, at=LATER, answering=told)
    assert [one.pk for one in tickets()] == [ticket.pk]
    assert ticket.messages.filter(direction=Direction.inbound).count() == 2


def test_the_same_message_twice_is_one(desk: Lighthouse, dora: Side) -> None:
    for at in (NOW, NOW, LATER):
        dora.says("The export stops.", number=1, at=at)
    assert (len(tickets()), Message.objects.count()) == (1, 1)


def test_files_go_along(desk: Lighthouse, dora: Side) -> None:
    dora.says("The export stops.", number=1, at=NOW)
    (ticket,) = tickets()
    told = answered(desk, ticket, files=[picture()])
    assert [one.filename for one in told.attachments.all()] == ["screenshot.png"]
    assert Delivery.objects.get(message=told).state == OutboxState.sent


def test_what_the_service_refuses_is_owed_again(desk: Lighthouse, dora: Side) -> None:
    dora.says("The export stops.", number=1, at=NOW)
    (ticket,) = tickets()
    dora.be("refuses")
    told = answered(desk, ticket)
    delivery = Delivery.objects.get(message=told)
    if dora.by_hand:  # nobody stands between the writer and the customer
        assert (delivery.state, dora.got()) == (OutboxState.sent, [DONE])
        return
    assert (delivery.state, dora.got()) == (OutboxState.failed, [])
    assert clocks(ticket)["first_response"].state == "running"


def test_what_the_service_does_not_take_now_is_tried_again_and_arrives_once(desk: Lighthouse, dora: Side) -> None:
    dora.says("The export stops.", number=1, at=NOW)
    (ticket,) = tickets()
    dora.be("busy")
    told = answered(desk, ticket)
    if not dora.by_hand:
        assert (Delivery.objects.get(message=told).state, dora.got()) == (OutboxState.queued, [])
    dora.be("")
    for minutes in (7, 8, 9):
        outbox_round(after=timedelta(minutes=minutes))
    assert (Delivery.objects.get(message=told).state, dora.got()) == (OutboxState.sent, [DONE])


def test_whoever_is_erased_is_nowhere_and_comes_back_as_somebody_new(desk: Lighthouse, dora: Side) -> None:
    dora.says("The export stops, says Dora Lin.", number=1, at=NOW)
    (ticket,) = tickets()
    viewer = desk.viewer(desk.mira)
    end_as_not_a_request(viewer=viewer, ticket_id=ticket.pk, as_=ClosedAs.spam, at=NOW, why="a test")
    assert ticket.contact is not None
    erase_contact(viewer=viewer, contact_id=ticket.contact.pk, why="She asked us to.", at=LATER)
    assert not Handle.objects.filter(contact=ticket.contact).exists()
    assert not Message.objects.filter(text__contains="export").exists()
    assert not RawMessage.objects.filter(sender__icontains="dora").exists()
    dora.says("Hello again.", number=9, at=LATER)
    assert Contact.objects.filter(erased_at=None).exclude(pk__in=[desk.ana.pk, desk.ben.pk]).count() == 1


@pytest.mark.skipif("FIRSTHAND_DATABASE_URL" in os.environ, reason="kills a program on SQLite in a folder of its own")
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_burst_that_is_killed_in_the_middle_loses_and_doubles_nothing(channel: str, tmp_path: Path) -> None:
    killed_twice(channel, tmp_path / "desk", messages=at_length(40, short=15))

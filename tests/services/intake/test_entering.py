"""What a customer said on the phone, as a teammate enters it."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Kind, Role, StateName
from firsthand.models.accounts import Contact
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Direction, Message
from firsthand.models.events import Event
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.channels.customers import Customer
from firsthand.services.intake.entering import Entry, enter
from firsthand.services.tickets.actions.beginning import Beginning, begin
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.kinds import end_as_not_a_request
from firsthand.services.tickets.actions.opening import MessageAdded
from firsthand.services.tickets.actions.sorting import Sorting
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import LONG_AGO, Lighthouse, clocks, light_up, person
from tests.services.pictures import picture

SUPPORT = Role("support")
DONE = "We found the lock, rebuilt the index and checked your project; tell us if it comes back."


@pytest.fixture
def desk(db: None) -> Lighthouse:
    """Lighthouse."""
    return light_up()


@pytest.fixture
def phone(db: None) -> Endpoint:
    """Its telephone."""
    return Endpoint.objects.create(
        channel="console", address="Phone", name="Phone", called="phone", created_at=LONG_AGO
    )


def said(desk: Lighthouse, phone: Endpoint, **entry: object) -> MessageAdded:
    """Mira enters what Ana said, unless the test says otherwise."""
    given: dict[str, object] = {"customer": Customer(contact_id=desk.ana.pk), "text": "The export stops.", **entry}
    return enter(viewer=desk.viewer(desk.mira), entry=Entry(endpoint_id=phone.pk, **given), at=NOW)  # type: ignore[arg-type]


def test_its_clocks_run_from_when_it_was_said_and_the_book_knows_the_way(desk: Lighthouse, phone: Endpoint) -> None:
    earlier = NOW - timedelta(minutes=50)
    ticket = said(desk, phone, received_at=earlier).ticket
    assert (ticket.received_at, ticket.channel, ticket.account) == (earlier, "phone", desk.acme)
    assert clocks(ticket)["first_response"].started_at == earlier
    event = Event.objects.get(subject=ticket.subject, verb="received")
    assert (event.contact, event.payload["entered_by"]) == (desk.ana, desk.mira.pk)


def test_an_answer_by_mouth_counts_from_its_entry_and_leaves_by_nothing(desk: Lighthouse, phone: Endpoint) -> None:
    ticket = said(desk, phone).ticket
    at = NOW + timedelta(minutes=5)
    told = reply(viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, text=DONE, substantive=True, at=at).message
    assert (told.channel, told.recipients) == ("console", ["Ana Costa"])
    assert Delivery.objects.get(message=told).state == OutboxState.sent
    clock = clocks(ticket)["first_response"]
    assert (clock.state, clock.ended_at) == ("met", at)


def test_the_same_form_twice_is_one_message(desk: Lighthouse, phone: Endpoint) -> None:
    first, again = (said(desk, phone, token="abc") for _ in range(2))
    assert (again.message, again.opened_new, Ticket.objects.count()) == (first.message, False, 1)


def test_on_a_ticket_it_is_the_customers_next_message(desk: Lighthouse, phone: Endpoint) -> None:
    ticket = desk.ticket()
    viewer, later = desk.viewer(desk.mira), NOW + timedelta(hours=1)
    reply(viewer=viewer, ticket_id=ticket.pk, text=DONE, substantive=True, at=NOW, status_after=StateName("pending"))
    desk.post(at=NOW + timedelta(seconds=12))
    entry = Entry(endpoint_id=phone.pk, customer=Customer(), text="It is back.", ticket_id=ticket.pk)
    added = enter(viewer=viewer, entry=entry, at=later)
    ticket.refresh_from_db()
    assert (added.ticket, added.message.contact, ticket.owes) == (ticket, desk.ana, "person")


def test_on_a_closed_ticket_it_opens_the_next_one(desk: Lighthouse, phone: Endpoint) -> None:
    ticket = desk.ticket()
    end_as_not_a_request(viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, as_=ClosedAs.spam, at=NOW, why="an offer")
    added = said(desk, phone, ticket_id=ticket.pk, customer=Customer())
    assert (added.opened_new, added.ticket == ticket) == (True, False)


def test_people_without_an_address_stay_two_and_one_with_an_address_is_one(desk: Lighthouse, phone: Endpoint) -> None:
    for _ in range(2):
        said(desk, phone, customer=Customer(name="Dora Lin", account="acme"))
        said(desk, phone, customer=Customer(name="D.", address="Dora@Acme.example"))
    assert Contact.objects.filter(name="Dora Lin", account=desk.acme).count() == 2
    assert Contact.objects.get(handles__address="dora@acme.example").account == desk.acme


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"text": "  "}, "text"),
        ({"customer": Customer()}, "customer"),
        ({"customer": Customer(name="Dora", account="Nowhere")}, "account"),
        ({"customer": Customer(address="no address")}, "address"),
        ({"received_at": NOW + timedelta(minutes=1)}, "received_at"),
        ({"files": [picture()] * 21}, "files"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(
    desk: Lighthouse, phone: Endpoint, entry: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        said(desk, phone, **entry)
    assert (refused.value.field, Ticket.objects.count(), Message.objects.count()) == (field, 0, 0)


def test_an_address_of_mail_is_no_way_to_enter(desk: Lighthouse) -> None:
    with pytest.raises(Invalid) as refused:
        said(desk, desk.mailbox)
    assert refused.value.field == "endpoint"


def test_a_ticket_behind_a_shut_door_is_not_there_and_nobody_without_a_role_enters(
    desk: Lighthouse, phone: Endpoint
) -> None:
    with pytest.raises(Missing):
        said(desk, phone, ticket_id=404)
    with pytest.raises(Refused):
        enter(
            viewer=desk.viewer(person("Nobody Yet", None)),
            entry=Entry(endpoint_id=phone.pk, customer=Customer(name="X"), text="x"),
            at=NOW,
        )


def test_what_we_begin_is_ours_owes_nothing_and_their_answer_is_owed_an_answer(desk: Lighthouse) -> None:
    eve = desk.viewer(desk.eve)
    about = Beginning(
        endpoint_id=desk.mailbox.pk,
        customer=Customer(contact_id=desk.ben.pk),
        subject="Your renewal",
        text="Hello Ben, shall we talk on Friday?",
        copies=("carla@borealis.example",),
        files=[picture()],
    )
    message = begin(viewer=eve, beginning=about, at=NOW).message
    ticket = message.ticket
    assert (ticket.begun, ticket.responsible_role, ticket.responsible) == (True, "sales", desk.eve)
    assert (message.recipients, message.copies) == (["ben@borealis.example"], ["carla@borealis.example"])
    assert [one.filename for one in message.attachments.all()] == ["screenshot.png"]
    assert clocks(ticket) == {}
    assert not Message.objects.filter(ticket=ticket, direction=Direction.inbound).exists()
    assert [row.verb for row in Event.objects.filter(subject=ticket.subject).order_by("id")][:2] == ["begun", "replied"]


def test_a_form_says_what_it_is_and_whose_and_the_book_decides_by_it(desk: Lighthouse, phone: Endpoint) -> None:
    known = Sorting(kind=Kind("troubleshooting"), severity="s1", role=SUPPORT, person_id=desk.mira.pk)
    ticket = said(desk, phone, received_at=NOW - timedelta(minutes=50), sorting=known).ticket
    ticket.refresh_from_db()
    assert (ticket.kind, ticket.severity, ticket.responsible) == ("troubleshooting", "s1", desk.mira)
    assert clocks(ticket)["first_response"].started_at == NOW - timedelta(minutes=50)
    assert said(desk, phone, token="a", sorting=known).ticket == said(desk, phone, token="a", sorting=known).ticket


def test_what_we_begin_for_a_colleague_is_theirs(desk: Lighthouse) -> None:
    about = Beginning(
        endpoint_id=desk.mailbox.pk,
        customer=Customer(contact_id=desk.ben.pk),
        subject="Your outage",
        text="Hello Ben, we saw it fail.",
        sorting=Sorting(role=Role("customer_engineering"), person_id=desk.noor.pk),
    )
    ticket = begin(viewer=desk.viewer(desk.eve), beginning=about, at=NOW).message.ticket
    ticket.refresh_from_db()
    assert (ticket.responsible, clocks(ticket)) == (desk.noor, {})


def test_nothing_is_opened_for_somebody_who_does_not_hold_the_role(desk: Lighthouse, phone: Endpoint) -> None:
    with pytest.raises(Invalid) as refused:
        said(desk, phone, sorting=Sorting(role=SUPPORT, person_id=desk.eve.pk))
    assert (refused.value.code, Ticket.objects.count()) == ("not_a_holder", 0)


def test_what_cannot_be_sent_opens_no_ticket(desk: Lighthouse) -> None:
    about = Beginning(endpoint_id=desk.mailbox.pk, customer=Customer(name="Dora"), subject="Hello", text="Hello Dora")
    with pytest.raises(Invalid) as refused:
        begin(viewer=desk.viewer(desk.eve), beginning=about, at=NOW)
    assert refused.value.field == "address"
    assert not Ticket.objects.exists()
    assert not Contact.objects.filter(name="Dora").exists()

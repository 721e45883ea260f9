"""Whom an answer goes to: everybody of the conversation but the desk, as its writer may change it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import PLAIN
from firsthand.models.accounts import Contact
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.services.tickets.actions.addressing import MOST_PEOPLE, Envelope, envelope_for, newcomers
from firsthand.services.tickets.actions.conversation import reply, take_back
from firsthand.services.tickets.actions.merging import merge
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import LONG_AGO, Lighthouse, contact, light_up, mailbox

SUPPORT = "support@lighthouse.example"


@pytest.fixture
def desk(db: None) -> Lighthouse:
    """Lighthouse, with an address that is used no more."""
    made = light_up()
    mailbox("old@lighthouse.example", is_active=False)
    return made


@pytest.fixture
def ticket(desk: Lighthouse) -> Ticket:
    """Ana's, on which she wrote to the desk alone."""
    return desk.ticket()


def writes(
    ticket: Ticket,
    who: Contact,
    *,
    to: Sequence[str] = (SUPPORT,),
    copies: Sequence[str] = (),
    after: int = 5,
    automatic: str = "",
    answer_to: Sequence[str] | None = None,
) -> Message:
    """Somebody writes on a ticket, so many minutes after it came."""
    return Message.objects.create(
        ticket=ticket,
        direction=Direction.inbound,
        channel="email",
        contact=who,
        sender=who.address,
        recipients=list(to),
        copies=list(copies),
        at=NOW + timedelta(minutes=after),
        text="And then?",
        automatic=automatic,
        answer_to=list(answer_to) if answer_to is not None else None,
    )


def usual(ticket: Ticket) -> Envelope:
    """Whom an answer goes to without anybody's choice."""
    return envelope_for(ticket, endpoint_id=None, to=None, copies=None)


def answers(
    desk: Lighthouse,
    ticket: Ticket,
    *,
    at: datetime = NOW,
    to: Sequence[str] | None = None,
    copies: Sequence[str] | None = None,
) -> Message:
    """Mira answers."""
    mira = desk.viewer(desk.mira)
    return reply(viewer=mira, ticket_id=ticket.pk, text="Yes.", substantive=False, at=at, to=to, copies=copies).message


def test_it_goes_to_whoever_wrote_last_and_to_all_whom_they_wrote_to(desk: Lighthouse, ticket: Ticket) -> None:
    assert (usual(ticket).to, usual(ticket).copies) == (("ana@acme.example",), ())
    cleo = contact("cleo@acme.example", account=desk.acme)
    writes(ticket, cleo, to=(SUPPORT, "dan@acme.example"), copies=("ana@acme.example", "eli@acme.example"))
    assert usual(ticket).to == ("cleo@acme.example",)
    assert set(usual(ticket).copies) == {"ana@acme.example", "dan@acme.example", "eli@acme.example"}


@pytest.mark.parametrize(
    "own", [SUPPORT, "support+t1.abcdef@lighthouse.example", "old@lighthouse.example", "old+x@lighthouse.example"]
)
def test_the_desk_does_not_write_to_itself(desk: Lighthouse, ticket: Ticket, own: str) -> None:
    writes(ticket, desk.ana, copies=(own,))
    assert (usual(ticket).to, usual(ticket).copies) == (("ana@acme.example",), ())


def test_whom_the_last_answer_left_out_stays_out_until_they_write(desk: Lighthouse, ticket: Ticket) -> None:
    writes(ticket, desk.ana, copies=("eli@acme.example",))
    answers(desk, ticket, at=NOW + timedelta(minutes=10), to=["ana@acme.example"], copies=[])
    assert usual(ticket).copies == ()
    eli = contact("eli@acme.example", account=desk.acme)
    writes(ticket, eli, after=20)
    assert (usual(ticket).to, usual(ticket).copies) == (("eli@acme.example",), ("ana@acme.example",))


def test_it_goes_where_its_writer_wants_to_be_answered_and_says_why(desk: Lighthouse, ticket: Ticket) -> None:
    writes(ticket, desk.ana, copies=("eli@acme.example",), answer_to=("team@acme.example", SUPPORT))
    assert (usual(ticket).to, usual(ticket).copies) == (("team@acme.example",), ("eli@acme.example",))
    assert PLAIN.sentence(usual(ticket).because) == "Ana Costa asks to be answered at team@acme.example (Reply-To)."


def test_people_of_a_merged_ticket_are_answered_until_somebody_leaves_them_out(
    desk: Lighthouse, ticket: Ticket
) -> None:
    cleo = contact("cleo@acme.example", account=desk.acme)
    other = desk.ticket(contact=cleo, number=2)
    writes(other, cleo, copies=("eli@acme.example",))
    merge(viewer=desk.viewer(desk.mira), ticket_id=other.pk, into_id=ticket.pk, at=NOW + timedelta(minutes=6))
    assert usual(ticket).to == ("cleo@acme.example",)
    assert set(usual(ticket).copies) == {"ana@acme.example", "eli@acme.example"}
    answers(desk, ticket, at=NOW + timedelta(minutes=10), to=["ana@acme.example"], copies=[])
    assert "eli@acme.example" not in usual(ticket).copies


def test_what_never_left_and_what_a_machine_sent_bring_nobody_in(desk: Lighthouse, ticket: Ticket) -> None:
    sent = answers(desk, ticket, to=["ana@acme.example"], copies=["wrong@elsewhere.example"])
    take_back(viewer=desk.viewer(desk.mira), message_id=sent.pk, at=NOW + timedelta(seconds=3))
    writes(ticket, desk.ana, copies=("robot@acme.example",), automatic="auto_reply")
    assert usual(ticket).copies == ()


def test_an_erased_person_is_written_to_no_more(desk: Lighthouse, ticket: Ticket) -> None:
    cleo = contact("cleo@acme.example", account=desk.acme)
    writes(ticket, cleo, copies=())
    Contact.objects.filter(pk=cleo.pk).update(erased_at=NOW)
    assert usual(ticket).to == ("ana@acme.example",)


def test_nobody_gets_it_twice_and_addresses_are_as_the_channel_keeps_them(desk: Lighthouse, ticket: Ticket) -> None:
    chosen = answers(desk, ticket, to=["Ana@Acme.example"], copies=["ana@acme.example", "Eli <eli@acme.example>", " "])
    assert (chosen.recipients, chosen.copies) == (["ana@acme.example"], ["eli@acme.example"])


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"to": []}, "to"),
        ({"to": ["nobody"]}, "to"),
        ({"copies": ["x@y@z"]}, "copies"),
        ({"copies": [f"p{number}@acme.example" for number in range(MOST_PEOPLE + 1)]}, "copies"),
    ],
)
def test_a_wrong_address_is_said_at_its_field_and_nothing_is_sent(
    desk: Lighthouse, ticket: Ticket, chosen: dict[str, list[str]], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        answers(desk, ticket, to=chosen.get("to"), copies=chosen.get("copies"))
    assert refused.value.field == field
    assert not Message.objects.filter(direction=Direction.outbound).exists()


def test_an_address_of_the_desk_that_is_not_in_use_cannot_be_chosen(desk: Lighthouse, ticket: Ticket) -> None:
    for number in (Endpoint.objects.get(address="old@lighthouse.example").pk, 404):
        with pytest.raises(Invalid) as refused:
            envelope_for(ticket, endpoint_id=number, to=None, copies=None)
        assert refused.value.field == "endpoint"


def test_who_would_see_it_newly_is_told(desk: Lighthouse, ticket: Ticket) -> None:
    writes(ticket, desk.ana, copies=("eli@acme.example",))
    sent = answers(desk, ticket, to=["ana@acme.example"], copies=["wrong@elsewhere.example"])
    take_back(viewer=desk.viewer(desk.mira), message_id=sent.pk, at=NOW + timedelta(seconds=3))
    asked = ("ana@acme.example", "eli@acme.example", "wrong@elsewhere.example", "new@acme.example")
    found = newcomers(viewer=desk.viewer(desk.mira), ticket_id=ticket.pk, addresses=asked)
    assert found == ("wrong@elsewhere.example", "new@acme.example")


def test_somebody_without_an_address_is_told_by_name(desk: Lighthouse) -> None:
    phone = Endpoint.objects.create(
        channel="console", address="Phone", name="Phone", called="phone", created_at=LONG_AGO
    )
    ticket = desk.ticket(contact=contact("", name="Dora Lin"))
    found = envelope_for(ticket, endpoint_id=phone.pk, to=None, copies=None)
    assert (found.to, found.channel.by_hand) == (("Dora Lin",), True)

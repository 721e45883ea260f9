"""A customer is answered from the address that they wrote to: an alias of a mailbox, or one with a plus."""

from pathlib import Path

import pytest

from firsthand.channels.email.channel import Email
from firsthand.domain.conversation.outgoing import Outgoing, SendOutcome, Sent
from firsthand.domain.errors import Invalid
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Message
from firsthand.models.tickets import Ticket
from firsthand.services.channels.actions import EndpointWanted, add_endpoint, change_endpoint
from firsthand.services.channels.own import OwnAddresses
from firsthand.services.delivery.sending import Senders
from firsthand.services.outbox.actions import claim_due
from firsthand.services.tickets.actions.conversation import TAKE_BACK_WITHIN, reply
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.intake.letters import arrive, letter, ticket_of

BILLING = "billing@lighthouse.example"


@pytest.fixture
def billing(lighthouse: Lighthouse) -> Endpoint:
    """A second mailbox, which is also reached as invoices@."""
    return mailbox(lighthouse, aliases="Invoices@lighthouse.example")


def mailbox(lighthouse: Lighthouse, *, aliases: str) -> Endpoint:
    wanted = EndpointWanted(
        channel="email", address=BILLING, values={"aliases": aliases, "smtp_host": "mail.lighthouse.example"}
    )
    return add_endpoint(viewer=lighthouse.viewer(lighthouse.mira), wanted=wanted, at=NOW)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Outgoing]:
    """What was handed to a mail server."""
    found: list[Outgoing] = []

    def send(self: Email, outgoing: Outgoing, *_: object) -> Sent:
        found.append(outgoing)
        return Sent(outcome=SendOutcome.delivered)

    monkeypatch.setattr(Email, "send", send)
    return found


def answer(lighthouse: Lighthouse, ticket: Ticket) -> Message:
    """Mira answers to whom the desk proposes."""
    said = reply(
        viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, text="Done.", substantive=False, at=NOW
    )
    return said.message


@pytest.mark.parametrize(
    ("written_to", "sender"),
    [
        ("billing@lighthouse.example", BILLING),
        ("billing+refunds@lighthouse.example", BILLING),
        ("invoices@lighthouse.example", "invoices@lighthouse.example"),
        ("invoices+may@lighthouse.example", "invoices@lighthouse.example"),
    ],
)
def test_an_answer_leaves_from_the_address_that_was_written_to(
    lighthouse: Lighthouse, billing: Endpoint, tmp_path: Path, sent: list[Outgoing], written_to: str, sender: str
) -> None:
    ticket = ticket_of(arrive(letter(to=written_to), folder=tmp_path, to=written_to))
    assert ticket.endpoint == billing
    answer(lighthouse, ticket)
    for claim in claim_due(NOW + TAKE_BACK_WITHIN, "test", limit=10):
        Senders(data=tmp_path).send(claim)
    assert [(one.from_address, one.to) for one in sent] == [(sender, ("ana@acme.example",))]


def test_no_name_of_the_desk_is_a_recipient(lighthouse: Lighthouse, billing: Endpoint, tmp_path: Path) -> None:
    copies = ("Cc", "invoices+may@lighthouse.example, ben@acme.example, billing@lighthouse.example")
    ticket = ticket_of(arrive(letter(headers=[copies]), folder=tmp_path))
    said = answer(lighthouse, ticket)
    assert (said.recipients, said.copies) == (["ana@acme.example"], ["ben@acme.example"])


def test_an_alias_that_is_no_address_is_refused_at_its_field(lighthouse: Lighthouse) -> None:
    with pytest.raises(Invalid) as refused:
        mailbox(lighthouse, aliases="invoices@lighthouse.example, nobody")
    assert refused.value.field == "aliases"


@pytest.mark.parametrize(
    ("address", "aliases", "field"),
    [
        ("sales@lighthouse.example", "invoices@lighthouse.example", "aliases"),
        ("sales@lighthouse.example", BILLING, "aliases"),
        ("invoices@lighthouse.example", "", "address"),
    ],
)
def test_no_address_has_two_mailboxes(
    lighthouse: Lighthouse, billing: Endpoint, address: str, aliases: str, field: str
) -> None:
    claims = EndpointWanted(channel="email", address=address, values={"aliases": aliases})
    with pytest.raises(Invalid, match=f"is an address of {BILLING} already; {address} cannot") as refused:
        add_endpoint(viewer=lighthouse.viewer(lighthouse.mira), wanted=claims, at=NOW)
    assert (refused.value.code, refused.value.field) == ("address_taken", field)
    assert not Endpoint.objects.filter(address=address).exists()


def test_a_mailbox_keeps_its_own_aliases_when_it_is_changed(lighthouse: Lighthouse, billing: Endpoint) -> None:
    kept = EndpointWanted(channel="email", address=BILLING, values=billing.settings)
    change_endpoint(viewer=lighthouse.viewer(lighthouse.mira), endpoint_id=billing.pk, wanted=kept, at=NOW)
    mine = EndpointWanted(
        channel="email", address=lighthouse.mailbox.address, values={"aliases": "invoices@lighthouse.example"}
    )
    with pytest.raises(Invalid, match=f"an address of {BILLING}"):
        change_endpoint(
            viewer=lighthouse.viewer(lighthouse.mira), endpoint_id=lighthouse.mailbox.pk, wanted=mine, at=NOW
        )


def test_its_own_address_goes_before_the_alias_of_another(lighthouse: Lighthouse, billing: Endpoint) -> None:
    lighthouse.mailbox.settings = {"aliases": BILLING}
    own = OwnAddresses([lighthouse.mailbox, billing])
    assert own.endpoint("email", BILLING) == billing

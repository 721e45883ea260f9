"""A mail that is taken in while its account, or whoever wrote it, is merged into another is the other's."""

from collections.abc import Callable, Collection
from pathlib import Path
from types import ModuleType

import pytest

from firsthand.models.accounts import Account, Contact
from firsthand.models.channels import Endpoint
from firsthand.models.tickets import Ticket
from firsthand.services.accounts.merging import merge_accounts, merge_contacts
from firsthand.services.channels.customers import Customer
from firsthand.services.intake import entering, lookup
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import LONG_AGO, Lighthouse, contact
from tests.services.intake.letters import arrive, letter, ticket_of


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Lets somebody do something after the intake has read who wrote, and before it holds them."""
    read = lookup._accounts

    def after_reading(act: Callable[[], object]) -> None:
        waiting = [act]

        def accounts(domains: Collection[str]) -> dict[str, Account]:
            found = read(domains)
            if waiting:
                waiting.pop()()
            return found

        monkeypatch.setattr(lookup, "_accounts", accounts)

    return after_reading


def test_the_account_is_merged_meanwhile(
    lighthouse: Lighthouse, meanwhile: Callable[[Callable[[], object]], None], tmp_path: Path
) -> None:
    eve, cobalt = lighthouse.viewer(lighthouse.eve), lighthouse.cobalt
    meanwhile(
        lambda: merge_accounts(viewer=eve, account_id=lighthouse.acme.pk, into_id=cobalt.pk, why="One company.", at=NOW)
    )
    known = ticket_of(arrive(letter(sender="Ana <ana@acme.example>"), folder=tmp_path, at=NOW))
    new = letter(sender="Dee <dee@acme.example>", message_id="<2@acme.example>", subject="Another")
    assert known.account == cobalt
    assert ticket_of(arrive(new, folder=tmp_path, at=NOW)).account == cobalt


def test_who_wrote_it_is_merged_meanwhile(
    lighthouse: Lighthouse, meanwhile: Callable[[Callable[[], object]], None], tmp_path: Path
) -> None:
    mira, private = lighthouse.viewer(lighthouse.mira), contact("ana@home.example")
    meanwhile(
        lambda: merge_contacts(
            viewer=mira, contact_id=private.pk, into_id=lighthouse.ana.pk, why="Hers.", at=NOW, sure=True
        )
    )
    ticket = ticket_of(arrive(letter(sender="Ana <ana@home.example>"), folder=tmp_path, at=NOW))
    assert (ticket.contact, ticket.account) == (lighthouse.ana, lighthouse.acme)


def after_choosing(monkeypatch: pytest.MonkeyPatch, room: ModuleType, act: Callable[[], object]) -> None:
    """Lets somebody do something after a teammate has said who the customer is, and before these are held."""
    choose = room.contact_of

    def contact_of(*args: object, **kwargs: object) -> Contact:
        found: Contact = choose(*args, **kwargs)
        act()
        return found

    monkeypatch.setattr(room, "contact_of", contact_of)


@pytest.mark.parametrize("who", ["known", "new"])
def test_the_account_is_merged_while_somebody_enters_what_it_said(
    lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    eve, acme, cobalt = lighthouse.viewer(lighthouse.eve), lighthouse.acme, lighthouse.cobalt
    known = Customer(contact_id=lighthouse.ana.pk)
    customer = known if who == "known" else Customer(name="Dee Dahl", address="dee@acme.example")
    after_choosing(
        monkeypatch,
        entering,
        lambda: merge_accounts(viewer=eve, account_id=acme.pk, into_id=cobalt.pk, why="One company.", at=NOW),
    )
    ticket = entered(lighthouse, customer)
    assert ticket.account == cobalt
    assert ticket.contact is not None
    assert ticket.contact.account == cobalt


def test_who_said_it_is_merged_while_somebody_enters_it(
    lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    mira, private = lighthouse.viewer(lighthouse.mira), contact("ana@home.example")
    after_choosing(
        monkeypatch,
        entering,
        lambda: merge_contacts(
            viewer=mira, contact_id=private.pk, into_id=lighthouse.ana.pk, why="Hers.", at=NOW, sure=True
        ),
    )
    ticket = entered(lighthouse, Customer(contact_id=private.pk))
    assert (ticket.contact, ticket.account) == (lighthouse.ana, lighthouse.acme)


def entered(lighthouse: Lighthouse, customer: Customer) -> Ticket:
    """The ticket of what a customer said to Mira on the phone."""
    phone = Endpoint.objects.create(
        channel="console", address="Phone", name="Phone", called="phone", created_at=LONG_AGO
    )
    said = entering.Entry(endpoint_id=phone.pk, customer=customer, text="Our login loops.")
    return entering.enter(viewer=lighthouse.viewer(lighthouse.mira), entry=said, at=NOW).ticket

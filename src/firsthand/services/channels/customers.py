"""Who a teammate means by a customer: one that the desk knows, or somebody new."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from firsthand.channels.protocol import Channel
from firsthand.domain.errors import Invalid, Missing
from firsthand.domain.mail.addresses import domain_of, plain_name
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.accounts import Account, AccountDomain, Contact
from firsthand.services.access.doors import accounts_for, contacts_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.channels.handles import give_handle, handles_of

MOST_FOUND = 10


@dataclass(frozen=True, kw_only=True)
class Customer:
    """A person at a customer, as somebody says it: a known contact, or a name, an address on a channel, or both, with
    the name of the account that they belong to."""

    contact_id: int | None = None
    name: str = ""
    address: str = ""
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class KnownContact:
    """A contact to choose: by name, first address and account."""

    id: int
    name: str
    address: str
    account: str


def find_contacts(*, viewer: Viewer, words: str) -> list[KnownContact]:
    """The contacts whose name, address or account holds these words, at most ten, by name."""
    if len(text := " ".join(words.split())) < 2:
        return []
    match = Q(name__icontains=text) | Q(handles__address__icontains=text) | Q(account__name__icontains=text)
    found = _known_to(viewer).filter(match).distinct().order_by("name", "id")
    rows = found.prefetch_related("handles")[:MOST_FOUND]
    return [_known(one) for one in rows]


def named_so(*, viewer: Viewer, name: str) -> list[KnownContact]:
    """The contacts who are called so, whatever the letters' case, at most ten."""
    found = _known_to(viewer).filter(name__iexact=plain_name(name)).order_by("id")
    return [_known(one) for one in found.prefetch_related("handles")[:MOST_FOUND]]


def known_contact(*, viewer: Viewer, contact_id: int) -> KnownContact | None:
    """The contact with this key; None where there is none."""
    found = _known_to(viewer).filter(pk=contact_id).first()
    return _known(found) if found is not None else None


def _known_to(viewer: Viewer) -> QuerySet[Contact]:
    """The contacts that the viewer may choose of, with their accounts; none for who does not work on tickets."""
    if not viewer.may(Right.work_tickets):
        return Contact.objects.none()
    return contacts_for(viewer).select_related("account").filter(erased_at=None)


def _known(contact: Contact) -> KnownContact:
    return KnownContact(
        id=contact.pk,
        name=contact.name,
        address=contact.address,
        account=contact.account.name if contact.account is not None else "",
    )


def contact_of(customer: Customer, *, channel: Channel, viewer: Viewer, at: datetime) -> Contact:
    """The contact that is meant; made now where the desk does not know them. Whoever has the address is meant, whatever
    their name; two people without an address are two. Raises Invalid, or Missing for one that is not there."""
    if customer.contact_id is not None:
        found = _known_to(viewer).filter(pk=customer.contact_id).first()
        if found is None:
            raise Missing("no_contact", say("There is no such contact."), field="customer")
        return found
    name, address = plain_name(customer.name), ""
    if customer.address.strip():
        checked = channel.checked_handle(customer.address)
        if checked is None:
            raise Invalid(
                "address_wrong",
                say("{address} is no address that can be written to.", address=repr(customer.address.strip())),
                field="address",
            )
        address = checked
    if not name and not address:
        raise Invalid("customer_missing", say("Say who it is: choose a contact, or give a name."), field="customer")
    handle = handles_of(channel.name, [address]).get(address)
    if handle is not None and handle.contact is not None:
        return handle.contact
    contact = Contact.objects.create(name=name, account=_account(customer, address, viewer=viewer), created_at=at)
    if address:
        give_handle(channel=channel.name, address=address, contact=contact)
    return contact


def _account(customer: Customer, address: str, *, viewer: Viewer) -> Account | None:
    """The account that is named, else the one whose mail domain it is."""
    if wanted := " ".join(customer.account.split()):
        found = accounts_for(viewer).filter(name__iexact=wanted).first()
        if found is None:
            raise Invalid(
                "no_account", say("There is no account called {wanted}.", wanted=repr(wanted)), field="account"
            )
        return found
    if "@" not in address:
        return None
    owner = AccountDomain.objects.select_related("account").filter(domain=domain_of(address)).first()
    return owner.account if owner is not None else None

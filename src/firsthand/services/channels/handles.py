"""Whose an address is, on which channel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from firsthand.models.accounts import Contact
from firsthand.models.channels import Handle
from firsthand.models.people import Person

_AT_ONCE = 500


def handles_of(channel: str, addresses: Iterable[str]) -> dict[str, Handle]:
    """The known ones of these addresses, each with its contact, the contact's account, and its person."""
    distinct = [one for one in dict.fromkeys(addresses) if one]
    rows = Handle.objects.select_related("contact__account", "person").filter(channel=channel)
    return {
        row.address: row
        for start in range(0, len(distinct), _AT_ONCE)
        for row in rows.filter(address__in=distinct[start : start + _AT_ONCE])
    }


@dataclass(frozen=True, kw_only=True)
class Correspondent:
    """Somebody at a customer with all their addresses."""

    contact: Contact
    handles: tuple[Handle, ...]

    @property
    def name(self) -> str:
        """Their name; empty where nobody knows it."""
        return self.contact.name

    @property
    def address(self) -> str:
        """The address under which the desk knew them first; empty for one without any."""
        return self.handles[0].address if self.handles else ""

    @property
    def erased_at(self) -> datetime | None:
        """When they were erased."""
        return self.contact.erased_at

    def on(self, channel: str) -> str:
        """Their first address on a channel; empty without one, and once they were erased."""
        return next((one.address for one in self.handles if one.channel == channel and self.erased_at is None), "")

    def __str__(self) -> str:
        return self.name or self.address


def correspondents(contacts: Iterable[int]) -> dict[int, Correspondent]:
    """The contacts with these keys, with their addresses. One query, and another where somebody has none."""
    wanted = set(contacts)
    if not wanted:
        return {}
    handles: dict[int, list[Handle]] = {number: [] for number in wanted}
    found: dict[int, Contact] = {}
    for one in Handle.objects.filter(contact__in=wanted).select_related("contact").order_by("pk"):
        if one.contact is not None:
            found[one.contact.pk] = one.contact
            handles[one.contact.pk].append(one)
    if without := wanted - found.keys():
        found |= Contact.objects.in_bulk(without)
    return {number: Correspondent(contact=one, handles=tuple(handles[number])) for number, one in found.items()}


def give_handle(*, channel: str, address: str, contact: Contact | None = None, person: Person | None = None) -> Handle:
    """An address belongs to a contact, or to a teammate, from now on; what else it is it stays."""
    row, _ = Handle.objects.get_or_create(
        channel=channel, address=address, defaults={"contact": contact, "person": person}
    )
    if contact is not None and row.contact_id != contact.pk:
        row.contact = contact
        row.save(update_fields=["contact"])
    if person is not None and row.person_id != person.pk:
        row.person = person
        row.save(update_fields=["person"])
    return row


def address_on(channel: str, contact: Contact) -> str:
    """A contact's first address on a channel; empty without one."""
    own = sorted((one for one in contact.handles.all() if one.channel == channel), key=lambda one: one.pk)
    return own[0].address if own else ""

"""Who wrote a message: the contact, the account, and whether it is a teammate."""

from dataclasses import dataclass

from firsthand.models.accounts import Account, Contact
from firsthand.models.people import Person
from firsthand.services.channels.handles import give_handle


@dataclass(frozen=True, kw_only=True)
class Sender:
    """A sender as the desk knows them. `address` is theirs on the channel, empty where they have none; `contact` is not
    saved yet when it has no key; `teammate` is the active person whose address it is, if it is proven that they wrote;
    `claims` whom it says without proof. Neither is ever a contact."""

    channel: str
    address: str
    contact: Contact | None
    account: Account | None
    teammate: Person | None = None
    claims: Person | None = None

    @property
    def is_colleague(self) -> bool:
        """Whether a teammate wrote it, proven or not."""
        return self.teammate is not None or self.claims is not None

    def saved_contact(self) -> Contact | None:
        """The contact, made now when this is their first message, with their address."""
        if self.contact is not None and self.contact.pk is None:
            self.contact.save()
            if self.address:
                give_handle(channel=self.channel, address=self.address, contact=self.contact)
        return self.contact

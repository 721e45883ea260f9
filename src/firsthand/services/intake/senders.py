"""Who wrote a mail: the contact, the account, and whether it is a teammate."""

from dataclasses import dataclass

from firsthand.models.accounts import Account, Contact
from firsthand.models.people import Person


@dataclass(frozen=True, kw_only=True)
class Sender:
    """A sender as the desk knows them. `contact` is not saved yet when it has no key."""

    address: str
    contact: Contact | None
    account: Account | None

    def saved_contact(self) -> Contact | None:
        """The contact, made now when this is the first mail from the address."""
        if self.contact is not None and self.contact.pk is None:
            self.contact.save()
        return self.contact

    def teammate(self) -> Person | None:
        """The active teammate with this address."""
        return Person.objects.filter(email=self.address, is_active=True).first()

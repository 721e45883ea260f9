"""Who wrote a mail: the contact, the account, and whether it is a teammate."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.mail.addresses import domain_of
from firsthand.domain.mail.inbound import InboundMail
from firsthand.models.accounts import Account, AccountDomain, Contact
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


def sender_of(mail: InboundMail, *, at: datetime) -> Sender:
    """The contact by address, and the account: the contact's, else the domain's. One query for a known contact
    with an account, two otherwise."""
    address = mail.from_address
    if not address:
        return Sender(address="", contact=None, account=None)
    contact = Contact.objects.select_related("account").filter(email=address).first()
    if contact is not None and contact.account is not None:
        return Sender(address=address, contact=contact, account=contact.account)
    domain = AccountDomain.objects.select_related("account").filter(domain=domain_of(address)).first()
    account = domain.account if domain else None
    if contact is None:
        contact = Contact(email=address, name=mail.from_name[:200], account=account, created_at=at)
    elif account is not None:
        contact.account = account
        contact.save(update_fields=["account"])
    return Sender(address=address, contact=contact, account=account)

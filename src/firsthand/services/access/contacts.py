"""A person at a customer as somebody who looks: what the doors let a contact see."""

from dataclasses import dataclass

from firsthand.models.accounts import Contact


@dataclass(frozen=True, kw_only=True)
class ContactViewer:
    """A contact: who, and of which account. They reach their own tickets and their account's, and on these what was
    said between them and the desk; nothing that teammates say to each other."""

    contact_id: int
    account_id: int | None


def contact_viewer_of(contact: Contact) -> ContactViewer | None:
    """The viewer that a contact is; None for one who was erased: nobody looks any more."""
    if contact.erased_at is not None:
        return None
    return ContactViewer(contact_id=contact.pk, account_id=contact.account_id)

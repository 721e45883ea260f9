"""What the variables of a text become on a ticket."""

from firsthand.models.tickets import Ticket
from firsthand.services.channels.queries import desk_name


def values_of(ticket: Ticket) -> dict[str, str]:
    """The variables that every text to a customer may have; empty for what is not known, or was erased."""
    contact = ticket.contact
    name = contact.name if contact is not None and contact.erased_at is None else ""
    return {
        "number": str(ticket.pk),
        "desk": desk_name(),
        "subject": ticket.title,
        "name": name,
        "first_name": name.split(" ")[0],
        "account": ticket.account.name if ticket.account is not None else "",
    }

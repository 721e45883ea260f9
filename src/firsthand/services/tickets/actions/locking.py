"""One writer at a time on a ticket."""

from datetime import datetime

from firsthand.domain.errors import Missing, Refused
from firsthand.domain.people.permissions import Act
from firsthand.domain.tickets import TicketStatus
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer, require, tickets_for


def lock(*, viewer: Viewer, ticket_id: int) -> Ticket:
    """The ticket, locked until the transaction ends. Raises Missing when the viewer may not see it, and Refused
    when the viewer may not work on tickets."""
    require(viewer, Act.work_tickets)
    if not tickets_for(viewer).filter(pk=ticket_id).exists():
        raise Missing("no_ticket", f"There is no ticket #{ticket_id}.")
    return Ticket.objects.select_for_update().get(pk=ticket_id)


def lock_unended(*, viewer: Viewer, ticket_id: int) -> Ticket:
    """As `lock`; Refused when the ticket is closed, because a closed ticket stays as it is."""
    ticket = lock(viewer=viewer, ticket_id=ticket_id)
    if ticket.status == TicketStatus.closed:
        raise Refused(
            "closed",
            "This ticket is closed and stays as it is. A reply to it starts a new ticket that is linked to it.",
        )
    return ticket


def touch(ticket: Ticket, *, at: datetime) -> None:
    """Save the ticket with the instant of its change."""
    ticket.updated_at = max(ticket.updated_at, at)
    ticket.save()

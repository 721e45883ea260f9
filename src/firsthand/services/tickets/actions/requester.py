"""Who asked, on a ticket that came by a colleague: proposed from what they forwarded, and said by a person."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Refused
from firsthand.domain.events.tickets import RequesterNamed
from firsthand.domain.mail.addresses import split_mailboxes
from firsthand.domain.sentences import say
from firsthand.models.accounts import Contact
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.channels.customers import Customer, contact_of
from firsthand.services.channels.handles import handles_of
from firsthand.services.channels.registry import channel_of
from firsthand.services.tickets.actions.locking import lock_unended


def proposed_requester(ticket: Ticket) -> str:
    """Who may have asked, as their name and address: the author of what was forwarded to a ticket that has no customer;
    empty for a ticket that has one, or where only a colleague is known."""
    if ticket.contact_id is not None:
        return ""
    first = _first(ticket)
    address = channel_of(first.channel).checked_handle(first.sender) if first is not None else None
    if first is None or address is None:
        return ""
    handle = handles_of(first.channel, [address]).get(address)
    return "" if handle is not None and handle.person is not None and handle.person.is_active else first.sender


def _first(ticket: Ticket) -> Message | None:
    """What the ticket began with."""
    return Message.objects.filter(ticket=ticket, direction=Direction.inbound).order_by("at", "id").first()


def name_requester(*, viewer: Viewer, ticket_id: int, who: str, at: datetime) -> Contact:
    """Say who asked, by name and address: they are the ticket's customer from then on, and are answered. Raises Refused
    where the ticket has a customer, Invalid for an address that is none."""
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        if ticket.contact_id is not None:
            raise Refused("has_requester", say("This ticket has a customer already."), field="who")
        first = _first(ticket)
        channel = channel_of(first.channel if first is not None else ticket.channel)
        name = next((box.name for box in split_mailboxes(who, most=1)), "")
        customer = Customer(name=name, address=who)
        ticket.contact = contact_of(customer, channel=channel, viewer=viewer, at=at)
        ticket.save(update_fields=["contact"])
        with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
            act.append(RequesterNamed(contact=ticket.contact.pk, who=who))
    return ticket.contact

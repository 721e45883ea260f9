"""Which ticket a message belongs to: the one that it proves, else by the messages it answers. Never by subject."""

from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.domain.conversation.incoming import Incoming
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import LinkKind, Ticket, TicketLink
from firsthand.services.intake.lookup import Lookup
from firsthand.services.intake.senders import Sender


@dataclass(frozen=True, kw_only=True)
class Thread:
    """The ticket that a message joins, or the one that it named while its sender may not join it."""

    joins: Ticket | None = None
    refused: Ticket | None = None


def find_thread(*, incoming: Incoming, lookup: Lookup, sender: Sender) -> Thread:
    """The first ticket named by a message that its sender may join: the one that it proves, then the nearest answered
    message's. Whose author can be read in two ways joins none. What says without proof that a teammate wrote it joins
    too: it is kept there and does nothing."""
    refused = None
    for number in dict.fromkeys(_named(incoming, lookup)):
        ticket = Ticket.objects.filter(pk=number).first()
        if ticket is None:
            continue
        if not incoming.author.is_unclear and may_join(ticket, sender):
            return Thread(joins=ticket)
        refused = refused or ticket
    return Thread(refused=refused)


def named_ticket(incoming: Incoming, lookup: Lookup) -> int | None:
    """The first ticket of the desk that a message names, whoever sent it: as one that it proves, as what it answers, or
    as a message of the desk itself that came back."""
    own = lookup.message(incoming.external_id)
    numbers = [*_named(incoming, lookup), own.ticket_id if own is not None else None]
    wanted = [number for number in numbers if number is not None]
    known = set(Ticket.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return next((number for number in wanted if number in known), None)


def _named(incoming: Incoming, lookup: Lookup) -> Iterator[int]:
    if incoming.ticket is not None:
        yield incoming.ticket
    for name in incoming.answers:
        found = lookup.message(name)
        if found is not None and found.ticket_id is not None:
            yield found.ticket_id


def may_join(ticket: Ticket, sender: Sender) -> bool:
    """Whether the sender is the ticket's contact, of its account, wrote on it or was written to on it, or is a
    teammate."""
    if sender.is_colleague or (sender.account is not None and sender.account.pk == ticket.account_id):
        return True
    contact = sender.contact.pk if sender.contact is not None else None
    if contact is not None and contact == ticket.contact_id:
        return True
    talk = Message.objects.filter(ticket=ticket).exclude(direction=Direction.note)
    if contact is not None and talk.filter(contact=contact).exists():
        return True
    written_to = talk.filter(channel=sender.channel).values_list("recipients", "copies")
    return any(sender.address in (*recipients, *copies) for recipients, copies in written_to)


def at_end_of_merges(ticket: Ticket) -> Ticket:
    """The ticket that goes on after every merge."""
    while link := TicketLink.objects.select_related("target").filter(source=ticket, kind=LinkKind.merged_into).first():
        ticket = link.target
    return ticket

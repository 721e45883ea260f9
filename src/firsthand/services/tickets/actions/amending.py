"""What becomes known of a reply later: that it left, did not arrive, was taken back, or counts otherwise.

Each is an event on the ticket of the reply and on every other one that stands on that answer: one it was merged into,
or one that was split off.
"""

from firsthand.domain.events import Actor
from firsthand.domain.events.conversation import Replied, ReplyLeft, ReplyMarked, ReplyNotDelivered, ReplyTakenBack
from firsthand.domain.events.tickets import ClocksCarried, MergedAway
from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.models.tickets import LinkKind, Ticket, TicketLink
from firsthand.services.acting import Acting, acting_on_ticket
from firsthand.services.policy.desk import Desk
from firsthand.services.tickets.actions.locking import locked, locked_in_order

Amendment = ReplyLeft | ReplyNotDelivered | ReplyMarked | ReplyTakenBack


def event_of_reply(ticket: Ticket, message_id: int) -> Event | None:
    """The event by which a message was sent; None for one from before clocks followed events."""
    rows = Event.objects.filter(subject=ticket.subject, verb=Replied.verb).order_by("-id")
    return next((row for row in rows if row.payload.get("message") == message_id), None)


def locked_with_others(ticket_id: int, message_id: int) -> tuple[Ticket, Event | None]:
    """The ticket of a reply and the reply's event, with every ticket that stands on it locked as well, in order."""
    ticket = Ticket.objects.select_related("subject").get(pk=ticket_id)
    reply = event_of_reply(ticket, message_id)
    numbers = {ticket_id}
    if reply is not None:
        others = Clock.objects.filter(answered_by=reply, subject__ticket__isnull=False)
        numbers.update(number for number in others.values_list("subject__ticket_id", flat=True) if number is not None)
    found, todo = set[int](), set(numbers)
    while todo:
        found |= todo
        merged = TicketLink.objects.filter(source__in=todo, kind=LinkKind.merged_into)
        todo = set(merged.values_list("target_id", flat=True)) - found
    return locked_in_order(found)[ticket_id], reply


def amend(act: Acting, payload: Amendment, *, desk: Desk, actor: Actor, reply: Event) -> Event:
    """Append what became known of a reply to the ticket that is acted on, then to every other that stands on it."""
    event = act.append(payload)
    others = Clock.objects.filter(answered_by=reply).exclude(subject=act.subject).values_list("subject__ticket_id")
    for (number,) in others.distinct().order_by("subject__ticket_id"):
        with acting_on_ticket(locked(number), desk=desk, actor=actor) as other:
            other.append(payload, because=event.pk)
    return event


def carry_late(act: Acting, ticket: Ticket, *, desk: Desk, actor: Actor, because: Event) -> Ticket:
    """What a merged ticket owes again is owed by the one that it was merged into; answers the ticket that owes it."""
    merged = ticket.links.filter(kind=LinkKind.merged_into).first()
    if merged is None:
        return ticket
    away = next((one.id for one in reversed(act.events) if isinstance(one.payload, MergedAway)), None)
    carried = act.followed().carried_by(away) if away is not None else ()
    target = locked(merged.target_id)
    with acting_on_ticket(target, desk=desk, actor=actor) as other:
        known = {(one.kind, one.started_by) for one in other.followed().fold.promises}
        late = tuple(one for one in carried if (one.kind, one.started_by) not in known)
        if not late:
            other.touches = False
            return target
        event = other.append(ClocksCarried(ticket=ticket.pk, carried=late), because=because.pk)
        return carry_late(other, target, desk=desk, actor=actor, because=event)

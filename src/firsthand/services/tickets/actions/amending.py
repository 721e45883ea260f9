"""What becomes known of a reply later: that it left, did not arrive, was taken back, or counts otherwise.

Each is an event on the ticket of the reply and on every other one that stands on that answer: one it was merged into,
or one that was split off.
"""

from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from firsthand.domain.events import Actor
from firsthand.domain.events.conversation import (
    Answer,
    Replied,
    ReplyLeft,
    ReplyMarked,
    ReplyNotDelivered,
    ReplyTakenBack,
)
from firsthand.domain.events.tickets import ClocksCarried, MergedAway
from firsthand.domain.tickets import Cause, Phase
from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.models.tickets import ClosedAs, LinkKind, Ticket
from firsthand.services.acting import Acting, acting_on_ticket
from firsthand.services.book.desk import Desk
from firsthand.services.tickets.actions.locking import locked, merged_into
from firsthand.services.tickets.actions.status import move

ReplyAmendment = ReplyLeft | ReplyNotDelivered | ReplyMarked | ReplyTakenBack
_AMENDING = [kind.verb for kind in (ReplyLeft, ReplyNotDelivered, ReplyMarked, ReplyTakenBack)]


def event_of_reply(ticket_id: int, message_id: int) -> Event | None:
    """The event by which a message was sent; None for one from before clocks followed events."""
    rows = Event.objects.filter(subject__ticket=ticket_id, verb=Replied.verb).order_by("-id")
    return next((row for row in rows if row.payload.get("message") == message_id), None)


def locked_with(ticket_id: int, reply: Event | None) -> Ticket:
    """The ticket of a reply, locked with every other that an amendment of the reply may reach, by rising number."""
    numbers = {ticket_id, *_others(ticket_id, reply)} if reply is not None else {ticket_id}
    found = {number: locked(number) for number in sorted(numbers)}
    return found[ticket_id]


def amend(
    act: Acting, payload: ReplyAmendment, *, desk: Desk, actor: Actor, reply: Event, at: datetime | None = None
) -> Event:
    """Append what became known of a reply, `at` an instant that something outside shows, to the ticket that is acted
    on, then to every other that stands on it. What is owed again on one of these that was over opens it."""
    event = act.append(payload, at=at)
    answer = next((one for one in act.followed().fold.counted if one.event == reply.pk), None)
    granted = payload
    if isinstance(payload, ReplyLeft) or (isinstance(payload, ReplyMarked) and payload.counts):
        granted = replace(payload, answer=answer)
    for number in _others(act.subject.ticket_id, reply):
        ticket = locked(number)
        with acting_on_ticket(ticket, desk=desk, actor=actor) as other:
            is_read_there = isinstance(payload, ReplyNotDelivered) and number in merged_into(act.subject.ticket_id)[-1:]
            if not is_read_there and not _stands_on(other, reply.pk, answer):
                other.touches = False
                continue
            said = other.append(granted, at=at, because=event.pk)
            owe_again(other, ticket, desk=desk, actor=actor, because=said)
    return event


def open_what_is_owed(act: Acting, ticket: Ticket, *, because: Event) -> None:
    """A ticket that is closed and owes an answer again is open; not one that was merged, or is no request."""
    if ticket.phase == Phase.closed and ticket.closed_as in ("", ClosedAs.resolved) and act.followed().response_owed:
        move(act, ticket, cause=Cause.owed_again, because=because)


def _stands_on(act: Acting, reply: int, answer: Answer | None) -> bool:
    """Whether a ticket has a promise that the reply started, answers or may answer, or heard of the reply before."""
    if any(getattr(one.payload, "reply", None) == reply for one in act.events):
        return True
    return any(
        promise.started_by == reply
        or any(one.event == reply for one in promise.answers)
        or (answer is not None and promise.may_take(answer))
        for promise in act.followed().fold.promises
    )


def _others(ticket_id: int | None, reply: Event) -> list[int]:
    """The other tickets that may stand on a reply, by rising number: one that it answers, one to which a promise of its
    ticket went, those that its ticket was merged into, one that heard of it before, and where these were merged."""
    here = (
        Q(answered_by=reply) | Q(started_by__subject=reply.subject_id) | Q(subject__ticket__in=merged_into(ticket_id))
    )
    said = Event.objects.filter(subject=reply.subject_id, pk__gt=reply.pk, verb__in=_AMENDING)
    rows = (Clock.objects.filter(here), Event.objects.filter(because__in=said.values("pk"), verb__in=_AMENDING))
    found = {
        number
        for some in rows
        for number in some.exclude(subject=reply.subject_id).values_list("subject__ticket_id", flat=True)
        if number is not None
    }
    found |= {into for number in found for into in merged_into(number)}
    return sorted(found - {ticket_id})


def owe_again(act: Acting, ticket: Ticket, *, desk: Desk, actor: Actor, because: Event) -> None:
    """What somebody said of a reply makes an answer owed again, on the ticket or on the one that it was merged into:
    whichever owes it is open."""
    open_what_is_owed(act, ticket, because=because)
    owing = carry_late(act, ticket, desk=desk, actor=actor, because=because)
    if owing.pk != ticket.pk:
        target = locked(owing.pk)
        with acting_on_ticket(target, desk=desk, actor=actor) as other:
            open_what_is_owed(other, target, because=because)


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

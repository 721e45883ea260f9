"""Whether a reply counts as the response that was owed, as somebody says afterwards (A17)."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.conversation import ReplyMarked
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, say
from firsthand.models.conversation import Direction, Message
from firsthand.models.events import Event
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import messages_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.clocks.queries import turned_by
from firsthand.services.notices.actions import notify
from firsthand.services.people.queries import holders_of
from firsthand.services.tickets.actions.amending import amend, event_of_reply, locked_with, owe_again


def mark_reply(*, viewer: Viewer, message_id: int, counts: bool, at: datetime, why: str) -> Ticket:
    """Judge again whether a reply counts as the response that was owed (A17), with a reason. What it had met is owed
    again, or met from the reply's own instant.

    That it counts only its writer says, and until the customer writes again; that it does not, anybody may. Where a
    breach was judged before, that verdict stays, and the heads of who owed it are told. Raises Refused or Invalid."""
    require(viewer, Right.work_tickets)
    reason = " ".join(why.split())
    if not reason:
        raise Invalid("reason_missing", say("Say why; whoever reads the receipt will want to know."), field="why")
    replies = messages_for(viewer).filter(direction=Direction.outbound, taken_back_at=None)
    found = replies.filter(pk=message_id).first()
    if found is None:
        raise Missing("no_message", say("There is no such reply."))
    if counts:
        _check_may_count(found, viewer)
    with transaction.atomic():
        desk, reply_event = open_desk(at), event_of_reply(found.ticket_id, found.pk)
        ticket = locked_with(found.ticket_id, reply_event)
        if reply_event is None:
            raise Refused("too_old", say("This reply is older than the clocks of this desk; its judgement stays."))
        with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
            payload = ReplyMarked(message=found.pk, reply=reply_event.pk, counts=counts, why=reason)
            event = amend(act, payload, desk=desk, actor=viewer.actor, reply=reply_event)
            owe_again(act, ticket, desk=desk, actor=viewer.actor, because=event)
        _tell_heads(ticket, event, viewer=viewer, desk=desk, why=reason)
    return ticket


def may_still_count(message: Message, viewer: Viewer) -> bool:
    """Whether the viewer may say of a reply that it counts: they wrote it, and the customer has not written since."""
    return message.person_id == viewer.person_id and not _written_since(message)


def _check_may_count(message: Message, viewer: Viewer) -> None:
    if message.person_id != viewer.person_id:
        raise Refused("not_yours", say("Only whoever wrote a reply can say that it counts."))
    if _written_since(message):
        text = "The customer has written again. Whether it counts was theirs to say until then; answer them instead."
        raise Refused("written_since", say(text))


def _written_since(message: Message) -> bool:
    later = Message.objects.filter(ticket=message.ticket_id, direction=Direction.inbound, automatic="")
    return later.filter(pk__gt=message.pk).exists()


def _tell_heads(ticket: Ticket, event: Event, *, viewer: Viewer, desk: Desk, why: str) -> None:
    """Whoever heads the role that owed an answer hears that a breach was turned into a met promise afterwards."""
    for verdict in turned_by(event):
        owing = verdict.clock.owed_by or ticket.responsible_role
        roles = [one.name for one in desk.organisation.roles.values() if one.heads == owing]
        text = say(
            "{name} marked a reply as the response afterwards, where {clock} was judged late: #{number} {title}. {why}",
            name=viewer.name,
            clock=Name(verdict.clock.kind),
            number=ticket.pk,
            title=ticket.title,
            why=why,
        )
        notify(
            people=[person for role in roles for person in holders_of(role=role, at=desk.at)],
            subject=ticket.subject,
            at=desk.at,
            kind=NoticeKind.reply_marked,
            text=text,
            clause=verdict.clause,
            key=f"marked:{event.pk}:{verdict.pk}",
        )

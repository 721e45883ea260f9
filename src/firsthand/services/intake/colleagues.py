"""What a teammate sends by the customers' ways: a note, or an answer beside the desk; never a customer's message."""

from collections.abc import Sequence
from typing import Any

from firsthand.domain.conversation.incoming import Forwarded
from firsthand.domain.events import DESK, Actor
from firsthand.domain.events.actors import person as acts_as
from firsthand.domain.events.conversation import NoteAdded, Replied, ReplyLeft
from firsthand.domain.kept_sentences import plain_sentence
from firsthand.domain.sentences import Sentence, say
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import viewer_of
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk
from firsthand.services.channels.registry import channel_of
from firsthand.services.desk.queries import desk as desk_settings
from firsthand.services.handoffs.queries import one_way_since, why_no_reply
from firsthand.services.intake.threads import at_end_of_merges
from firsthand.services.intake.ticketing import Arrived
from firsthand.services.tickets.actions.locking import locked, merged_here

BESIDE = say("it was written beside the desk, and nobody has said yet whether it is the response that was owed")


def colleague_wrote(arrived: Arrived, *, ticket: Ticket, customers: Sequence[str], desk: Desk) -> Message:
    """Keep what a teammate sent to a conversation: our answer where it is proven that they wrote it and it went to
    `customers` too, else an internal note. Neither reopens anything, and the desk sends neither."""
    ticket = locked(at_end_of_merges(ticket).pk)
    if customers and arrived.sender.teammate is not None and not arrived.automatic:
        return _answer(arrived, ticket=ticket, desk=desk)
    return _note(arrived, ticket=ticket, customers=customers, desk=desk)


def note_above(arrived: Arrived, forwarded: Forwarded, *, ticket: Ticket, desk: Desk) -> None:
    """What a teammate wrote above a message that they forwarded is for us: a note on the ticket that it opened."""
    if forwarded.above:
        own = {"text": forwarded.above, "html": "", "quoted": "", "external_id": None, "content_digest": ""}
        values = {**_said(arrived, arrived.warnings), **own}
        message = Message.objects.create(**values, ticket=ticket, direction=Direction.note)
        with acting_on_ticket(ticket, desk=desk, actor=_actor(arrived)) as act:
            act.append(NoteAdded(message=message.pk), at=arrived.incoming.received_at)


def _answer(arrived: Arrived, *, ticket: Ticket, desk: Desk) -> Message:
    """Our answer, which left before the desk knew of it. It counts once somebody says so; whose role handed the ticket
    over for good is told so on it (S42)."""
    incoming, warnings, person = arrived.incoming, list(arrived.warnings), arrived.sender.teammate
    given = one_way_since(viewer_of(person, at=desk.at, desk=desk), ticket) if person is not None else None
    if given is not None:
        warnings.append(why_no_reply(given))
    message = Message.objects.create(
        **_said(arrived, warnings),
        ticket=ticket,
        direction=Direction.outbound,
        recipients=list(incoming.to),
        copies=[one for one in incoming.cc if one not in incoming.to],
        counts_because=BESIDE,
    )
    talk = Message.objects.filter(ticket__in=[ticket.pk, *merged_here(ticket.pk)], direction=Direction.inbound)
    seen = talk.filter(at__lte=incoming.received_at).order_by("-pk").values_list("pk", flat=True).first()
    replied = Replied(message=message.pk, seen=seen or 0, leaves_within=desk_settings().leaves_within, why=BESIDE)
    at = max(incoming.received_at, ticket.received_at)
    with acting_on_ticket(ticket, desk=desk, actor=_actor(arrived)) as act:
        event = act.append(replied, at=at)
        act.append(ReplyLeft(message=message.pk, reply=event.pk), at=at)
    return message


def _note(arrived: Arrived, *, ticket: Ticket, customers: Sequence[str], desk: Desk) -> Message:
    """Their note, or nobody's where it is not proven that they wrote it: then the desk keeps it, with a warning."""
    channel, warnings = say(channel_of(arrived.incoming.channel).said), list(arrived.warnings)
    if customers:
        warnings.append(say("It says that it went to {customers} as well.", customers=", ".join(customers)))
    message = Message.objects.create(**_said(arrived, warnings), ticket=ticket, direction=Direction.note)
    with acting_on_ticket(ticket, desk=desk, actor=_actor(arrived)) as act:
        why = say("by {channel}", channel=channel)
        act.append(NoteAdded(message=message.pk, why=why), at=arrived.incoming.received_at)
    return message


def _said(arrived: Arrived, warnings: Sequence[Sentence]) -> dict[str, Any]:
    """The columns of a message that both have."""
    incoming, person = arrived.incoming, arrived.sender.teammate
    return {
        "at": incoming.received_at,
        "person": person,
        "sender": person.name if person is not None else incoming.author.said[:400],
        "subject": incoming.subject[:998],
        "text": incoming.text,
        "quoted": incoming.quoted,
        "html": incoming.html or "",
        "channel": incoming.channel,
        "external_id": arrived.external_id,
        "content_digest": incoming.digest,
        "dated_at": incoming.dated_at,
        "automatic": arrived.automatic,
        "warnings": list(map(plain_sentence, warnings)),
    }


def _actor(arrived: Arrived) -> Actor:
    person = arrived.sender.teammate
    return acts_as(person.pk, via=arrived.incoming.endpoint) if person is not None else DESK

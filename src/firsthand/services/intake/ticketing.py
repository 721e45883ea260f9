"""A message as the tickets' services want it: as an opening, as a customer's message, or as a teammate's note."""

from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.domain.conversation.incoming import Authorship, AutoKind, Incoming
from firsthand.domain.events import DESK
from firsthand.domain.events.actors import person as acts_as
from firsthand.domain.events.conversation import CarriedClock, NoteAdded
from firsthand.domain.kept_sentences import plain_sentence
from firsthand.domain.sentences import Sentence, say
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk
from firsthand.services.channels.registry import channel_of
from firsthand.services.intake.senders import Sender
from firsthand.services.intake.threads import at_end_of_merges
from firsthand.services.intake.values import RawFacts
from firsthand.services.tickets.actions.earlier import keep_as_history
from firsthand.services.tickets.actions.locking import locked
from firsthand.services.tickets.actions.opening import MessageAdded, Opening, add_customer_message, open_ticket

LONGEST_ID = 400
SAME_ID = say("Another message came with the same Message-ID; this one has other content and was kept as well.")
NO_ID = say("It came without a usable Message-ID.")


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A message with what was found out about it. `endpoint` is the desk's address that it came to, if it is one;
    `known_id`: its external id belongs to another message already; `joins`: it goes to a ticket that is there;
    `carried` is what was owed to it while it was held."""

    incoming: Incoming
    raw: RawFacts
    sender: Sender
    endpoint: Endpoint | None
    known_id: bool
    joins: bool = False
    carried: tuple[CarriedClock, ...] = ()

    @property
    def external_id(self) -> str | None:
        """The message's own name; None when it has none, or one that is taken or too long."""
        given = self.incoming.external_id
        return None if given is None or self.known_id or len(given) > LONGEST_ID else given

    @property
    def warnings(self) -> tuple[Sentence, ...]:
        """What a reader of the ticket should know."""
        found = list(self.incoming.warnings)
        if self.known_id:
            found.append(SAME_ID)
        elif self.external_id is None:
            found.append(NO_ID)
        if self.joins and self.incoming.authorship is Authorship.unproven:
            found.append(
                say("It is not proven that {address} wrote it: anybody may have.", address=self.sender.address)
            )
        if self.incoming.auto is AutoKind.generated:
            found.append(say("A machine may have written it: {why}.", why=self.incoming.auto_because))
        return tuple(found)

    @property
    def automatic(self) -> str:
        """What it is, where nobody is owed an answer to it: what a machine sent because a message came, and on a ticket
        that is there whatever nobody wrote."""
        auto = self.incoming.auto
        is_machines = auto is not None and (auto.reacts or (self.joins and auto.is_nobodys))
        return auto.value if auto is not None and is_machines else ""

    def opening(self) -> Opening:
        """The message as the tickets' services take it."""
        incoming = self.incoming
        return Opening(
            subject=incoming.subject[:998],
            text=incoming.text,
            quoted=incoming.quoted,
            html=incoming.html or "",
            channel=incoming.channel,
            external_id=self.external_id,
            content_digest=incoming.digest,
            dated_at=incoming.dated_at,
            sender=incoming.author.said[:400],
            recipients=incoming.to,
            copies=tuple(one for one in incoming.cc if one not in incoming.to),
            contact=self.sender.saved_contact(),
            account=self.sender.account,
            endpoint=self.endpoint,
            to_address=incoming.endpoint,
            received_at=incoming.received_at,
            automatic=self.automatic,
            warnings=self.warnings,
            carried=self.carried,
        )


def open_new(arrived: Arrived, *, refused: Ticket | None, desk: Desk) -> MessageAdded:
    """Open a ticket. When the message named one that its sender may not join, the two are linked and both say so."""
    opening = arrived.opening()
    if refused is not None:
        opening = replace(opening, related=refused, notes=(_why_apart(arrived, refused),))
    return open_ticket(opening=opening, desk=desk)


def _why_apart(arrived: Arrived, refused: Ticket) -> Sentence:
    sender = arrived.sender.address
    if arrived.incoming.author.is_unclear:
        why = say("who wrote it can be read in two ways")
    elif arrived.sender.claims is not None:
        why = say("it is not proven that {sender} wrote it", sender=sender)
    else:
        why = say("{sender} is neither on that ticket nor of its account", sender=sender)
    text = "This answers #{number}, but {why}, so it is a ticket of its own."
    return say(text, number=refused.pk, why=why)


def add_to_thread(arrived: Arrived, *, ticket: Ticket, desk: Desk) -> MessageAdded:
    """Add the message to a ticket as the customer's (or as an automatic one, which changes no status)."""
    return add_customer_message(ticket_id=ticket.pk, incoming=arrived.opening(), desk=desk)


def add_to_history(arrived: Arrived, *, ticket: Ticket | None, since: datetime, desk: Desk) -> Message:
    """Keep a message from before the desk answered for its address, on its thread where that is history too."""
    return keep_as_history(opening=arrived.opening(), ticket=ticket, since=since, desk=desk)


def note_of_teammate(arrived: Arrived, *, ticket: Ticket, desk: Desk) -> Message:
    """Keep what a teammate sent to a ticket's signed address as their internal note, or as nobody's where it is not
    proven that they did: then it is the desk that keeps it, with a warning. It goes to nobody outside."""
    ticket = locked(at_end_of_merges(ticket).pk)
    incoming, person, claims = arrived.incoming, arrived.sender.teammate, arrived.sender.claims
    channel = say(channel_of(incoming.channel).said)
    warnings = list(arrived.warnings)
    if claims is not None:
        text = "It came by {channel} and says that it is from {name}, which is not proven: anybody may have written it."
        warnings.append(say(text, channel=channel, name=claims.name))
    message = Message.objects.create(
        ticket=ticket,
        direction=Direction.note,
        at=incoming.received_at,
        person=person,
        sender=person.name if person is not None else incoming.author.said[:400],
        subject=incoming.subject[:998],
        text=incoming.text,
        quoted=incoming.quoted,
        html=incoming.html or "",
        channel=incoming.channel,
        external_id=arrived.external_id,
        content_digest=incoming.digest,
        dated_at=incoming.dated_at,
        automatic=arrived.automatic,
        warnings=list(map(plain_sentence, warnings)),
    )
    actor = acts_as(person.pk, via=incoming.endpoint) if person is not None else DESK
    with acting_on_ticket(ticket, desk=desk, actor=actor) as act:
        act.append(NoteAdded(message=message.pk, why=say("by {channel}", channel=channel)), at=incoming.received_at)
    return message

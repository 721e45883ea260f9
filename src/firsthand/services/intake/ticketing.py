"""A message as the tickets' services want it: as an opening, as a customer's message, or as a teammate's note."""

from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.domain.conversation.incoming import Authorship, AutoKind, Forwarded, Incoming
from firsthand.domain.events.conversation import CarriedClock
from firsthand.domain.mail.addresses import domain_of
from firsthand.domain.sentences import Sentence, say
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Message
from firsthand.models.tickets import Ticket
from firsthand.services.book.desk import Desk
from firsthand.services.channels.registry import channel_of
from firsthand.services.intake.senders import Sender
from firsthand.services.intake.values import RawFacts
from firsthand.services.tickets.actions.earlier import keep_as_history
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
        if self.incoming.authorship is Authorship.disowned:
            found.append(_disowned(self.sender.address))
        elif self.joins and self.incoming.authorship is Authorship.unproven:
            found.append(
                say("It is not proven that {address} wrote it: anybody may have.", address=self.sender.address)
            )
        if self.sender.is_colleague:
            found.append(self._of_colleague())
        if self.incoming.auto is AutoKind.generated:
            found.append(say("A machine may have written it: {why}.", why=self.incoming.auto_because))
        return tuple(found)

    def _of_colleague(self) -> Sentence:
        if self.forwarded is not None and self.sender.teammate is not None:
            return say("{name} forwarded it.", name=self.sender.teammate.name)
        if (claims := self.sender.claims) is None:
            return say("A colleague wrote it, not a customer.")
        text = "It came by {channel} and says that it is from {name}, which is not proven: anybody may have written it."
        return say(text, channel=say(channel_of(self.incoming.channel).said), name=claims.name)

    @property
    def automatic(self) -> str:
        """What it is, where nobody is owed an answer to it: what a machine sent because a message came, and on a ticket
        that is there whatever nobody wrote."""
        auto = self.incoming.auto
        is_machines = auto is not None and (auto.reacts or (self.joins and auto.is_nobodys))
        return auto.value if auto is not None and is_machines else ""

    @property
    def forwarded(self) -> Forwarded | None:
        """The message that a teammate forwards; anybody else's forward is their own message."""
        return self.incoming.forwarded if self.sender.is_colleague else None

    def opening(self) -> Opening:
        """The message as the tickets' services take it. What a teammate forwards is of whoever wrote that."""
        incoming, forwarded = self.incoming, self.forwarded
        return Opening(
            subject=incoming.subject[:998],
            text=incoming.text if forwarded is None else forwarded.text,
            quoted=incoming.quoted,
            html=(incoming.html or "") if forwarded is None else "",
            channel=incoming.channel,
            external_id=self.external_id,
            content_digest=incoming.digest,
            dated_at=incoming.dated_at,
            sender=(forwarded or incoming).author.said[:400],
            answer_to=incoming.answer_to,
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
            entered_by=self.sender.teammate.pk if self.sender.teammate is not None else None,
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


def _disowned(address: str) -> Sentence:
    text = "It is not proven that {address} wrote it, and {domain} asks everybody not to accept such mail."
    return say(text, address=address, domain=domain_of(address))

"""A mail as the tickets' services want it: as an opening, as a customer's message, or as a teammate's note."""

from dataclasses import dataclass, replace

from firsthand.domain.events.actors import person as acts_as
from firsthand.domain.events.conversation import NoteAdded
from firsthand.domain.mail.inbound import AutoKind, InboundMail
from firsthand.domain.sentences import say
from firsthand.models.conversation import Direction, Message
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk
from firsthand.services.intake.senders import Sender
from firsthand.services.intake.threads import at_end_of_merges
from firsthand.services.intake.values import RawFacts
from firsthand.services.tickets.actions.locking import locked
from firsthand.services.tickets.actions.opening import MessageAdded, Opening, add_customer_message, open_ticket

LONGEST_ID = 400
MADE_UP = "no-message-id.firsthand.invalid"
SAME_ID = "Another message came with the same Message-ID; this one has other content and was kept as well."
NO_ID = "It came without a usable Message-ID."
NOT_VERIFIED = "It came by e-mail; that {name} wrote it was not verified."


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A mail with what was found out about it. `known_id`: its Message-ID belongs to another message already."""

    mail: InboundMail
    raw: RawFacts
    sender: Sender
    own: tuple[str, ...]
    known_id: bool

    @property
    def message_id(self) -> str:
        """The mail's own Message-ID, or one made up from its raw bytes when that is absent, taken or too long."""
        given = self.mail.message_id
        if given is None or self.known_id or len(given) > LONGEST_ID:
            return f"<{self.raw.sha256[:40]}@{MADE_UP}>"
        return given

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader of the ticket should know."""
        found = list(self.mail.warnings)
        if self.known_id:
            found.append(SAME_ID)
        elif self.message_id != self.mail.message_id:
            found.append(NO_ID)
        if self.mail.auto is AutoKind.generated:
            found.append(f"A machine may have written it: {self.mail.auto_because}.")
        return tuple(found)

    @property
    def to_address(self) -> str:
        """The desk's address that it was sent to, without a ticket's signature; else whatever it was sent to."""
        given = [one for one in (self.mail.envelope_to, *self.mail.to, *self.mail.cc) if one]
        for address in given:
            local, _, domain = address.partition("@")
            plain = f"{local.partition('+t')[0]}@{domain}"
            for candidate in (address, plain):
                if candidate in self.own:
                    return candidate
        return given[0][:320] if given else ""

    def opening(self) -> Opening:
        """The mail as the tickets' services take it."""
        mail = self.mail
        return Opening(
            subject=mail.subject[:998],
            text=mail.text,
            quoted=mail.quoted,
            html=mail.html or "",
            message_id=self.message_id,
            content_digest=mail.content_digest,
            sender=(f"{mail.from_name} <{mail.from_address}>" if mail.from_name else mail.from_address)[:400],
            recipients=tuple(dict.fromkeys((*mail.to, *mail.cc))),
            contact=self.sender.saved_contact(),
            account=self.sender.account,
            channel="email",
            to_address=self.to_address,
            received_at=self.raw.received_at,
            automatic=AutoKind.auto_reply.value if mail.auto is AutoKind.auto_reply else "",
            warnings=self.warnings,
        )


def open_new(arrived: Arrived, *, refused: Ticket | None, desk: Desk) -> MessageAdded:
    """Open a ticket. When the mail named one that its sender may not join, the two are linked and both say so."""
    opening = arrived.opening()
    if refused is not None:
        note = (
            f"This answers #{refused.pk}, but {arrived.sender.address} is neither on that ticket nor of its account, "
            "so it is a ticket of its own."
        )
        opening = replace(opening, related=refused, notes=(note,))
    return open_ticket(opening=opening, desk=desk)


def add_to_thread(arrived: Arrived, *, ticket: Ticket, desk: Desk) -> MessageAdded:
    """Add the mail to a ticket as the customer's message (or as automatic mail, which changes no status)."""
    return add_customer_message(ticket_id=ticket.pk, incoming=arrived.opening(), desk=desk)


def note_from_teammate(arrived: Arrived, *, ticket: Ticket, person: Person, desk: Desk) -> Message:
    """Keep a teammate's mail to a ticket's signed address as their internal note. It goes to nobody outside."""
    ticket = locked(at_end_of_merges(ticket).pk)
    mail = arrived.mail
    message = Message.objects.create(
        ticket=ticket,
        direction=Direction.note,
        at=arrived.raw.received_at,
        person=person,
        sender=person.name,
        subject=mail.subject[:998],
        text=mail.text,
        quoted=mail.quoted,
        html=mail.html or "",
        message_id=arrived.message_id,
        content_digest=mail.content_digest,
        automatic=AutoKind.auto_reply.value if mail.auto is AutoKind.auto_reply else "",
        warnings=[*arrived.warnings, NOT_VERIFIED.format(name=person.name)],
    )
    actor = acts_as(person.pk, via=arrived.to_address)
    with acting_on_ticket(ticket, desk=desk, actor=actor) as act:
        act.append(NoteAdded(message=message.pk, why=say("by e-mail")), at=arrived.raw.received_at)
    return message

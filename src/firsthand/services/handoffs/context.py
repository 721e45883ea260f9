"""What is given along with a ticket: what the desk knows of it, and what its sender says."""

from collections.abc import Mapping

from firsthand.domain.forms import DeskFact, Filled, Form, known_of
from firsthand.domain.sentences import PLAIN, Sentence
from firsthand.models.conversation import Direction, Message
from firsthand.models.handoffs import Handoff
from firsthand.models.tickets import NO_CLOCK, Ticket
from firsthand.services.channels.handles import correspondents

_SHORT = 400


def context_of(row: Handoff) -> Filled:
    """What was given along with an offer."""
    return Filled.of(row.context)


def is_said_in(context: Filled, message: Message) -> bool:
    """Whether what was given along says all of a message's words, or as many as the desk fills in."""
    words = _short(message)
    return bool(words) and any(words in " ".join(one.value.split()) for one in context.fields)


def known_facts(ticket: Ticket) -> Mapping[DeskFact, str]:
    """What the desk knows of a ticket, each in a text."""
    who = correspondents([ticket.contact_id]).get(ticket.contact_id) if ticket.contact_id is not None else None
    last = Message.objects.filter(ticket=ticket, direction=Direction.inbound).order_by("-at", "-id").first()
    found = {
        DeskFact.customer: (who.name or who.address) if who is not None else "",
        DeskFact.account: ticket.account.name if ticket.account is not None else "",
        DeskFact.link: f"/t/{ticket.pk}",
        DeskFact.stage: ticket.stage,
        DeskFact.severity: ticket.severity,
        DeskFact.topic: ticket.topic,
        DeskFact.last_message: _short(last) if last is not None else "",
        DeskFact.due: ticket.order_at.isoformat() if ticket.next_clock and ticket.order_at < NO_CLOCK else "",
    }
    return {fact: value for fact, value in found.items() if value}


def filled_by_desk(form: Form, ticket: Ticket, *, why: Sentence) -> Filled:
    """A form as the desk fills it in: with what it knows, and in the first text why the ticket goes there."""
    first = form.first_text
    said = {first.name: PLAIN.sentence(why)} if first is not None else {}
    return known_of(form, known_facts(ticket), sent=said)


def _short(message: Message) -> str:
    return " ".join(message.text.split())[:_SHORT]

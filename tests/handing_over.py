"""Offers of tickets, as the tests make and answer them."""

from datetime import datetime

from firsthand.domain.forms import Asked, Filled, fill
from firsthand.domain.handoffs import End
from firsthand.domain.names import Role
from firsthand.models.handoffs import Handoff
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import viewer_of
from firsthand.services.book.desk import open_desk
from firsthand.services.handoffs.actions import terms_for
from firsthand.services.handoffs.context import known_facts
from firsthand.services.tickets.actions import handing_over
from firsthand.services.tickets.actions.ways import holder_of

WHY = "They cannot log in since the upgrade."
ESSENCE = "Nobody at Acme can log in."


def context(ticket: Ticket, role: Role, at: datetime, **said: str) -> Filled:
    """What the book asks of this hand-over, its first text filled in."""
    form = terms_for(ticket, sender=holder_of(ticket).role, receiver=role, desk=open_desk(at)).form
    first = form.first_text
    sent = {first.name: WHY, **said} if first is not None else said
    return fill(form, sent, Asked(at=at, zone="UTC", known=known_facts(ticket)))


def offer(by: Person, ticket: Ticket, role: str, *, at: datetime, to: Person | None = None, **said: str) -> Handoff:
    """Offer a ticket to a role, or to somebody there."""
    ticket.refresh_from_db()
    return handing_over.offer(
        viewer=viewer_of(by, at=at),
        ticket_id=ticket.pk,
        to=End(role=Role(role), person=to.pk if to is not None else None),
        context=context(ticket, Role(role), at, **said),
        at=at,
    )


def accept(by: Person, row: Handoff, *, at: datetime, essence: str = ESSENCE) -> Handoff:
    """Read it back, and take it over."""
    return handing_over.accept(viewer=viewer_of(by, at=at), handoff_id=row.pk, essence=essence, at=at)


def hand_over(by: Person, ticket: Ticket, to: Person, role: str, *, at: datetime) -> Ticket:
    """Offered to somebody of a role, and accepted by them."""
    accept(to, offer(by, ticket, role, at=at, to=to), at=at)
    ticket.refresh_from_db()
    return ticket

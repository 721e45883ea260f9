"""Who owes the next step: assigning, taking, giving back."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.ownership import Route, route
from firsthand.domain.tickets import Role, TicketKind, TicketStatus
from firsthand.domain.words import words
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.audit.actions import record
from firsthand.services.clocks.actions import follow_status
from firsthand.services.people.queries import holders_of
from firsthand.services.policy.queries import edition
from firsthand.services.tickets.actions.locking import lock_unended, touch


def assign(*, viewer: Viewer, ticket_id: int, role: Role, person_id: int | None, at: datetime, why: str = "") -> Ticket:
    """Make a role, and one of its holders or nobody yet, responsible.

    Raises Refused with the right route when the book keeps the viewer's role from going there (S40), and Invalid
    when the person does not hold the role.
    """
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        if role != ticket.responsible_role:
            way = way_to(viewer=viewer, ticket=ticket, role=role, at=at)
            if not way.allowed:
                raise Refused("wrong_route", way.text, field="role")
        person = _holder(role, person_id, at=at)
        before = {"role": ticket.responsible_role, "person": ticket.responsible_id}
        ticket.responsible_role, ticket.responsible = role, person
        _start(ticket)
        touch(ticket, at=at)
        event = record(
            ticket=ticket,
            at=at,
            actor_id=viewer.person_id,
            verb="assigned",
            why=why,
            detail={"from": before, "role": role.value, "to": person.name if person else ""},
        )
        follow_status(ticket=ticket, event=event, at=at)
    return ticket


def take(*, viewer: Viewer, ticket_id: int, at: datetime) -> Ticket:
    """Take the ticket: the viewer, who holds its responsible role, owes the next step. No clock stops for that."""
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        if Role(ticket.responsible_role) not in viewer.roles:
            raise Refused(
                "not_your_role",
                f"{words(ticket.responsible_role).capitalize()} is responsible, and you do not hold that role. "
                "Assign it to a role of yours, or leave a note.",
            )
        if ticket.responsible_id == viewer.person_id:
            return ticket
        before = ticket.responsible_id
        ticket.responsible = Person.objects.get(pk=viewer.person_id)
        _start(ticket)
        touch(ticket, at=at)
        event = record(ticket=ticket, at=at, actor_id=viewer.person_id, verb="taken", detail={"from": before or ""})
        follow_status(ticket=ticket, event=event, at=at)
    return ticket


def release(*, viewer: Viewer, ticket_id: int, at: datetime, why: str = "") -> Ticket:
    """Give the ticket back to its team; the role stays responsible."""
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        if ticket.responsible_id is None:
            raise Invalid("not_taken", "Nobody has taken this ticket.")
        ticket.responsible = None
        touch(ticket, at=at)
        record(ticket=ticket, at=at, actor_id=viewer.person_id, verb="released", why=why)
    return ticket


def way_to(*, viewer: Viewer, ticket: Ticket, role: Role, at: datetime) -> Route:
    """Whether the viewer may give the ticket to a role: as the ticket's responsible role if the viewer holds it,
    else by the best of the viewer's own roles."""
    book = edition(known_at=at)
    kind = TicketKind(ticket.kind)
    current = Role(ticket.responsible_role)
    froms = [current] if current in viewer.roles or not viewer.roles else sorted(viewer.roles)
    ways = [route(book, from_role, role, kind=kind, at=at) for from_role in froms]
    return next((way for way in ways if way.allowed), ways[0])


def _start(ticket: Ticket) -> None:
    if ticket.status == TicketStatus.new and ticket.responsible is not None:
        ticket.status = TicketStatus.open


def _holder(role: Role, person_id: int | None, *, at: datetime) -> Person | None:
    if person_id is None:
        return None
    for person in holders_of(role=role, at=at):
        if person.pk == person_id:
            return person
    raise Invalid("not_a_holder", f"Choose somebody who holds the role {words(role)} today.", field="person")

"""Who owes the next step: assigning, taking, giving back."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.events.tickets import Assigned, Released, Taken
from firsthand.domain.names import Kind, NameFamily, Role, TeamName
from firsthand.domain.ownership import Route, route
from firsthand.domain.sentences import Name, say
from firsthand.domain.tickets import Cause
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.people.queries import holders_of
from firsthand.services.tickets.actions.locking import lock_unended
from firsthand.services.tickets.actions.restricting import check_let_in
from firsthand.services.tickets.actions.status import move


def assign(
    *,
    viewer: Viewer,
    ticket_id: int,
    role: Role,
    person_id: int | None,
    at: datetime,
    team: TeamName | None = None,
    had: int | None = None,
    why: str = "",
) -> Ticket:
    """Make a role, in one of its teams if named, and one of its holders or nobody yet, responsible. `had` is the person
    who had the ticket when the viewer looked, None for nobody.

    Raises Refused when somebody else has it by now, with the right route when the book keeps the viewer's role from
    going there (S40), or when nobody there is let in to a restricted ticket; and Invalid when the person does not hold
    the role.
    """
    with transaction.atomic():
        ticket, desk = lock_unended(viewer=viewer, ticket_id=ticket_id), open_desk(at)
        if role != ticket.responsible_role:
            way = way_to(viewer=viewer, ticket=ticket, role=role, desk=desk)
            if not way.allowed:
                raise Refused("wrong_route", way.text, field="role")
        if role not in desk.organisation.roles:
            raise Invalid(
                "unknown_role", say("The book has no role {role}.", role=Name(role, NameFamily.role)), field="role"
            )
        if team is not None and (team not in desk.organisation.teams or desk.organisation.teams[team].role != role):
            raise Invalid(
                "unknown_team",
                say(
                    "The role {role} has no team {team}.",
                    role=Name(role, NameFamily.role),
                    team=Name(team, NameFamily.team),
                ),
                field="team",
            )
        person = _holder(role, person_id, desk=desk)
        _check_not_overtaken(ticket, had=had, viewer=viewer)
        check_let_in(ticket, role=role, person=person, desk=desk)
        with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
            assigned = Assigned(
                from_role=ticket.responsible_role,
                from_person=ticket.responsible_id,
                role=role,
                team=team or "",
                person=person.pk if person else None,
                why=why,
            )
            ticket.responsible_role, ticket.team, ticket.responsible = role, team, person
            event = act.append(assigned)
            if person is not None:
                move(act, ticket, cause=Cause.taken, because=event)
            act.settle()  # another role owes other clocks
    return ticket


def take(*, viewer: Viewer, ticket_id: int, at: datetime, had: int | None = None) -> Ticket:
    """Take the ticket: the viewer, who holds its responsible role, owes the next step. No clock stops for that.

    It is taken over from `had` alone, the person who had it when the viewer looked (None: nobody); Refused when
    somebody else has it by now."""
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        if ticket.responsible_role not in viewer.roles:
            role = viewer.organisation.called(ticket.responsible_role, NameFamily.role)
            raise Refused(
                "not_your_role",
                say(
                    "The role {role} is responsible, and you do not hold it. Assign the ticket to a role of yours, or "
                    "leave a note.",
                    role=Name(role, NameFamily.role),
                ),
            )
        if ticket.responsible_id == viewer.person_id:
            return ticket
        _check_not_overtaken(ticket, had=had, viewer=viewer)
        with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
            event = act.append(Taken(from_person=ticket.responsible_id))
            ticket.responsible_id = viewer.person_id
            move(act, ticket, cause=Cause.taken, because=event)
    return ticket


def release(*, viewer: Viewer, ticket_id: int, at: datetime, why: str = "") -> Ticket:
    """Give the ticket back to its team; the role stays responsible."""
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        if ticket.responsible_id is None:
            raise Invalid("not_taken", say("Nobody has taken this ticket."))
        with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
            act.append(Released(from_person=ticket.responsible_id, why=why))
            ticket.responsible = None
    return ticket


def way_to(*, viewer: Viewer, ticket: Ticket, role: Role, desk: Desk) -> Route:
    """Whether the viewer may give the ticket to a role: as the ticket's responsible role if the viewer holds it,
    else by the best of the viewer's own roles."""
    kind, current = Kind(ticket.kind), Role(ticket.responsible_role)
    froms = [current] if current in viewer.roles or not viewer.roles else sorted(viewer.roles)
    ways = [route(desk.edition, from_role, role, kind=kind, at=desk.at) for from_role in froms]
    return next((way for way in ways if way.allowed), ways[0])


def _check_not_overtaken(ticket: Ticket, *, had: int | None, viewer: Viewer) -> None:
    """Nobody loses a ticket that they took while another still saw it as free."""
    if ticket.responsible is not None and ticket.responsible_id not in (had, viewer.person_id):
        words = say("{who} has this ticket by now. Take it over if you agree between you.", who=ticket.responsible.name)
        raise Refused("taken_meanwhile", words)


def _holder(role: Role, person_id: int | None, *, desk: Desk) -> Person | None:
    if person_id is None:
        return None
    for person in holders_of(role=role, at=desk.at):
        if person.pk == person_id:
            return person
    raise Invalid(
        "not_a_holder",
        say("Choose somebody who holds the role {role} today.", role=Name(role, NameFamily.role)),
        field="person",
    )

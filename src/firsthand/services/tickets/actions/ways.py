"""Where a ticket may go: who has it, whether the book lets it go there, and whether anybody is there."""

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.events.handoffs import HandedOver, HandoverTakenBack
from firsthand.domain.events.tickets import Assigned, Released, Taken
from firsthand.domain.handoffs import End
from firsthand.domain.names import Kind, NameFamily, Role, TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.ownership import Route, route
from firsthand.domain.sentences import Name, say
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk
from firsthand.services.people.queries import holders_of

CUSTODY = (Taken.verb, Assigned.verb, Released.verb, HandedOver.verb, HandoverTakenBack.verb)
"""The verbs by which a ticket comes to have another person, team or role."""


def holder_of(ticket: Ticket) -> End:
    """Who has the ticket: the responsible role, its team and the person, if any."""
    team = TeamName(ticket.team) if ticket.team else None
    return End(role=Role(ticket.responsible_role), team=team, person=ticket.responsible_id)


def way_to(*, viewer: Viewer, ticket: Ticket, role: Role, desk: Desk) -> Route:
    """Whether the viewer may give the ticket to a role: as the ticket's responsible role if the viewer holds it,
    else by the best of the viewer's own roles."""
    kind, current = Kind(ticket.kind), Role(ticket.responsible_role)
    froms = [current] if current in viewer.roles or not viewer.roles else sorted(viewer.roles)
    ways = [route(desk.edition, from_role, role, kind=kind, at=desk.at) for from_role in froms]
    return next((way for way in ways if way.allowed), ways[0])


def check_way(*, viewer: Viewer, ticket: Ticket, role: Role, desk: Desk, field: str) -> None:
    """Raise Refused with the right route where the book has none from the viewer's role to another (S40)."""
    if role != ticket.responsible_role:
        way = way_to(viewer=viewer, ticket=ticket, role=role, desk=desk)
        if not way.allowed:
            raise Refused("wrong_route", way.text, field=field)


def checked_end(to: End, *, desk: Desk) -> Person | None:
    """The person of an end that a form names. Raises Invalid for a role or team that the book has not, and for somebody
    who does not hold the role."""
    if to.role not in desk.organisation.roles:
        role = Name(to.role, NameFamily.role)
        raise Invalid("unknown_role", say("The book has no role {role}.", role=role), field="role")
    if to.team is not None and (
        to.team not in desk.organisation.teams or desk.organisation.teams[to.team].role != to.role
    ):
        words = "The role {role} has no team {team}."
        role, team = Name(to.role, NameFamily.role), Name(to.team, NameFamily.team)
        raise Invalid("unknown_team", say(words, role=role, team=team), field="team")
    if to.person is None:
        return None
    for person in holders_of(role=to.role, at=desk.at):
        if person.pk == to.person:
            return person
    words = "Choose somebody who holds the role {role} today."
    raise Invalid("not_a_holder", say(words, role=Name(to.role, NameFamily.role)), field="person")


def may_give(viewer: Viewer, ticket: Ticket) -> bool:
    """Whether the ticket is the viewer's to hand over: they hold the responsible role, or head it, or have it."""
    role = Role(ticket.responsible_role)
    theirs = {role, *viewer.organisation.heads_of(role)} & viewer.roles
    return bool(theirs) or ticket.responsible_id == viewer.person_id


def check_gives(viewer: Viewer, ticket: Ticket) -> None:
    """Raise Refused unless the ticket is the viewer's to hand over."""
    if may_give(viewer, ticket):
        return
    role = Role(ticket.responsible_role)
    words = "{role} is responsible, and hands it over. Leave a note for them, or propose what it is."
    raise Refused("not_your_role", say(words, role=Name(role, NameFamily.role)))


def may_assign_directly(viewer: Viewer, role: Role) -> bool:
    """Whether the viewer heads a role and may, by the book, make somebody of it responsible at once."""
    heads = set(viewer.organisation.heads_of(role))
    return bool(heads & viewer.roles) and viewer.may(Right.assign_directly)

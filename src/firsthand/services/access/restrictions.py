"""Who is let in to a restricted ticket: what the doors ask, and whom word about it may reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Exists, Expression, F, OuterRef, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from firsthand.domain.names import Role, TeamName
from firsthand.models.people import Person, RoleHolding
from firsthand.models.restrictions import Restriction
from firsthand.services.access.viewers import Viewer, held_at
from firsthand.services.book.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Circle:
    """The roles, teams and persons who are let in to a ticket: whoever holds one of the roles now, whoever the book has
    in one of the teams now, and the persons."""

    roles: frozenset[Role] = frozenset()
    teams: frozenset[TeamName] = frozenset()
    people: frozenset[int] = frozenset()

    def lets_in(self, viewer: Viewer) -> bool:
        """Whether the viewer is one of them."""
        return viewer.person_id in self.people or bool(self.roles & viewer.held) or bool(self.teams & viewer.teams)

    def joined(self, other: "Circle") -> "Circle":
        """Everybody of either."""
        return Circle(roles=self.roles | other.roles, teams=self.teams | other.teams, people=self.people | other.people)

    def with_person(self, number: int) -> "Circle":
        """The same, and somebody."""
        return Circle(roles=self.roles, teams=self.teams, people=self.people | {number})


class ShutOut(Expression):
    """Whether somebody is shut out of the ticket with this number: it is restricted, and none of these is let in. One
    text of SQL, because a page asks it a dozen times, and making it of querysets took most of the page's time."""

    _TEXT = """EXISTS (
        SELECT 1 FROM firsthand_restriction AS restricted WHERE restricted.ticket_id = {ticket} AND NOT EXISTS (
            SELECT 1 FROM firsthand_letin AS invited WHERE invited.restriction_id = restricted.ticket_id AND ({invited})
        ))"""

    def __init__(self, ticket: str, *, person: int, roles: frozenset[Role], teams: frozenset[TeamName]) -> None:
        super().__init__(output_field=BooleanField())
        self._ticket: Any = F(ticket)
        self._whom = {"person_id": (person,), "role": tuple(roles), "team": tuple(teams)}

    def get_source_expressions(self) -> list[Any]:
        """The way to the ticket."""
        return [self._ticket]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        """Take the way to the ticket, resolved."""
        [self._ticket] = exprs

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """The text with the way to the ticket, and who asks."""
        ticket, way = compiler.compile(self._ticket)
        places = {column: ", ".join(["%s"] * len(names)) for column, names in self._whom.items() if names}
        invited = " OR ".join(f"invited.{column} IN ({among})" for column, among in places.items())
        whom = tuple(name for names in self._whom.values() for name in names)
        return self._TEXT.format(ticket=ticket, invited=invited), (*way, *whom)


def is_shut_out(viewer: Viewer, ticket: str) -> ShutOut:
    """Whether the viewer is not let in to a ticket, as a condition; `ticket` is the way from a row to its ticket."""
    return ShutOut(ticket, person=viewer.person_id, roles=viewer.held, teams=viewer.teams)


def shut_out(viewer: Viewer) -> QuerySet[Restriction]:
    """The restrictions whose tickets the viewer is not let in to; their keys are the tickets' numbers."""
    return Restriction.objects.filter(is_shut_out(viewer, "pk"))


def shut_out_of(viewer: Viewer, numbers: Iterable[int]) -> frozenset[int]:
    """Which of these tickets the viewer is not let in to."""
    wanted = set(numbers)
    return frozenset(shut_out(viewer).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else frozenset()


def circle_of(ticket_id: int) -> Circle | None:
    """Who is let in to a ticket; None when it is everybody's."""
    rows = list(Restriction.objects.filter(pk=ticket_id).values_list("let_in__role", "let_in__team", "let_in__person"))
    if not rows:
        return None
    return Circle(
        roles=frozenset(Role(role) for role, _, _ in rows if role is not None),
        teams=frozenset(TeamName(team) for _, team, _ in rows if team is not None),
        people=frozenset(number for _, _, number in rows if number is not None),
    )


def members_of(circle: Circle, desk: Desk) -> list[Person]:
    """The active people of a circle at the desk's instant, by name; a team that is no more has those whom it had."""
    teams = {**desk.organisation.teams_once, **desk.organisation.teams}
    mails = {mail.lower() for name in circle.teams if name in teams for mail in teams[name].members}
    holding = RoleHolding.objects.filter(held_at(desk.at), person=OuterRef("pk"), role__in=circle.roles)
    let_in = Q(pk__in=circle.people) | Q(email__in=mails) | Q(Exists(holding))
    return list(Person.objects.filter(let_in, is_active=True).order_by("name", "id"))

"""Who is let in to a restricted ticket: what the doors ask, and whom word about it may reach."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from firsthand.domain.names import Role, TeamName
from firsthand.models.people import Person, RoleHolding
from firsthand.models.restrictions import LetIn, Restriction
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


def shut_out(viewer: Viewer) -> QuerySet[Restriction]:
    """The restrictions whose tickets the viewer is not let in to; their keys are the tickets' numbers."""
    invited = LetIn.objects.filter(
        Q(person=viewer.person_id) | Q(role__in=viewer.held) | Q(team__in=viewer.teams), restriction=OuterRef("pk")
    )
    return Restriction.objects.exclude(Exists(invited))


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

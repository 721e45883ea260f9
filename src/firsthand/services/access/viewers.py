"""Who is looking, and what they may do. Which rows they reach is told by the doors beside it (`doors.py`).

This room imports tables and rules only, so that every other room may stand on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import cast

from django.db.models import Exists, F, OuterRef, Q

from firsthand.domain.errors import Refused
from firsthand.domain.events.actors import Actor, person
from firsthand.domain.names import Role, TeamName
from firsthand.domain.organisation import Organisation, Permission, Right, may
from firsthand.models.people import Person, RoleHolding
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare

WHO, NOW = cast("int", Blank("who")), cast("datetime", Blank("now"))
"""Who looks, and when, in a prepared query."""


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """A teammate as of one instant: who, in which zone, with which roles, in the company as the book has it then.
    `held` are the roles by the names under which they were given."""

    person_id: int
    name: str
    email: str
    zone: str
    held: frozenset[Role]
    is_owner: bool
    organisation: Organisation

    @property
    def actor(self) -> Actor:
        """The viewer as who did something."""
        return person(self.person_id)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles that the viewer has in the book, from the instant of force of another name on."""
        return frozenset(map(self.organisation.now, self.held))

    @cached_property
    def teams(self) -> frozenset[TeamName]:
        """The teams that the book has the viewer in, and those that are no more in which it had them."""
        mine = self.email.lower()
        teams = (*self.organisation.teams.values(), *self.organisation.teams_once.values())
        return frozenset(team.name for team in teams if any(mine == mail.lower() for mail in team.members))

    def may(self, right: Right) -> bool:
        """Whether this viewer has `right`."""
        return permission(self, right).allowed


def held_at(at: datetime) -> Q:
    """The holdings in force at `at`: half-open, from `from_at` until before `to_at`."""
    return Q(from_at__lte=at) & (Q(to_at=None) | Q(to_at__gt=at))


def role_names(organisation: Organisation, roles: Iterable[Role]) -> list[str]:
    """Roles of now by their names of now and of other times, as rows may have them."""
    wanted = set(roles)
    return sorted({*wanted, *(old for old, now in organisation.became.roles.items() if now in wanted)})


def own_names(viewer: Viewer) -> list[str]:
    """The names of the viewer's roles, those of other times too."""
    return sorted({*viewer.held, *role_names(viewer.organisation, viewer.roles)})


def vacant_roles(organisation: Organisation, at: datetime) -> Q:
    """Of known roles, by whichever name, those that nobody holds."""
    held = RoleHolding.objects.filter(held_at(at), person__is_active=True)
    renamed = sorted(set(organisation.became.roles.values()))
    found = Q(~Exists(held.filter(role=OuterRef("name"))))
    if renamed:
        found &= ~Q(name__in=role_names(organisation, renamed))
    for role in renamed:
        names = role_names(organisation, [role])
        found |= Q(~Exists(held.filter(role__in=names)), name__in=names)
    return found


def same_role(organisation: Organisation, one: str, other: str) -> Q:
    """Of rows, those two of whose columns name the same role, by whichever names."""
    found = Q(**{one: F(other)})
    for role in sorted(set(organisation.became.roles.values())):
        names = role_names(organisation, [role])
        found |= Q(**{f"{one}__in": names, f"{other}__in": names})
    return found


def viewer_of(person: Person, *, at: datetime, desk: Desk | None = None) -> Viewer:
    """The viewer that `person` is at `at`; `desk` is the one of that instant, where it is open already. Somebody
    deactivated is a viewer with no role and no desk."""
    held: frozenset[Role] = frozenset()
    if person.is_active:
        held = frozenset(Role(role) for (role,) in _roles_held().rows(who=person.pk, now=at))
    return Viewer(
        person_id=person.pk,
        name=person.name,
        email=person.email or "",
        zone=person.zone,
        held=held,
        is_owner=person.is_owner and person.is_active,
        organisation=(desk or open_desk(at)).organisation,
    )


@cache
def _roles_held() -> PreparedQuery:
    """The roles that somebody holds."""
    return prepare(RoleHolding.objects.filter(held_at(NOW), person_id=WHO).values_list("role"))


def anybody_like(viewer: Viewer) -> Viewer:
    """The viewer but for who it is: one for all who hold the same roles, and are in no team, in the same company. What
    is prepared for them asks the same doors, with `WHO` left blank."""
    return replace(viewer, person_id=WHO, name="", zone="", email=viewer.email if viewer.teams else "")


def permission(viewer: Viewer, right: Right) -> Permission:
    """Whether the viewer has `right`, and whose it is when not."""
    return may(right, viewer.organisation, roles=viewer.roles, is_owner=viewer.is_owner)


def require(viewer: Viewer, right: Right) -> None:
    """Raise Refused, with the sentence that names who may, unless the viewer has `right` (S5)."""
    answer = permission(viewer, right)
    if not answer.allowed:
        raise Refused("not_yours", answer.refusal)

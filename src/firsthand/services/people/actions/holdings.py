"""Which roles somebody holds from an instant on: rows for the acts that give and end them, which keep the event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.errors import Invalid
from firsthand.domain.events.people import RoleGiven
from firsthand.domain.names import Role
from firsthand.domain.sentences import say
from firsthand.models.people import Person, RoleHolding


@dataclass(frozen=True, kw_only=True)
class RoleWanted:
    """A role that somebody shall hold, outright or as a stand-in."""

    role: Role
    acting: bool = False


def held_by(person: Person) -> tuple[RoleGiven, ...]:
    """The roles that a person holds without an end, or will, by name."""
    rows = RoleHolding.objects.filter(person=person, to_at=None).order_by("role").values_list("role", "acting")
    return tuple(RoleGiven(role=role, acting=acting) for role, acting in rows)


def hold(person: Person, roles: Sequence[RoleWanted], *, at: datetime) -> None:
    """From `at` on the person holds exactly `roles`. Raises Invalid for a role named twice."""
    wanted = {one.role: one.acting for one in roles}
    if len(wanted) != len(roles):
        raise Invalid("role_twice", say("Each role can be given once."), field="roles")
    kept: set[Role] = set()
    for holding in RoleHolding.objects.filter(person=person, to_at=None):
        role = Role(holding.role)
        if role in wanted and wanted[role] == holding.acting:
            kept.add(role)
        elif holding.from_at >= at:
            holding.delete()
        else:
            holding.to_at = at
            holding.save(update_fields=["to_at"])
    RoleHolding.objects.bulk_create(
        RoleHolding(person=person, role=role, acting=acting, from_at=at)
        for role, acting in wanted.items()
        if role not in kept
    )

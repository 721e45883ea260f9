"""Who holds which role from when to when (A20), and who owns the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid
from firsthand.domain.people.permissions import Act
from firsthand.domain.tickets import Role
from firsthand.models.people import Person, RoleHolding
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.people.actions.members import keep_an_owner, locked


@dataclass(frozen=True, kw_only=True)
class RoleWanted:
    """A role that somebody shall hold, outright or as a stand-in."""

    role: Role
    acting: bool = False


@transaction.atomic
def set_roles(*, viewer: Viewer, person_id: int, roles: Sequence[RoleWanted], at: datetime) -> Person:
    """From `at` on the person holds exactly `roles`. What was held before is kept with its end; a holding whose
    `acting` changes ends and begins anew. Raises Invalid for a role named twice or somebody who has left."""
    require(viewer, Act.run_desk)
    person = locked(person_id)
    if not person.is_active:
        raise Invalid("has_left", f"{person.name} has left the desk and holds no role.", field="person")
    give_roles(person=person, roles=roles, at=at)
    return person


def give_roles(*, person: Person, roles: Sequence[RoleWanted], at: datetime) -> None:
    """As `set_roles`, for a caller that has checked who asks."""
    wanted = {one.role: one.acting for one in roles}
    if len(wanted) != len(roles):
        raise Invalid("role_twice", "Each role can be given once.", field="roles")
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


@transaction.atomic
def set_owner(*, viewer: Viewer, person_id: int, is_owner: bool) -> Person:
    """Make somebody an owner of the desk, or no longer one. Raises Refused for the last owner."""
    require(viewer, Act.run_desk)
    person = locked(person_id)
    if person.is_owner and not is_owner:
        keep_an_owner(without=person)
    if is_owner and not person.is_active:
        raise Invalid("has_left", f"{person.name} has left the desk and cannot own it.", field="person")
    person.is_owner = is_owner
    person.save(update_fields=["is_owner"])
    return person

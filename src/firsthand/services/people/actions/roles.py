"""Who holds which role from when, and who owns the desk. Each change is an event on the person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid
from firsthand.domain.events.people import OwnerSet, RolesSet
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk
from firsthand.services.people.actions.holdings import RoleWanted, held_by, hold
from firsthand.services.people.actions.members import keep_an_owner, locked


@transaction.atomic
def set_roles(*, viewer: Viewer, person_id: int, roles: Sequence[RoleWanted], at: datetime) -> Person:
    """From `at` on the person holds exactly `roles`. What was held before is kept with its end; a holding whose
    `acting` changes ends and begins anew. Raises Invalid for a role named twice or somebody who has left."""
    require(viewer, Right.run_desk)
    person = locked(person_id)
    if not person.is_active:
        raise Invalid("has_left", say("{name} has left the desk and holds no role.", name=person.name), field="person")
    before = held_by(person)
    hold(person, roles, at=at)
    after = held_by(person)
    if after != before:
        with acting(person.subject, desk=open_desk(at), actor=viewer.actor) as act:
            act.append(RolesSet(before=before, after=after))
    return person


@transaction.atomic
def set_owner(*, viewer: Viewer, person_id: int, is_owner: bool, at: datetime) -> Person:
    """Make somebody an owner of the desk, or no longer one. Raises Refused for the last owner."""
    require(viewer, Right.run_desk)
    person = locked(person_id)
    if person.is_owner == is_owner:
        return person
    if not is_owner:
        keep_an_owner(without=person)
    elif not person.is_active:
        raise Invalid("has_left", say("{name} has left the desk and cannot own it.", name=person.name), field="person")
    person.is_owner = is_owner
    person.save(update_fields=["is_owner"])
    with acting(person.subject, desk=open_desk(at), actor=viewer.actor) as act:
        act.append(OwnerSet(is_owner=is_owner))
    return person

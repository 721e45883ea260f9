"""Leaving: composed of the rooms in which somebody may hold or owe something."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from firsthand.domain.events.people import Deactivated
from firsthand.domain.names import Role
from firsthand.models.events import Event
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import open_desk
from firsthand.services.handoffs.actions import leave_offers
from firsthand.services.handoffs.provisional import end_all_of
from firsthand.services.help.actions import leave_help
from firsthand.services.leaving.owned import OWNED, Heir, Leaver
from firsthand.services.people.actions import deactivate
from firsthand.services.people.actions.holdings import held_by
from firsthand.services.people.actions.members import locked


@transaction.atomic
def leave(*, viewer: Viewer, person_id: int, at: datetime, heirs: Sequence[Heir] = ()) -> Person:
    """Somebody is here no more, as `deactivate` says. What they own goes to the heirs who are named; where none is, to
    the lead of the role by name, and where it has none back to the team (a task to nobody, for whoever gave it or an
    owner to hand on). What was offered to or by them, and the help that they asked for or look after,
    falls to the lead of the role that it was for. Every clock runs
    on. What they had begun provisionally is so no more. Raises Invalid for an heir who does not hold the role."""
    desk, person = open_desk(at), locked(person_id)
    roles = tuple(desk.organisation.now(Role(one.role)) for one in held_by(person))
    was_here = person.is_active
    person = deactivate(viewer=viewer, person_id=person_id, at=at)
    if not was_here:
        return person
    left = Event.objects.filter(subject=person.subject_id, verb=Deactivated.verb).latest("id")
    leaver = Leaver(person=person, roles=roles, heirs=tuple(heirs), desk=desk, actor=viewer.actor, because=left.pk)
    for owned in OWNED:
        owned.hand_on(leaver)
    leave_offers(person, desk=desk, actor=viewer.actor, because=left.pk)
    leave_help(person, desk=desk, actor=viewer.actor, because=left.pk)
    end_all_of(person, desk=desk, actor=viewer.actor)
    return person

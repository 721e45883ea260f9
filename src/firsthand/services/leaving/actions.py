"""Leaving: composed of the rooms in which somebody may hold or owe something."""

from datetime import datetime

from django.db import transaction

from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import open_desk
from firsthand.services.handoffs.actions import leave_offers
from firsthand.services.handoffs.provisional import end_all_of
from firsthand.services.people.actions import deactivate


@transaction.atomic
def leave(*, viewer: Viewer, person_id: int, at: datetime) -> Person:
    """Somebody is here no more, as `deactivate` says; what was offered to or by them falls to the lead of the role that
    it was for, by name, and its clock runs on; what they had begun
    provisionally is so no more."""
    person = deactivate(viewer=viewer, person_id=person_id, at=at)
    desk = open_desk(at)
    leave_offers(person, desk=desk, actor=viewer.actor)
    end_all_of(person, desk=desk, actor=viewer.actor)
    return person

"""Leaving: composed of the rooms in which somebody may hold or owe something."""

from datetime import datetime

from django.db import transaction

from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import open_desk
from firsthand.services.handoffs.actions import leave_offers
from firsthand.services.people.actions import deactivate


@transaction.atomic
def leave(*, viewer: Viewer, person_id: int, at: datetime) -> Person:
    """Somebody is here no more, as `deactivate` says; what was offered to or by them falls to the lead of the role that
    it was for, by name, and its clock runs on."""
    person = deactivate(viewer=viewer, person_id=person_id, at=at)
    leave_offers(person, desk=open_desk(at), actor=viewer.actor)
    return person

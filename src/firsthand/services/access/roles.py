"""The roles for which somebody answers: their own, and those that fall to the desk's owners."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from firsthand.models.names import KnownRole
from firsthand.models.people import RoleHolding
from firsthand.services.access.viewers import Viewer, held_at


def roles_of(viewer: Viewer, at: datetime) -> QuerySet[Any, Any]:
    """The names of the viewer's roles; of an owner of the desk also of those that nobody holds (A20)."""
    mine = Q(name__in=viewer.roles | viewer.held)
    if viewer.is_owner:
        mine |= ~Q(Exists(RoleHolding.objects.filter(held_at(at), role=OuterRef("name"), person__is_active=True)))
    return KnownRole.objects.filter(mine).values("name")

"""The roles for which somebody answers: their own, and those that fall to the desk's owners."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from firsthand.models.names import KnownRole
from firsthand.services.access.viewers import Viewer, own_names, vacant_roles


def roles_of(viewer: Viewer, at: datetime) -> QuerySet[Any, Any]:
    """The names of the viewer's roles, of other times too; of an owner of the desk also of those that nobody holds
    (A20)."""
    mine = Q(name__in=own_names(viewer))
    if viewer.is_owner:
        mine |= vacant_roles(viewer.organisation, at)
    return KnownRole.objects.filter(mine).values("name")

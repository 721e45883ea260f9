"""Whose the answer to a proposal is."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from firsthand.domain.organisation import PROPOSABLE_ACTS, Act
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.people import RoleHolding
from firsthand.models.proposals import UNANSWERED, Proposal
from firsthand.services.access.doors import proposals_for
from firsthand.services.access.viewers import Viewer, held_at


def answerable_by(viewer: Viewer, *, at: datetime) -> Q:
    """Of proposals, those that wait for the viewer: who may do the act itself, who holds the role that the book makes
    owe the answer, and an owner of the desk where nobody holds a role that may (A20), so that none waits unseen."""
    owed = Clock.objects.filter(subject=OuterRef("subject"), state__in=LIVE, owed_by__in=viewer.roles)
    found: Q = Q(act__in=[act.value for act in PROPOSABLE_ACTS if viewer.may(act)]) | Q(Exists(owed))
    if viewer.is_owner:
        for act in PROPOSABLE_ACTS:
            if not viewer.may(act):
                found |= Q(act=act.value) & Q(~Exists(_holdings(viewer, act, at=at)))
    return found


def waiting_for(viewer: Viewer, *, at: datetime) -> QuerySet[Proposal]:
    """The open proposals that wait for the viewer's answer."""
    return proposals_for(viewer).filter(UNANSWERED).filter(answerable_by(viewer, at=at))


def _holdings(viewer: Viewer, act: Act, *, at: datetime) -> QuerySet[RoleHolding]:
    roles = viewer.organisation.who_may(act)
    return RoleHolding.objects.filter(held_at(at), role__in=roles, person__is_active=True)

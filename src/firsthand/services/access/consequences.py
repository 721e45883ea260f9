"""Whose the answers are that sales asked for before it moves an account."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from firsthand.models.consequences import UNANSWERED, AskedConsequence, ConsequenceRound
from firsthand.models.people import RoleHolding
from firsthand.services.access.doors import consequence_rounds_for
from firsthand.services.access.roles import roles_of
from firsthand.services.access.viewers import Viewer, held_at


def asked_of(viewer: Viewer, at: datetime) -> QuerySet[AskedConsequence]:
    """What a role of the viewer's was asked and has not answered."""
    rounds = consequence_rounds_for(viewer)
    return AskedConsequence.objects.filter(UNANSWERED, round__in=rounds, role__in=roles_of(viewer, at))


def bridged_by(viewer: Viewer, at: datetime) -> Q:
    """The rounds whose combined answer is the viewer's: of the accounts that they are accountable for; of an account
    for which nobody who is here is, those of their role, and of no role those of the desk's owners."""
    accountable = RoleHolding.objects.filter(
        held_at(at), person=OuterRef("account__accountable"), person__is_active=True
    )
    theirs = Q(bridge__in=roles_of(viewer, at))
    if viewer.is_owner:
        theirs |= Q(bridge="")
    return Q(account__accountable=viewer.person_id) | (~Exists(accountable) & theirs)


def to_combine(viewer: Viewer, at: datetime) -> QuerySet[ConsequenceRound]:
    """The rounds that wait for the viewer's combined answer."""
    open_ = consequence_rounds_for(viewer).filter(withdrawn_at=None, combined=None)
    return open_.filter(bridged_by(viewer, at))

"""Whose the answer to an offer is, and whose the answer to what is asked about one.

An open offer waits for the person whom it names, while they hold or head the role and are not away. Else it waits for
whoever holds the role; where nobody does, for whoever heads it; and where nobody heads it either, for the owners of the
desk (A20). It never waits for who offered it or had the ticket. `people_asked` in `handoffs/telling.py` names them.
"""

from datetime import datetime
from functools import lru_cache, reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from firsthand.domain.names import Role
from firsthand.models.handoffs import OPEN, Handoff
from firsthand.models.people import RoleHolding
from firsthand.models.rosters import TimeOff
from firsthand.services.access.viewers import NOW, Viewer, anybody_like, held_at, role_names
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare


def away_at(at: datetime) -> Q:
    """The time off that somebody has at `at`."""
    return Q(from_at__lte=at, to_at__gt=at)


def waits_for(viewer: Viewer, at: datetime) -> Q:
    """Of open offers, those whose answer is the viewer's at `at`."""
    company = viewer.organisation
    found = [_of_role(role, viewer, at) for role in dict.fromkeys((*company.roles, *viewer.roles))]
    if viewer.is_owner:
        unknown = ~Q(to_role_name__in=role_names(company, (*company.roles, *viewer.roles)))
        found.append(unknown & ~Q(Exists(_others(at).filter(role=OuterRef("to_role_name")))))
    return reduce(or_, found, Q(pk__in=())) & ~Q(offered_by=viewer.person_id) & ~Q(from_person=viewer.person_id)


def _of_role(role: Role, viewer: Viewer, at: datetime) -> Q:
    """Of the offers to a role, those that wait for the viewer."""
    company = viewer.organisation
    heads = company.heads_of(role)
    names, leading = role_names(company, (role,)), role_names(company, heads)
    holds, leads = role in viewer.roles, not viewer.roles.isdisjoint(heads)
    if not (holds or leads or viewer.is_owner):
        return Q(pk__in=())
    whoever = ~Q(Exists(_named(at).filter(role__in=[*names, *leading])))
    if not holds:
        whoever &= ~Q(Exists(_others(at).filter(role__in=names)))
    if not holds and not leads:
        whoever &= ~Q(Exists(_others(at).filter(role__in=leading)))
    if holds or leads:
        whoever |= Q(to_person=viewer.person_id)
    return Q(to_role_name__in=names) & whoever


_HELD = RoleHolding.objects.filter(person__is_active=True)


def _named(at: datetime) -> QuerySet[RoleHolding]:
    """What the person whom an offer names holds, while they are not away."""
    away = TimeOff.objects.filter(away_at(at), person=OuterRef("person"))
    return _HELD.filter(held_at(at), ~Exists(away), person=OuterRef("to_person"))


def _others(at: datetime) -> QuerySet[RoleHolding]:
    """What anybody holds but who offers."""
    senders = (Coalesce(OuterRef("offered_by"), 0), Coalesce(OuterRef("from_person"), 0))
    return _HELD.filter(held_at(at)).exclude(person=senders[0]).exclude(person=senders[1])


def may_answer(viewer: Viewer, handoff_id: int, at: datetime) -> bool:
    """Whether an offer is open and its answer the viewer's."""
    return bool(_answerable(anybody_like(viewer)).rows(who=viewer.person_id, now=at, handoff=handoff_id))


@lru_cache(maxsize=64)
def _answerable(viewer: Viewer) -> PreparedQuery:
    """An offer, if its answer is the viewer's."""
    return prepare(Handoff.objects.filter(OPEN, waits_for(viewer, NOW), pk=Blank("handoff")).values_list("pk"))


def speaks_for(viewer: Viewer) -> Q:
    """The offers that are the viewer's to withdraw and answer for, as `may_speak_for_sender` has it for one: what they
    made or had, and what their roles offer, or those that they head; not one to themselves within their role."""
    company = viewer.organisation
    roles = [
        role
        for role in dict.fromkeys((*company.roles, *viewer.roles))
        if not viewer.roles.isdisjoint({role, *company.heads_of(role)})
    ]
    to_them = Q(from_role_name=F("to_role_name"), to_person=viewer.person_id)
    of_roles = Q(from_role_name__in=role_names(company, roles)) & ~to_them
    return Q(offered_by=viewer.person_id) | Q(from_person=viewer.person_id) | of_roles


def asked_of(viewer: Viewer) -> Q:
    """Of open offers, those about which something was asked that nobody answered yet: the viewer's own, and where the
    desk offered what nobody had, those of a role that they hold."""
    mine = Q(offered_by=viewer.person_id) | Q(from_person=viewer.person_id)
    roles = role_names(viewer.organisation, viewer.roles)
    mine |= Q(offered_by=None, from_person=None, from_role_name__in=roles)
    return mine & ~Q(question="") & Q(answer="")

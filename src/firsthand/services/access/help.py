"""Whose the answer to a request for help is, and whose what comes of it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Q

from firsthand.domain.names import Role, TeamName
from firsthand.models.help import ASKED
from firsthand.models.people import Person, RoleHolding
from firsthand.services.access.viewers import Viewer, held_at

_RESPONSIBLE = Q(ticket__responsible_role=F("from_role"), ticket__responsible__isnull=False)
"""Somebody of the role that asked is responsible for the ticket: what comes of the help is theirs."""


def names_for(viewer: Viewer, at: datetime) -> frozenset[str]:
    """The names of the viewer's roles, those of other times too; of an owner of the desk also of roles that nobody
    holds (A20)."""
    company = viewer.organisation
    mine = set(viewer.roles)
    if viewer.is_owner:
        mine |= company.roles.keys() - _held(at)
    return frozenset(mine | {old for old, now in company.became.roles.items() if now in mine})


def _held(at: datetime) -> set[Role]:
    held = RoleHolding.objects.filter(held_at(at), person__is_active=True).values_list("role", flat=True)
    return {Role(one) for one in held.distinct()}


def teams_for(viewer: Viewer) -> frozenset[str]:
    """The teams for whose requests the viewer looks out: those that the book has them in, and those of their roles in
    which nobody is."""
    company = viewer.organisation
    others = {name: one for name, one in company.teams.items() if one.role in viewer.roles and name not in viewer.teams}
    mails = {mail.lower() for one in others.values() for mail in one.members}
    here: Collection[str] = ()
    if mails:
        found = Person.objects.filter(email__in=mails, is_active=True).values_list("email", flat=True)
        here = {(one or "").lower() for one in found}
    empty = {name for name, one in others.items() if not any(mail.lower() in here for mail in one.members)}
    mine = viewer.teams | empty
    return frozenset({*mine, *(old for old, now in company.became.teams.items() if now in mine)})


def in_my_queue(viewer: Viewer, at: datetime) -> Q:
    """Of requests, those that the viewer looks after, and those that nobody does and that are asked of their role, in
    no team or one of theirs."""
    teams = teams_for(viewer)
    free = Q(taken_by=None, role__in=names_for(viewer, at))
    return Q(taken_by=viewer.person_id) | free & (Q(team=None) | Q(team__in=teams) | ~Q(team__in=_known(viewer)))


def _known(viewer: Viewer) -> frozenset[TeamName]:
    """A team that is no more, and that none took the place of, is nobody's: its requests are the whole role's."""
    company = viewer.organisation
    return frozenset({*company.teams, *company.became.teams})


def waits_for_answer(viewer: Viewer, at: datetime) -> Q:
    """Of requests, those that wait for the viewer's answer."""
    return ASKED & in_my_queue(viewer, at)


def comes_back_to(viewer: Viewer, at: datetime) -> Q:
    """Of requests, those of which the viewer says what comes of them: who is responsible for the ticket, as long as
    that is somebody of the role that asked, else whoever asked, else that role."""
    theirs = Q(asked_by=viewer.person_id) | Q(asked_by=None, from_role__in=names_for(viewer, at))
    return _RESPONSIBLE & Q(ticket__responsible=viewer.person_id) | ~_RESPONSIBLE & theirs

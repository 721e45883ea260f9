"""Whose the answer to a request for help is, and whose what comes of it. Conditions alone: a page counts by them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, Q

from firsthand.domain.help import HelpState
from firsthand.domain.organisation import DeclaredTeam
from firsthand.models.help import ASKED
from firsthand.models.names import KnownRole
from firsthand.models.people import Person
from firsthand.services.access.roles import roles_of
from firsthand.services.access.viewers import Viewer, own_names, same_role, vacant_roles


def in_my_queue(viewer: Viewer, at: datetime) -> Q:
    """Of requests, those that the viewer looks after, and those that nobody does and that are asked of their role, in
    no team or one of theirs; of an owner of the desk also what is asked of a role that nobody holds (A20)."""
    free = Q(role__in=own_names(viewer)) & _of_my_teams(viewer)
    if viewer.is_owner:
        free |= Q(role__in=KnownRole.objects.filter(vacant_roles(viewer.organisation, at)).values("name"))
    return Q(taken_by=viewer.person_id) | Q(taken_by=None) & free


def waits_for_answer(viewer: Viewer, at: datetime) -> Q:
    """Of requests, those that wait for the viewer's answer."""
    return ASKED & in_my_queue(viewer, at)


def comes_back_to(viewer: Viewer, at: datetime) -> Q:
    """Of requests, those of which the viewer says what comes of them: who is responsible for the ticket, as long as
    that is somebody of the role that asked, else whoever asked, else that role."""
    theirs = Q(from_role__in=roles_of(viewer, at))
    by_role = same_role(viewer.organisation, "ticket__responsible_role", "from_role")
    responsible = Q(ticket__responsible__isnull=False) & by_role
    asker = Q(asked_by=viewer.person_id) | Q(asked_by=None) & theirs
    return responsible & Q(ticket__responsible=viewer.person_id) | ~responsible & asker


def waits_for_word(viewer: Viewer, at: datetime) -> Q:
    """Of requests, those that came back to the viewer and wait: answered, and nobody said what came of it; or something
    was asked back."""
    return comes_back_to(viewer, at) & (Q(state=HelpState.answered) | Q(asks_back__isnull=False, ended_at=None))


def _of_my_teams(viewer: Viewer) -> Q:
    """In no team, in one of the viewer's, in one in which nobody is, or in one that is no more."""
    company = viewer.organisation
    others = [one for name, one in company.teams.items() if name not in viewer.teams and one.role in viewer.roles]
    found = Q(team=None) | ~Q(team__in=sorted({*company.teams, *company.became.teams}))
    found |= Q(team__in=_names(viewer, [name for name in company.teams if name in viewer.teams]))
    for one in others:
        found |= Q(team__in=_names(viewer, [one.name])) & _nobody_is_in(one)
    return found


def _names(viewer: Viewer, teams: Iterable[str]) -> list[str]:
    """Teams by the names of now and of other times."""
    wanted = set(teams)
    return sorted({*wanted, *(old for old, now in viewer.organisation.became.teams.items() if now in wanted)})


def _nobody_is_in(team: DeclaredTeam) -> Q:
    mails = [one.lower() for one in team.members]
    return Q(~Exists(Person.objects.filter(is_active=True, email__in=mails))) if mails else Q()

"""Whose the answer to an offer is, and whose the answer to what is asked about one."""

from django.db.models import Q

from firsthand.services.access.viewers import Viewer


def waits_for(viewer: Viewer) -> Q:
    """Of open offers, those that wait for the viewer: of a role that they hold or head, for them by name or for nobody
    by name; and those of theirs about which something was asked."""
    mine = Q(offered_by=viewer.person_id) | Q(from_person=viewer.person_id)
    return offered_to(viewer) | mine & ~Q(question="") & Q(answer="")


def offered_to(viewer: Viewer) -> Q:
    """Of open offers, those whose answer the viewer owes."""
    company = viewer.organisation
    names = {role for role in company.roles if {role, *company.heads_of(role)} & viewer.roles}
    names |= {old for old, now in company.became.roles.items() if now in names}
    by_name = Q(to_person=None) | Q(to_person=viewer.person_id)
    return Q(to_role_name__in=names) & by_name & ~Q(offered_by=viewer.person_id)

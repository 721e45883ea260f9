"""Whose the answer to an offer is, and whose the answer to what is asked about one."""

from django.db.models import Q

from firsthand.services.access.viewers import Viewer


def waits_for(viewer: Viewer) -> Q:
    """Of open offers, those that the viewer may answer for themselves: to a role that they hold or head, for them by
    name or for nobody by name; and those of theirs about which something was asked."""
    company = viewer.organisation
    names = {role for role in company.roles if {role, *company.heads_of(role)} & viewer.roles}
    names |= {old for old, now in company.became.roles.items() if now in names}
    offered = Q(to_role_name__in=names) & (Q(to_person=None) | Q(to_person=viewer.person_id))
    return offered & ~Q(offered_by=viewer.person_id) | asked_of(viewer)


def asked_of(viewer: Viewer) -> Q:
    """Of open offers, the viewer's own about which something was asked that nobody answered yet."""
    mine = Q(offered_by=viewer.person_id) | Q(from_person=viewer.person_id)
    return mine & ~Q(question="") & Q(answer="")

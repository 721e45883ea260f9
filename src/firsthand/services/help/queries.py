"""Who may do what with a request for help."""

from firsthand.domain.organisation import Right
from firsthand.models.help import HelpRequest
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk
from firsthand.services.help.telling import asked_role, asking_role
from firsthand.services.people.queries import holders_of


def may_help(viewer: Viewer, row: HelpRequest, *, desk: Desk) -> bool:
    """Whether the answer is the viewer's: they hold or head the role that is asked and have the right, or own the desk
    while nobody holds that role (A20)."""
    role = asked_role(row, viewer.organisation)
    if {role, *viewer.organisation.heads_of(role)} & viewer.roles:
        return viewer.may(Right.answer_help)
    return viewer.is_owner and not holders_of(role, desk.at)


def may_speak(viewer: Viewer, row: HelpRequest, *, desk: Desk) -> bool:
    """Whether the viewer speaks for who asked: they asked, are responsible for the ticket, or hold or head the role
    that asked and have the right; or own the desk while nobody holds that role."""
    if viewer.person_id in (row.asked_by_id, row.ticket.responsible_id):
        return viewer.may(Right.work_tickets)
    role = asking_role(row, viewer.organisation)
    if {role, *viewer.organisation.heads_of(role)} & viewer.roles:
        return viewer.may(Right.ask_for_help)
    return viewer.is_owner and not holders_of(role, desk.at)

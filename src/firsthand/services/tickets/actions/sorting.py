"""What a teammate knows of a ticket that they open by hand: its kind, how severe it is, and whose it is."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.domain.handoffs import End
from firsthand.domain.names import Kind, Role, TeamName
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.tickets.actions.custody import place
from firsthand.services.tickets.actions.kinds import confirm_kind, set_severity


@dataclass(frozen=True, kw_only=True)
class Sorting:
    """What is known; what is left out the book decides, as for a request that came by itself."""

    kind: Kind | None = None
    severity: str = ""
    role: Role | None = None
    team: TeamName | None = None
    person_id: int | None = None


NOTHING_KNOWN = Sorting()


def sort(*, viewer: Viewer, ticket: Ticket, sorting: Sorting, at: datetime) -> None:
    """Do to a new ticket what its form says, each by its own act, so that rights, routes and clocks are those of a
    ticket that was there before. Raises as they do; nothing of it happened then."""
    with transaction.atomic():
        if sorting.kind is not None:
            confirm_kind(viewer=viewer, ticket_id=ticket.pk, kind=sorting.kind, at=at)
        if sorting.severity:
            set_severity(viewer=viewer, ticket_id=ticket.pk, severity=sorting.severity, at=at)
        if sorting.role is not None:
            to = End(role=sorting.role, team=sorting.team, person=sorting.person_id)
            place(viewer=viewer, ticket_id=ticket.pk, to=to, at=at)

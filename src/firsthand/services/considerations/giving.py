"""Whether somebody may give a consideration on a ticket, and why not (S24)."""

from dataclasses import dataclass

from firsthand.domain.considerations import Considers, considers
from firsthand.domain.errors import Refused
from firsthand.domain.names import Kind, NameFamily, Role
from firsthand.domain.sentences import Name, either, named, say
from firsthand.domain.tickets import Phase
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk


@dataclass(frozen=True, kw_only=True)
class MayGive:
    """Who takes the viewer's consideration into account, as which clause has it; without it why not."""

    to: Considers | None = None
    refused: Refused | None = None


def may_give(viewer: Viewer, ticket: Ticket, *, desk: Desk) -> MayGive:
    """Whether the viewer may give one on the ticket."""
    role = desk.organisation.now(Role(ticket.responsible_role))
    to = considers(desk.edition, Kind(ticket.kind), role, at=desk.at)
    if ticket.phase == Phase.closed:
        no = Refused("closed", say("#{number} is closed and stays as it is.", number=ticket.pk))
    elif to is None:
        who = Name(role, NameFamily.role)
        no = Refused(
            "considers_nothing", say("The book has {role} answer no consideration on such a ticket.", role=who)
        )
    elif not to.given_by & viewer.roles:
        givers = either(named(sorted(to.given_by), NameFamily.role))
        no = Refused("not_yours", say("Only {roles} gives considerations ({clause}).", roles=givers, clause=to.clause))
    else:
        return MayGive(to=to)
    return MayGive(refused=no)

"""What is to be considered on a ticket, and whether the reader gives more of it."""

from dataclasses import dataclass

from django.http import HttpRequest

from firsthand.domain.considerations import Considers
from firsthand.services.considerations.giving import may_give
from firsthand.services.considerations.queries import ConsiderationRow, standing_on
from firsthand.services.tickets.queries import TicketPage
from firsthand.web.request import desk_of, viewer_of


@dataclass(frozen=True, kw_only=True)
class ConsideredBoard:
    """What stands on a ticket, and who takes the reader's considerations into account; None where nobody does."""

    standing: tuple[ConsiderationRow, ...]
    to: Considers | None

    @property
    def may_give(self) -> bool:
        """Whether the reader may give one."""
        return self.to is not None


def considered_on(request: HttpRequest, page: TicketPage) -> ConsideredBoard:
    """What is to be considered on a ticket."""
    viewer, desk, ticket = viewer_of(request), desk_of(request), page.ticket
    return ConsideredBoard(
        standing=standing_on(viewer=viewer, ticket=ticket, desk=desk) if page.has_considerations else (),
        to=may_give(viewer, ticket, desk=desk).to,
    )

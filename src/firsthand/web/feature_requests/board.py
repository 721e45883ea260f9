"""A ticket's request before whoever decides, or whom it must still reach."""

from dataclasses import dataclass

from django.http import HttpRequest

from firsthand.domain.feature_requests import Reached, reached
from firsthand.domain.names import Kind
from firsthand.domain.tickets import Phase
from firsthand.services.feature_requests.queries import RequestRow, request_on
from firsthand.services.tickets.queries import TicketPage
from firsthand.web.request import desk_of, viewer_of


@dataclass(frozen=True, kw_only=True)
class Wish:
    """The request that was made of a ticket, and whom the book has its kind reach; None of either where there is
    none."""

    row: RequestRow | None
    to: Reached | None
    is_closed: bool

    @property
    def may_send(self) -> bool:
        """Whether it is still to be sent."""
        return self.row is None and self.to is not None and not self.is_closed


def wish_on(request: HttpRequest, page: TicketPage) -> Wish:
    """The request of a ticket."""
    viewer, desk, ticket = viewer_of(request), desk_of(request), page.ticket
    return Wish(
        row=request_on(viewer=viewer, ticket=ticket, desk=desk) if page.has_request else None,
        to=reached(desk.edition, Kind(ticket.kind), at=desk.at) if ticket.kind_confirmed_at is not None else None,
        is_closed=ticket.phase == Phase.closed,
    )

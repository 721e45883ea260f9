"""Help beside the ticket about which it is asked."""

from dataclasses import dataclass

from django.http import HttpRequest

from firsthand.domain.help import help_terms_anywhere
from firsthand.domain.organisation import Right
from firsthand.domain.tickets import Phase
from firsthand.services.tickets.help_pages import HelpRow, help_on
from firsthand.services.tickets.queries import TicketPage
from firsthand.web.request import desk_of, viewer_of


@dataclass(frozen=True, kw_only=True)
class HelpBoard:
    """What is asked about a ticket. `offered`: the reader is offered the form, or hears there which way is right."""

    rows: tuple[HelpRow, ...]
    offered: bool


def help_board(request: HttpRequest, page: TicketPage) -> HelpBoard:
    """The help on a ticket."""
    viewer, desk = viewer_of(request), desk_of(request)
    works = viewer.may(Right.work_tickets) and page.ticket.phase != Phase.closed
    return HelpBoard(
        rows=help_on(viewer=viewer, ticket=page.ticket, desk=desk) if page.has_help else (),
        offered=works and bool(help_terms_anywhere(desk.edition, at=desk.at)),
    )

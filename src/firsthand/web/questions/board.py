"""Questions beside the ticket that they are about: asking, what was asked, and what helped others before."""

from dataclasses import dataclass

from django.http import HttpRequest

from firsthand.domain.tickets import Phase
from firsthand.services.questions.asking import MayAsk, may_ask, sees_channels
from firsthand.services.questions.queries import AnsweredBefore, QuestionRow, answered_before, questions_on
from firsthand.services.tickets.queries import TicketPage
from firsthand.web.request import desk_of, viewer_of


@dataclass(frozen=True, kw_only=True)
class QuestionBoard:
    """`asking`: whether the reader may ask, or the way to go; None for whoever has nothing to do with the channels of
    the book. `before`: what helped with questions like this one."""

    asking: MayAsk | None
    asked: tuple[QuestionRow, ...]
    before: tuple[AnsweredBefore, ...]

    @property
    def may_ask(self) -> bool:
        """Whether the reader may ask about the ticket."""
        return self.asking is not None and self.asking.channel is not None


def board_of_ticket(request: HttpRequest, page: TicketPage) -> QuestionBoard:
    """The questions on a ticket."""
    viewer, desk, ticket = viewer_of(request), desk_of(request), page.ticket
    closed = ticket.phase == Phase.closed
    return QuestionBoard(
        asking=may_ask(viewer, ticket, desk=desk) if not closed and sees_channels(viewer, desk=desk) else None,
        asked=questions_on(viewer=viewer, ticket=ticket, desk=desk) if page.has_questions else (),
        before=() if closed else answered_before(viewer=viewer, ticket=ticket, desk=desk),
    )

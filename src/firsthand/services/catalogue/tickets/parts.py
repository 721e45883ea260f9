"""What the acts on a ticket share: their commonest parameters and refusals, and how a ticket stood before."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Id, Text
from firsthand.domain.errors import Missing
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import tickets_for
from firsthand.services.catalogue.act import Doer

TicketNumber = Annotated[int, Id("ticket")]
MessageNumber = Annotated[int, Id("message")]
Why = Annotated[str, Text(at_most=400)]
"""A reason for the timeline."""

SEEN = ("no_ticket",)
"""What an act refuses that any ticket takes, a closed one too."""
UNENDED = ("no_ticket", "closed")
"""What an act refuses that a closed ticket does not take."""
MOVES = ("wrong_status", "response_owed", "unsent", "closed")
"""What an act refuses that moves the ticket to another state."""


@dataclass(frozen=True, kw_only=True)
class OnTicket:
    """The ticket, and nothing else."""

    ticket: TicketNumber


def ticket_before(doer: Doer, number: int) -> Ticket | None:
    """The ticket as it stands before an act, as far as the doer sees it: what an undo leads back to."""
    return tickets_for(doer.viewer).filter(pk=number).first()


def missing_at(error: Missing, field: str) -> Missing:
    """The same, said at the field that named what is not there."""
    return Missing(error.code, error.message, field=field)

"""Who asked, on a ticket that came by a colleague."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, act, beside
from firsthand.services.catalogue.tickets.parts import UNENDED, OnTicket
from firsthand.services.tickets.actions.requester import name_requester


@dataclass(frozen=True, kw_only=True)
class Requester(OnTicket):
    """Who asked, by name and address."""

    who: Annotated[str, Text(at_most=400)]


@act(
    "tickets.requester",
    say("Say who asked"),
    right=Right.work_tickets,
    refusals=(*UNENDED, "has_requester", "address_wrong", "customer_missing"),
    possible=beside,
)
def requester(doer: Doer, wanted: Requester) -> Done:
    """They are the customer of a ticket that a colleague forwarded, and answers go to them."""
    contact = name_requester(viewer=doer.viewer, ticket_id=wanted.ticket, who=wanted.who, at=doer.at)
    return Done(said=say("{name} is the customer of this ticket now.", name=contact.name or contact.address))

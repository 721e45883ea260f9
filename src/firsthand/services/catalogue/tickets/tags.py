"""Tags on a ticket."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.access.doors import tickets_for
from firsthand.services.catalogue.act import Doer, Done, Undo, act, beside, while_open
from firsthand.services.catalogue.tickets.parts import SEEN, OnTicket
from firsthand.services.tickets.actions import tags


@dataclass(frozen=True, kw_only=True)
class Tag(OnTicket):
    """A tag."""

    tag: Annotated[str, Text(at_most=64)]


@act(
    "tickets.tag",
    say("Add a tag"),
    right=Right.work_tickets,
    refusals=(*SEEN, "bad_tag"),
    possible=while_open,
    undone_by="tickets.untag",
)
def tag(doer: Doer, wanted: Tag) -> Done:
    """Made of letters, digits and . : / -, in lower case."""
    before = set(tickets_for(doer.viewer).filter(pk=wanted.ticket).values_list("tags__tag", flat=True))
    set_to = tags.tag(viewer=doer.viewer, ticket_id=wanted.ticket, name=wanted.tag, at=doer.at)
    undo = None if set_to in before else _undo("tickets.untag", wanted.ticket, set_to)
    return Done(said=say("Tagged {tag}.", tag=set_to), undo=undo)


@act(
    "tickets.untag",
    say("Take a tag off"),
    right=Right.work_tickets,
    refusals=SEEN,
    undone_by="tickets.tag",
    possible=beside,
)
def untag(doer: Doer, wanted: Tag) -> Done:
    """Taking off one that is not set changes nothing."""
    tags.untag(viewer=doer.viewer, ticket_id=wanted.ticket, name=wanted.tag, at=doer.at)
    return Done(said=say("The tag {tag} is off.", tag=wanted.tag), undo=_undo("tickets.tag", wanted.ticket, wanted.tag))


def _undo(name: str, ticket: int, tag: str) -> Undo:
    return Undo(act=name, sent={"ticket": str(ticket), "tag": tag})

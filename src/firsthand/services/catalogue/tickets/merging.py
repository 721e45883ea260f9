"""Tickets that belong together."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Flag, Id, Text
from firsthand.domain.errors import Missing
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.tickets import LinkKind
from firsthand.services.access.doors import links_for
from firsthand.services.catalogue.act import Doer, Done, Place, Undo, act, beside, while_open
from firsthand.services.catalogue.tickets.parts import (
    MOVES,
    SEEN,
    UNENDED,
    MessageNumber,
    OnTicket,
    TicketNumber,
    Why,
    missing_at,
)
from firsthand.services.tickets.actions import merging


@dataclass(frozen=True, kw_only=True)
class Link(OnTicket):
    """The other ticket, and why."""

    other: TicketNumber
    why: Why = ""


@act(
    "tickets.link",
    say("Link it to another ticket"),
    right=Right.work_tickets,
    refusals=(*SEEN, "same_ticket"),
    possible=while_open,
    key="l",
    undone_by="tickets.unlink",
)
def link(doer: Doer, wanted: Link) -> Done:
    """Each then shows the other as related."""
    linked_before = _are_linked(doer, wanted.ticket, wanted.other)
    try:
        merging.link(viewer=doer.viewer, ticket_id=wanted.ticket, other_id=wanted.other, at=doer.at, why=wanted.why)
    except Missing as error:
        raise missing_at(error, "other") from error
    undo = None if linked_before else _undo("tickets.unlink", wanted.ticket, wanted.other)
    return Done(said=say("Linked to #{number}.", number=wanted.other), undo=undo)


@dataclass(frozen=True, kw_only=True)
class Unlink(OnTicket):
    """The other ticket."""

    other: TicketNumber


@act(
    "tickets.unlink",
    say("Take a link away"),
    right=Right.work_tickets,
    refusals=(*UNENDED, "no_link"),
    undone_by="tickets.link",
    possible=beside,
)
def unlink(doer: Doer, wanted: Unlink) -> Done:
    """Merges, splits and follow-ups stay."""
    merging.unlink(viewer=doer.viewer, ticket_id=wanted.ticket, other_id=wanted.other, at=doer.at)
    said = say("The link to #{number} is gone.", number=wanted.other)
    return Done(said=said, undo=_undo("tickets.link", wanted.ticket, wanted.other))


def _are_linked(doer: Doer, one: int, other: int) -> bool:
    both = [one, other]
    return links_for(doer.viewer).filter(source__in=both, target__in=both, kind=LinkKind.related).exists()


def _undo(name: str, ticket: int, other: int) -> Undo:
    return Undo(act=name, sent={"ticket": str(ticket), "other": str(other)})


@dataclass(frozen=True, kw_only=True)
class Merge(OnTicket):
    """The ticket on which this one is read from then on, and why; `sure` where it is of another account."""

    into: Annotated[int, Id("ticket")]
    why: Why = ""
    sure: Annotated[bool, Flag()] = False


@act(
    "tickets.merge",
    say("Merge it into another ticket"),
    right=Right.work_tickets,
    refusals=(*UNENDED, *MOVES, "same_ticket", "handed_over", "two_accounts", "restricted_otherwise"),
    possible=while_open,
)
def merge(doer: Doer, wanted: Merge) -> Done:
    """It closes for good; its messages are read on the other, and what it owed is owed there."""
    try:
        merging.merge(
            viewer=doer.viewer,
            ticket_id=wanted.ticket,
            into_id=wanted.into,
            at=doer.at,
            why=wanted.why,
            sure=wanted.sure,
        )
    except Missing as error:
        raise missing_at(error, "into") from error
    said = say("#{number} is merged into this one.", number=wanted.ticket)
    return Done(said=said, goes_to=Place(kind="ticket", of=wanted.into))


@dataclass(frozen=True, kw_only=True)
class Split(OnTicket):
    """A message of the customer's, the subject of its own ticket, and why."""

    message: MessageNumber
    subject: Annotated[str, Text(at_most=900)] = ""
    why: Why = ""


@act(
    "tickets.split",
    say("Make a second ticket of a message"),
    right=Right.work_tickets,
    refusals=(*SEEN, "no_message"),
    possible=while_open,
)
def split(doer: Doer, wanted: Split) -> Done:
    """The message stays where it was and is copied; the clocks that it started go along."""
    made = merging.split(
        viewer=doer.viewer,
        ticket_id=wanted.ticket,
        message_id=wanted.message,
        subject=wanted.subject,
        at=doer.at,
        why=wanted.why,
    )
    return Done(said=say("Split from #{number}.", number=wanted.ticket), goes_to=Place(kind="ticket", of=made.pk))

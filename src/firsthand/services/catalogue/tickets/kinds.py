"""What a ticket is: its kind, its severity, its topic, or that it is no request at all."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Declared, OneOf, Text
from firsthand.domain.names import Kind, NameFamily
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, say
from firsthand.domain.words import capital
from firsthand.models.tickets import ClosedAs
from firsthand.services.catalogue.act import Doer, Done, Undo, act, while_open
from firsthand.services.catalogue.tickets.parts import MOVES, UNENDED, OnTicket, Why, ticket_before
from firsthand.services.tickets.actions import kinds


@dataclass(frozen=True, kw_only=True)
class ConfirmKind(OnTicket):
    """The kind, and why."""

    kind: Annotated[Kind, Declared("kind")]
    why: Why = ""


@act(
    "tickets.kind",
    say("Confirm or change the kind"),
    right=Right.work_tickets,
    refusals=(*UNENDED, "unknown_kind", "same_kind"),
    possible=while_open,
    key="c",
)
def confirm_kind(doer: Doer, wanted: ConfirmKind) -> Done:
    """The book decides again who is responsible and which clocks run."""
    ticket = kinds.confirm_kind(
        viewer=doer.viewer, ticket_id=wanted.ticket, kind=wanted.kind, at=doer.at, why=wanted.why
    )
    role = capital(doer.viewer.organisation.called(ticket.responsible_role, NameFamily.role))
    return Done(
        said=say("Confirmed as {kind}. {role} is responsible.", kind=Name(wanted.kind, NameFamily.kind), role=role)
    )


@dataclass(frozen=True, kw_only=True)
class SetSeverity(OnTicket):
    """A severity of the book, or none, and why."""

    severity: Annotated[str, Text(at_most=64)] = ""
    why: Why = ""


@act(
    "tickets.severity",
    say("Set the severity"),
    right=Right.set_severity,
    refusals=(*UNENDED, "unknown_severity"),
    possible=while_open,
    undone_by="tickets.severity",
)
def set_severity(doer: Doer, wanted: SetSeverity) -> Done:
    """The book decides again which clocks run."""
    before = ticket_before(doer, wanted.ticket)
    kinds.set_severity(
        viewer=doer.viewer, ticket_id=wanted.ticket, severity=wanted.severity, at=doer.at, why=wanted.why
    )
    said = say("Severity {severity}; decided again by the book.", severity=Name(wanted.severity))
    return Done(said=said, undo=_undo("severity", wanted.ticket, before.severity if before else None, wanted.severity))


@dataclass(frozen=True, kw_only=True)
class SetTopic(OnTicket):
    """A topic of the book, or none, and why."""

    topic: Annotated[str, Text(at_most=64)] = ""
    why: Why = ""


@act(
    "tickets.topic",
    say("Say what it is about"),
    right=Right.work_tickets,
    refusals=(*UNENDED, "unknown_topic"),
    possible=lambda standing: standing.has_topics and not standing.closed,
    undone_by="tickets.topic",
)
def set_topic(doer: Doer, wanted: SetTopic) -> Done:
    """The book decides again, by a topic that it declares."""
    before = ticket_before(doer, wanted.ticket)
    kinds.set_topic(viewer=doer.viewer, ticket_id=wanted.ticket, topic=wanted.topic, at=doer.at, why=wanted.why)
    undo = _undo("topic", wanted.ticket, before.topic if before else None, wanted.topic)
    return Done(said=say("Decided again by the book."), undo=undo)


def _undo(field: str, ticket: int, before: str | None, after: str) -> Undo | None:
    """Back to the value of before, if it is another."""
    if before is None or before == after:
        return None
    return Undo(act=f"tickets.{field}", sent={"ticket": str(ticket), field: before})


@dataclass(frozen=True, kw_only=True)
class EndAsNoRequest(OnTicket):
    """What it is instead of a request, and why."""

    as_: Annotated[ClosedAs, OneOf(ClosedAs)]
    why: Why = ""


@act(
    "tickets.end",
    say("End it as not a request"),
    right=Right.work_tickets,
    refusals=(*UNENDED, *MOVES, "not_a_request", "was_answered"),
    possible=while_open,
)
def end_as_not_a_request(doer: Doer, wanted: EndAsNoRequest) -> Done:
    """It is closed without a clock, and counted apart from requests."""
    kinds.end_as_not_a_request(viewer=doer.viewer, ticket_id=wanted.ticket, as_=wanted.as_, at=doer.at, why=wanted.why)
    return Done(said=say("Closed as {what}, counted apart from requests.", what=Name(wanted.as_)))

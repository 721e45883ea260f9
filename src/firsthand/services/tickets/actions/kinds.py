"""What a ticket is: its kind, its severity, or that it is no request at all."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.ownership import triage
from firsthand.domain.people.permissions import Act
from firsthand.domain.tickets import Role, TicketKind, TicketStatus
from firsthand.domain.words import words
from firsthand.models.clocks import LIVE, ClockState
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.audit.actions import record
from firsthand.services.clocks.actions import apply_decision, end, refresh_order
from firsthand.services.clocks.straddling import restraddle_ticket
from firsthand.services.people.queries import holders_of
from firsthand.services.policy.deciding import decide_ticket, keep_decision
from firsthand.services.policy.queries import edition
from firsthand.services.tickets.actions.locking import lock_unended, touch

NOT_REQUESTS = (ClosedAs.spam, ClosedAs.sales_mail, ClosedAs.billing, ClosedAs.other)


def confirm_kind(*, viewer: Viewer, ticket_id: int, kind: TicketKind, at: datetime, why: str = "") -> Ticket:
    """Confirm or change the kind (S27): decides again by the book, and keeps the decision before it."""
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        before, was_confirmed = ticket.kind, ticket.kind_confirmed_at is not None
        if was_confirmed and before == kind:
            raise Invalid("same_kind", f"It is a {words(kind)} ticket already.", field="kind")
        ticket.kind = kind
        ticket.kind_confirmed_at = ticket.kind_confirmed_at or at
        verb = "reclassified" if was_confirmed else "kind_confirmed"
        _decide_again(ticket=ticket, viewer=viewer, verb=verb, at=at, why=why, detail={"from": before, "to": kind})
    return ticket


def set_severity(*, viewer: Viewer, ticket_id: int, severity: str, at: datetime, why: str = "") -> Ticket:
    """Set the severity, one that the book declares or empty; only support may (S51). Decides again."""
    require(viewer, Act.set_severity)
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        declared = severities(at=at)
        if severity and severity not in declared:
            raise Invalid(
                "unknown_severity",
                f"{severity!r} is no severity of the book; it has {', '.join(declared)}.",
                field="severity",
            )
        before, ticket.severity = ticket.severity, severity
        detail = {"from": before, "to": severity}
        _decide_again(ticket=ticket, viewer=viewer, verb="severity_set", at=at, why=why, detail=detail)
    return ticket


def severities(*, at: datetime) -> tuple[str, ...]:
    """The severities that the book declares, in its order."""
    return tuple(str(value) for value in edition(known_at=at).fields["severity"].values if value)


def _decide_again(*, ticket: Ticket, viewer: Viewer, verb: str, at: datetime, why: str, detail: dict[str, str]) -> None:
    book = edition(known_at=at)
    confirmed = ticket.kind_confirmed_at is not None
    held = None if confirmed else triage(book, ticket.received_at)
    kind = held.clocks_as if held else TicketKind(ticket.kind)
    decision = decide_ticket(ticket=ticket, kind=kind, book=book)
    row = keep_decision(ticket=ticket, decision=decision, occasion=verb, kind=kind, known_at=at, triage=held)
    if confirmed:
        owner = decision.owner.role if decision.owner else triage(book, ticket.received_at).role
        _give_to(ticket, owner, at=at)
    touch(ticket, at=at)
    record(
        ticket=ticket,
        at=at,
        actor_id=viewer.person_id,
        verb=verb,
        why=why,
        detail={**detail, "responsible_role": ticket.responsible_role},
        decision=row,
    )
    apply_decision(ticket=ticket, row=row, clocks=decision.clocks, at=at, actor_id=viewer.person_id)
    restraddle_ticket(ticket=ticket, at=at)


def _give_to(ticket: Ticket, role: Role, *, at: datetime) -> None:
    """Make a role responsible; the person stays if that person holds the role."""
    if ticket.responsible_role == role:
        return
    ticket.responsible_role = role
    if ticket.responsible is not None and ticket.responsible not in holders_of(role=role, at=at):
        ticket.responsible = None


def end_as_not_a_request(*, viewer: Viewer, ticket_id: int, as_: ClosedAs, at: datetime, why: str = "") -> Ticket:
    """End a ticket that no customer's request is in: spam, sales mail, billing, other. It is closed without a clock
    and counted apart from requests."""
    if as_ not in NOT_REQUESTS:
        expected = ", ".join(one.value for one in NOT_REQUESTS)
        raise Invalid("not_a_request", f"{as_.value!r} is a request; expected {expected}.", field="as")
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        if ticket.clocks.filter(state__in=[ClockState.met, ClockState.missed]).exists():
            raise Refused(
                "was_answered",
                "It was answered as a request and stays one. Set it to solved instead.",
                field="as",
            )
        for clock in ticket.clocks.filter(state__in=LIVE).select_related("decision", "ticket"):
            end(
                clock=clock,
                state=ClockState.cancelled,
                at=at,
                because=f"not a request: {words(as_)}",
                actor_id=viewer.person_id,
            )
        ticket.status, ticket.closed_as = TicketStatus.closed, as_
        ticket.solved_at = ticket.solved_at or at
        ticket.closes_at, ticket.closed_at = None, at
        touch(ticket, at=at)
        refresh_order(ticket)
        record(
            ticket=ticket,
            at=at,
            actor_id=viewer.person_id,
            verb="ended_as_not_a_request",
            why=why,
            detail={"as": as_.value},
        )
    return ticket

"""Where a ticket stands, and how it closes by itself."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.calendars import due_of
from firsthand.domain.clocks import ClockKind
from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.ownership import lifecycle_terms
from firsthand.domain.tickets import TicketStatus, check_status_change
from firsthand.models.clocks import LIVE, ClockState
from firsthand.models.tickets import ClosedAs, Ticket, TimelineEvent
from firsthand.services.access.viewers import Viewer
from firsthand.services.audit.actions import record
from firsthand.services.clocks.actions import end, follow_status, meet, refresh_order
from firsthand.services.policy.queries import edition
from firsthand.services.tickets.actions.locking import lock, touch


def set_status(*, viewer: Viewer, ticket_id: int, status: TicketStatus, at: datetime, why: str = "") -> Ticket:
    """Change the status. A first-response clock is not stopped by it (invariant 6): a ticket whose first response
    is owed may be solved, but the clock runs on, and it cannot be closed by hand."""
    with transaction.atomic():
        ticket = lock(viewer=viewer, ticket_id=ticket_id)
        change_status(ticket=ticket, status=status, at=at, actor_id=viewer.person_id, why=why)
    return ticket


def change_status(
    *, ticket: Ticket, status: TicketStatus, at: datetime, actor_id: int | None, why: str = ""
) -> TimelineEvent:
    """Change the status of a ticket that the caller holds locked."""
    before = TicketStatus(ticket.status)
    if refusal := check_status_change(before, status):
        raise Invalid("wrong_status", refusal, field="status")
    if status is TicketStatus.closed:
        _refuse_while_owed(ticket)
    ticket.status = status
    ticket.solved_at = ticket.solved_at or at if status in (TicketStatus.solved, TicketStatus.closed) else None
    ticket.closes_at = _closes_at(at) if status is TicketStatus.solved else None
    if status is TicketStatus.closed:
        ticket.closed_at, ticket.closed_as = at, ClosedAs.resolved
    touch(ticket, at=at)
    event = record(
        ticket=ticket,
        at=at,
        actor_id=actor_id,
        verb="status_set",
        why=why,
        detail={"from": before.value, "to": status.value},
    )
    if status in (TicketStatus.solved, TicketStatus.closed):
        meet(ticket=ticket, kinds=[ClockKind.resolution], at=at, message=None, actor_id=actor_id)
    if status is TicketStatus.closed:
        end_live_clocks(ticket, at=at, because="the ticket was closed", actor_id=actor_id)
    follow_status(ticket=ticket, event=event, at=at)
    return event


def _refuse_while_owed(ticket: Ticket) -> None:
    if ticket.clocks.filter(state__in=LIVE, kind=ClockKind.first_response).exists():
        raise Refused(
            "response_owed",
            "The first response is still owed. Reply with what was done and the next step, or say that it is not a "
            "request.",
            field="status",
        )


def _closes_at(at: datetime) -> datetime | None:
    book = edition(known_at=at)
    terms = lifecycle_terms(book, at)
    return due_of(terms.solved_closes_after, book.calendar(terms.calendar), at) if terms else None


def end_live_clocks(ticket: Ticket, *, at: datetime, because: str, actor_id: int | None) -> None:
    """End what still runs on a ticket that ends: missed if it was breached, else cancelled."""
    for clock in ticket.clocks.filter(state__in=LIVE).select_related("decision", "ticket"):
        state = ClockState.missed if clock.breached_at is not None else ClockState.cancelled
        end(clock=clock, state=state, at=at, because=because, actor_id=actor_id)
    refresh_order(ticket)


def close_due(*, now: datetime, limit: int = 200) -> int:
    """Close what was solved long enough ago by the book, at the instant it was due to close; how many."""
    due = Ticket.objects.filter(closes_at__lte=now).order_by("closes_at").values_list("id", flat=True)[:limit]
    return sum(_close(ticket_id, now=now) for ticket_id in list(due))


def _close(ticket_id: int, *, now: datetime) -> bool:
    with transaction.atomic():
        ticket = (
            Ticket.objects.select_for_update(skip_locked=True)
            .filter(pk=ticket_id, status=TicketStatus.solved, closes_at__lte=now)
            .first()
        )
        if ticket is None or ticket.closes_at is None:
            return False
        at = ticket.closes_at
        ticket.status, ticket.closed_at = TicketStatus.closed, at
        ticket.closes_at, ticket.closed_as, ticket.updated_at = None, ClosedAs.resolved, now
        ticket.save()
        end_live_clocks(ticket, at=at, because="closed by itself without a response", actor_id=None)
        record(ticket=ticket, at=at, actor_id=None, verb="closed_by_itself")
    return True

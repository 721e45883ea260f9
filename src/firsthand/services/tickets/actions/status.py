"""Where a ticket stands: the one place that moves it, and how it closes by itself."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from firsthand.domain.calendars import due_of
from firsthand.domain.clocks import RESPONSES
from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.events import DESK, Actor
from firsthand.domain.events.tickets import StatusChanged
from firsthand.domain.names import StateName
from firsthand.domain.ownership import lifecycle_terms
from firsthand.domain.tickets import Cause, Phase, Refusal, State, transition
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.events import Event
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import Acting, acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.tickets.actions.locking import lock, locked

_CLOSED_AS = {Cause.merged_away: ClosedAs.merged}


def set_status(*, viewer: Viewer, ticket_id: int, status: StateName, at: datetime, why: str = "") -> Ticket:
    """Change the status. A response clock is not stopped by it (invariant 6): a ticket whose answer is owed may be
    solved, but the clock runs on, and it cannot be closed by hand."""
    with transaction.atomic():
        ticket = lock(viewer=viewer, ticket_id=ticket_id)
        with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
            move(act, ticket, cause=Cause.person, wanted=status, why=why)
    return ticket


def move(
    act: Acting,
    ticket: Ticket,
    *,
    cause: Cause,
    wanted: StateName | None = None,
    because: Event | None = None,
    closed_as: ClosedAs = ClosedAs.resolved,
    why: str = "",
    at: datetime | None = None,
    actor: Actor | None = None,
) -> Event | None:
    """Move the ticket as `transition` says, and append that. None when it stays where it is; Invalid or Refused when it
    may not move."""
    states = act.desk.organisation.states
    closes = cause is Cause.timer or (wanted is not None and states.of(wanted).phase is Phase.closed)
    owed = closes and (act.followed().response_lives if cause is Cause.timer else act.followed().response_owed)
    found = transition(states, StateName(ticket.status), cause, wanted=wanted, response_owed=owed)
    if isinstance(found, Refusal):
        error = Refused if found.code == "response_owed" else Invalid
        raise error(found.code, found.message, field=found.field)
    if found is None:
        return None
    moved_at = at or act.desk.at
    _write(ticket, found.state, at=moved_at, desk=act.desk, closed_as=_CLOSED_AS.get(cause, closed_as))
    return act.append(
        StatusChanged(
            from_=found.before,
            to=found.state.name,
            owes=found.state.owes.value,
            phase=found.state.phase.value,
            cause=cause.value,
            why=why,
        ),
        at=moved_at,
        actor=actor,
        because=because.pk if because is not None else None,
    )


def _write(ticket: Ticket, state: State, *, at: datetime, desk: Desk, closed_as: ClosedAs) -> None:
    """The columns that go with a change; the caller's act saves them."""
    ticket.status, ticket.phase, ticket.owes = state.name, state.phase, state.owes
    ticket.solved_at = None if state.phase is Phase.open else ticket.solved_at or at
    ticket.closes_at = _closes_at(desk, at) if state.phase is Phase.solved else None
    is_closed = state.phase is Phase.closed
    ticket.closed_at, ticket.closed_as = (at, closed_as.value) if is_closed else (None, "")


def _closes_at(desk: Desk, at: datetime) -> datetime | None:
    terms = lifecycle_terms(desk.edition, at)
    return due_of(terms.solved_closes_after, desk.edition.calendar(terms.calendar), at) if terms else None


def close_due(*, now: datetime, limit: int = 200) -> int:
    """Close what was solved long enough ago by the book and owes the customer no answer any more; how many."""
    owed = Clock.objects.filter(
        subject=OuterRef("subject"), state__in=LIVE, kind__in=[kind.value for kind in RESPONSES]
    )
    due = Ticket.objects.filter(~Exists(owed), closes_at__lte=now).order_by("closes_at")
    numbers = list(due.values_list("id", flat=True)[:limit])
    desk = open_desk(now) if numbers else None
    return sum(_close(number, desk=desk) for number in numbers if desk is not None)


def _close(ticket_id: int, *, desk: Desk) -> bool:
    """Close at the instant that the book's timer names, or when the last answer came, if that was later."""
    with transaction.atomic():
        ticket = locked(ticket_id)
        if ticket.phase != Phase.solved or ticket.closes_at is None or ticket.closes_at > desk.at:
            return False
        with acting_on_ticket(ticket, desk=desk, actor=DESK) as act:
            found = act.followed()
            if found.response_lives:
                return False
            ended = [one.ended_at for one in found.clocks if one.kind in RESPONSES and one.ended_at is not None]
            move(act, ticket, cause=Cause.timer, at=max([ticket.closes_at, *ended]))
    return True

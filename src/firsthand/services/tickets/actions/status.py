"""Where a ticket stands: the one place that moves it, and how it moves by itself."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from firsthand.domain.calendars import due_of
from firsthand.domain.clocks import RESPONSES
from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.events import DESK, Actor
from firsthand.domain.events.tickets import StatusChanged
from firsthand.domain.feature_requests import reached
from firsthand.domain.names import Kind, NameFamily, StateName
from firsthand.domain.sentences import Name, say
from firsthand.domain.tickets import Cause, Phase, Refusal, State, transition
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.events import Event
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.help import ASKED, HelpRequest
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import Acting, acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.handoffs.actions import withdraw_open
from firsthand.services.handoffs.provisional import end_provisional
from firsthand.services.help.actions import is_asked_on, withdraw_all_on
from firsthand.services.tickets.actions.locking import lock, locked

_CLOSED_AS = {Cause.merged_away: ClosedAs.merged, Cause.kept_as_history: ClosedAs.history}


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
    closes = wanted is not None and states.of(wanted).phase is Phase.closed
    owed = closes and (act.followed().response_lives if cause is Cause.timer else act.followed().response_owed)
    unsent = _is_unsent(ticket, act.desk)
    found = transition(states, StateName(ticket.status), cause, wanted=wanted, response_owed=owed, unsent=unsent)
    if isinstance(found, Refusal):
        error = Refused if found.code in ("response_owed", "unsent") else Invalid
        raise error(found.code, found.message, field=found.field)
    if found is None:
        return None
    moved_at = at or act.desk.at
    if found.state.phase is not Phase.open:
        why_not = say("The ticket is {state}.", state=Name(found.state.name, NameFamily.state))
        end_provisional(act, ticket, why=say("The ticket is not open any more."))
        withdraw_open(ticket, desk=act.desk, actor=actor or act.actor, why=why_not)
        if found.state.phase is Phase.closed and cause is not Cause.merged_away:
            withdraw_all_on(ticket, desk=act.desk, actor=actor or act.actor, why=why_not)
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


def _is_unsent(ticket: Ticket, desk: Desk) -> bool:
    """Whether the book has a request of its confirmed kind reach somebody, and it did not yet (S43)."""
    if ticket.kind_confirmed_at is None or reached(desk.edition, Kind(ticket.kind), at=desk.at) is None:
        return False
    return not FeatureRequest.objects.filter(ticket=ticket).exists()


def _unsent(desk: Desk) -> Q:
    """As `_is_unsent`, of rows."""
    kinds = [kind for kind in desk.organisation.kinds if reached(desk.edition, kind, at=desk.at) is not None]
    sent = FeatureRequest.objects.filter(ticket=OuterRef("pk"))
    return Q(~Exists(sent), kind__in=kinds, kind_confirmed_at__isnull=False)


def _write(ticket: Ticket, state: State, *, at: datetime, desk: Desk, closed_as: ClosedAs) -> None:
    """The columns that go with a change; the caller's act saves them."""
    ticket.status, ticket.phase, ticket.owes = state.name, state.phase, state.owes
    ticket.solved_at = None if state.phase is Phase.open else ticket.solved_at or at
    ticket.timer_at, ticket.timer_to = _timer(desk, state, at)
    is_closed = state.phase is Phase.closed
    ticket.closed_at, ticket.closed_as = (at, closed_as.value) if is_closed else (None, "")


def _timer(desk: Desk, state: State, at: datetime) -> tuple[datetime | None, StateName | None]:
    """When a state that is entered at an instant changes by itself, and to which, by the book of that day."""
    found = desk.edition.organisation_at(at).state(state.name)
    timer = found.timer if found is not None else None
    if timer is None:
        return None, None
    return due_of(timer.after, desk.edition.calendar(timer.calendar), at), timer.becomes


def move_due(*, now: datetime, limit: int = 200) -> int:
    """Move the tickets whose state changes by itself by now; how many. What closes waits while the customer is owed an
    answer, or somebody is asked for help, and what ends until it reached whom the book says."""
    owed = Clock.objects.filter(
        subject=OuterRef("subject"), state__in=LIVE, kind__in=[kind.value for kind in RESPONSES]
    )
    desk = open_desk(now)
    states = desk.organisation.states
    closing = [one.name for one in states.by_name.values() if one.phase is Phase.closed]
    ending = [one.name for one in states.by_name.values() if one.phase is not Phase.open]
    asked = HelpRequest.objects.filter(ASKED, ticket=OuterRef("pk"))
    held = Q(Exists(owed) | Exists(asked), timer_to__in=closing) | (Q(timer_to__in=ending) & _unsent(desk))
    due = Ticket.objects.exclude(held).filter(timer_at__lte=now).order_by("timer_at")
    numbers = list(due.values_list("id", flat=True)[:limit])
    return sum(_move(number, desk=desk) for number in numbers)


def _move(ticket_id: int, *, desk: Desk) -> bool:
    """Move a ticket at the instant that its timer names; what closes, when the last answer came, if that was later."""
    with transaction.atomic():
        ticket = locked(ticket_id)
        if ticket.timer_at is None or ticket.timer_to is None or ticket.timer_at > desk.at:
            return False
        to = StateName(ticket.timer_to)
        if desk.organisation.states.of(to).phase is not Phase.open and _is_unsent(ticket, desk):
            return False
        with acting_on_ticket(ticket, desk=desk, actor=DESK) as act:
            found, at = act.followed(), [ticket.timer_at]
            if desk.organisation.states.of(to).phase is Phase.closed:
                if found.response_lives or is_asked_on(ticket):
                    return False
                at += [one.ended_at for one in found.clocks if one.kind in RESPONSES and one.ended_at is not None]
            return move(act, ticket, cause=Cause.timer, wanted=to, at=max(at)) is not None

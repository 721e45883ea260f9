"""Starting, pausing, meeting and ending the clocks of a ticket. Callers hold the ticket's lock and transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

from firsthand.domain.calendars import Budget, WorkingTime, parse_budget
from firsthand.domain.clocks import Basis, ClockKind, Outcome, Pause, due_with_pauses, judge, pause_cause, warn_at_of
from firsthand.domain.policy import DecidedClock, Edition
from firsthand.models.clocks import LIVE, Clock, ClockPause, ClockState, Verdict
from firsthand.models.conversation import Message
from firsthand.models.tickets import Decision, Ticket, TimelineEvent
from firsthand.services.audit.actions import record
from firsthand.services.policy.queries import edition_that_decided

NO_CLOCK = datetime(9999, 1, 1, tzinfo=UTC)
ANSWERED = "answered"


def working_time_of(clock: Clock) -> WorkingTime:
    """The calendar that the clock's own decision knew, whatever was published since."""
    return book_of(clock).calendar(clock.calendar)


def book_of(clock: Clock) -> Edition:
    """The edition that the clock runs by."""
    return edition_that_decided(clock.edition, known_at=clock.decision.known_at)


def budget_of(clock: Clock) -> Budget:
    """The clock's budget as a value."""
    return parse_budget(clock.budget)


def pauses_of(clock: Clock) -> list[Pause]:
    """The clock's pauses as values, oldest first."""
    return [
        Pause(from_at=row.from_at, to_at=row.to_at, cause=row.cause, evidence=str(row.evidence_id or ""))
        for row in clock.pauses.order_by("from_at")
    ]


def apply_decision(
    *,
    ticket: Ticket,
    row: Decision,
    clocks: Sequence[DecidedClock],
    at: datetime,
    actor_id: int | None,
    is_first: bool = False,
) -> None:
    """Make the ticket's clocks those that a decision names.

    A live clock with the same terms goes on; another is cancelled and kept. A kind that was judged before
    (answered, or missed) is not started again: what was judged stays (invariant 4). `is_first` says that the ticket
    was made in this transaction and has no clock yet, which saves looking.
    """
    if is_first:
        by_kind = {decided.kind: decided for decided in clocks}
        started = [start(ticket=ticket, row=row, decided=decided, at=at) for decided in by_kind.values()]
        store_order(ticket, min(started, key=lambda clock: (clock.due_at or NO_CLOCK, clock.pk), default=None))
        return
    live = {clock.kind: clock for clock in ticket.clocks.filter(state__in=LIVE)}
    judged = set(ticket.clocks.filter(state__in=[ClockState.met, ClockState.missed]).values_list("kind", flat=True))
    wanted = {decided.kind.value: decided for decided in clocks}
    for kind, clock in live.items():
        if kind in wanted and _terms(clock) == _terms_of(wanted[kind], row):
            wanted.pop(kind)
        else:
            end(clock=clock, state=ClockState.cancelled, at=at, because="decided again", actor_id=actor_id)
    for kind, decided in wanted.items():
        if kind not in judged:
            start(ticket=ticket, row=row, decided=decided, at=at)
    refresh_order(ticket)


def _terms(clock: Clock) -> tuple[str, ...]:
    return (clock.edition, clock.clause, clock.budget, clock.calendar)


def _terms_of(decided: DecidedClock, row: Decision) -> tuple[str, ...]:
    return (row.edition, decided.clause, str(decided.budget), decided.calendar)


def start(
    *,
    ticket: Ticket,
    row: Decision,
    decided: DecidedClock,
    at: datetime,
    started_at: datetime | None = None,
    pauses: Sequence[Pause] = (),
) -> Clock:
    """Start a clock at the ticket's receipt (A18), or at `started_at`, warn instant included.

    `pauses` are those that it takes over, with their evidence; an open one holds it from the start.
    """
    begins_at = started_at or ticket.received_at
    hours = edition_that_decided(row.edition, known_at=row.known_at).calendar(decided.calendar)
    due_at: datetime | None = decided.due_at
    warn_at = None
    if pauses:
        due_at = due_with_pauses(working_time=hours, budget=decided.budget, started_at=begins_at, pauses=pauses)
    if decided.warn_share is not None:
        warn_at = warn_at_of(
            working_time=hours,
            budget=decided.budget,
            started_at=begins_at,
            share=decided.warn_share,
            pauses=pauses,
        )
    clock = Clock.objects.create(
        ticket=ticket,
        decision=row,
        kind=decided.kind,
        state=ClockState.paused if due_at is None else ClockState.running,
        clause=decided.clause,
        edition=row.edition,
        commitment=decided.class_,
        disclosable=decided.disclosable,
        budget=str(decided.budget),
        calendar=decided.calendar,
        calendar_version=decided.calendar_version,
        pauses_on=[status.value for status in decided.pauses_on],
        warn_share=str(decided.warn_share) if decided.warn_share is not None else "",
        started_at=begins_at,
        due_at=due_at,
        warn_at=warn_at,
        next_at=None if due_at is None else warn_at or due_at,
    )
    _keep_pauses(clock, [pause for pause in pauses if due_at is None or pause.from_at < due_at])
    record(
        ticket=ticket,
        at=at,
        actor_id=None,
        verb="clock_started",
        detail={
            "clock": clock.kind,
            "due_at": due_at.isoformat() if due_at else "",
            "clause": decided.clause,
        },
        decision=row,
    )
    return clock


def _keep_pauses(clock: Clock, pauses: Sequence[Pause]) -> None:
    ClockPause.objects.bulk_create(
        ClockPause(
            clock=clock,
            from_at=pause.from_at,
            to_at=pause.to_at,
            cause=pause.cause,
            evidence_id=int(pause.evidence) if pause.evidence else None,
        )
        for pause in pauses
    )


def end(*, clock: Clock, state: ClockState, at: datetime, because: str, actor_id: int | None) -> None:
    """End a clock for good, closing an open pause with it."""
    clock.pauses.filter(to_at=None).update(to_at=at)
    if clock.due_at is None:
        clock.due_at = _due(clock)
    clock.state, clock.ended_at, clock.ended_because, clock.next_at = state, at, because, None
    clock.save()
    if state is ClockState.cancelled:
        record(
            ticket=clock.ticket,
            at=at,
            actor_id=actor_id,
            verb="clock_cancelled",
            why=because,
            detail={"clock": clock.kind, "clause": clock.clause},
        )


def meet(
    *, ticket: Ticket, kinds: Sequence[ClockKind], at: datetime, message: Message | None, actor_id: int | None
) -> list[Clock]:
    """The promise was kept at `at`: each live clock of these kinds ends as met, or as missed when `at` is after its
    due instant (A4). The verdict is appended; a breach that the engine had not reached is dated at the due instant."""
    met = []
    for clock in ticket.clocks.filter(state__in=LIVE, kind__in=[kind.value for kind in kinds]).select_related(
        "decision", "ticket"
    ):
        clock.met_by = message
        clock.pauses.filter(to_at=None).update(to_at=at)
        due_at = clock.due_at or _due(clock)
        clock.due_at = due_at
        late = judge(due_at=due_at, met_at=at, now=at) is Outcome.breached
        if late and clock.breached_at is None:
            clock.breached_at = due_at
            append_verdict(clock=clock, outcome=Outcome.breached, met_at=None, at=due_at)
        state = ClockState.missed if late else ClockState.met
        end(clock=clock, state=state, at=at, because=ANSWERED, actor_id=actor_id)
        if not late:
            append_verdict(clock=clock, outcome=Outcome.met, met_at=at, at=at)
        record(
            ticket=ticket,
            at=at,
            actor_id=actor_id,
            verb="clock_met" if not late else "clock_answered_late",
            detail={"clock": clock.kind, "due_at": due_at.isoformat(), "clause": clock.clause},
        )
        met.append(clock)
    refresh_order(ticket)
    return met


def append_verdict(*, clock: Clock, outcome: Outcome, met_at: datetime | None, at: datetime) -> Verdict:
    """Append a verdict as judged under the clock's own terms."""
    if clock.due_at is None:
        raise ValueError("a clock that has no due instant is not judged")
    return Verdict.objects.create(
        clock=clock,
        basis=Basis.as_judged,
        at=at,
        outcome=outcome,
        edition=clock.edition,
        known_at=clock.decision.known_at,
        clause=clock.clause,
        budget=clock.budget,
        calendar=clock.calendar,
        calendar_version=clock.calendar_version,
        started_at=clock.started_at,
        due_at=clock.due_at,
        met_at=met_at,
    )


def reopen(*, ticket: Ticket, message: Message) -> None:
    """Undo what a reply that was taken back had met; the verdict stays, and the next one stands beside it."""
    for clock in Clock.objects.filter(met_by=message).select_related("decision"):
        clock.state, clock.met_by, clock.ended_at, clock.ended_because = ClockState.running, None, None, ""
        clock.next_at = next_look(clock)
        clock.save()
    refresh_order(ticket)


def follow_status(*, ticket: Ticket, event: TimelineEvent, at: datetime) -> None:
    """Pause and resume the ticket's clocks for the status that it has now, with `event` as the evidence."""
    status = ticket.status
    for clock in ticket.clocks.filter(state__in=LIVE).select_related("decision"):
        holds = status in clock.pauses_on and clock.breached_at is None
        if holds and clock.state == ClockState.running:
            ClockPause.objects.create(clock=clock, from_at=at, cause=pause_cause(status), evidence=event)
            clock.state, clock.due_at, clock.next_at = ClockState.paused, None, None
            clock.save()
        elif not holds and clock.state == ClockState.paused:
            clock.pauses.filter(to_at=None).update(to_at=at)
            clock.state = ClockState.running
            clock.due_at = _due(clock)
            clock.warn_at = _warn(clock)
            clock.next_at = next_look(clock)
            clock.save()
    refresh_order(ticket)


def next_look(clock: Clock) -> datetime | None:
    """When the engine must look at a clock next: its warning, then its due instant."""
    if clock.breached_at is not None:
        return None
    return clock.warn_at if clock.warned_at is None and clock.warn_at else clock.due_at


def _due(clock: Clock) -> datetime:
    due_at = due_with_pauses(
        working_time=working_time_of(clock),
        budget=budget_of(clock),
        started_at=clock.started_at,
        pauses=pauses_of(clock),
    )
    if due_at is None:
        raise ValueError("a clock whose pauses have all ended has a due instant")
    return due_at


def _warn(clock: Clock) -> datetime | None:
    if not clock.warn_share:
        return None
    return warn_at_of(
        working_time=working_time_of(clock),
        budget=budget_of(clock),
        started_at=clock.started_at,
        share=Fraction(clock.warn_share),
        pauses=pauses_of(clock),
    )


def refresh_order(ticket: Ticket) -> None:
    """Store when the ticket's next clock breaks, so that the inbox is one read of an index."""
    soonest = ticket.clocks.filter(state=ClockState.running, due_at__isnull=False).order_by("due_at", "id").first()
    store_order(ticket, soonest)


def store_order(ticket: Ticket, soonest: Clock | None) -> None:
    """Store the clock that breaks next on the ticket; None when no clock runs."""
    ticket.order_at = soonest.due_at if soonest and soonest.due_at else NO_CLOCK
    ticket.next_clock = soonest.kind if soonest else ""
    ticket.save(update_fields=["order_at", "next_clock"])

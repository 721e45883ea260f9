"""Why a clock stands where it stands: its receipt, with the clause's own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand.domain.clocks import Receipt, receipt
from firsthand.domain.policy import Clause
from firsthand.models.clocks import Clock, ClockState, Verdict
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import Ticket, TimelineEvent
from firsthand.services.access.viewers import Viewer, tickets_for
from firsthand.services.clocks.actions import book_of, budget_of, pauses_of, working_time_of


@dataclass(frozen=True, kw_only=True)
class ClockReceipt:
    """One clock with its receipt up to its end, or up to now (or its due instant, if that is later)."""

    clock: Clock
    receipt: Receipt
    zone: str
    clause: Clause | None
    verdicts: tuple[Verdict, ...]
    did_not_count: tuple[Message, ...]
    left: timedelta | None

    @property
    def state(self) -> str:
        """The state in a word: running, late, paused, met, missed or cancelled."""
        if self.clock.state == ClockState.running and self.clock.breached_at is not None:
            return "late"
        return self.clock.state


def receipts(*, viewer: Viewer, ticket_id: int, now: datetime) -> list[ClockReceipt]:
    """The receipt of every clock the ticket ever had, oldest first. Empty when the viewer may not see it."""
    if not tickets_for(viewer).filter(pk=ticket_id).exists():
        return []
    ticket = Ticket.objects.get(pk=ticket_id)
    replies = list(
        Message.objects.filter(
            ticket_id=ticket_id, direction=Direction.outbound, counts_as_response=False, taken_back_at=None
        ).order_by("at")
    )
    clocks = ticket.clocks.select_related("decision", "met_by").prefetch_related("verdicts__by").order_by("id")
    return [_of(clock, now=now, replies=replies) for clock in clocks]


def evidence_of(found: Iterable[ClockReceipt]) -> list[TimelineEvent]:
    """The events that show the pauses on these receipts; after a merge they may stand on another ticket."""
    numbers = {int(number) for one in found for line in one.receipt.lines for number in line.evidence}
    return list(TimelineEvent.objects.select_related("actor").filter(pk__in=numbers)) if numbers else []


def _of(clock: Clock, *, now: datetime, replies: list[Message]) -> ClockReceipt:
    book = book_of(clock)
    until = clock.ended_at or max(now, clock.due_at or now)
    ended = clock.ended_at or now
    return ClockReceipt(
        clock=clock,
        receipt=receipt(
            working_time=working_time_of(clock),
            budget=budget_of(clock),
            started_at=clock.started_at,
            until=max(until, clock.started_at),
            pauses=pauses_of(clock),
            edition=clock.edition,
            clause=clock.clause,
        ),
        zone=book.calendar_named(clock.calendar).zone,
        clause=book.clause(clock.clause, clock.started_at),
        verdicts=tuple(sorted(clock.verdicts.all(), key=lambda verdict: verdict.pk)),
        left=working_time_left(clock, now=now),
        did_not_count=tuple(reply for reply in replies if clock.started_at <= reply.at <= ended),
    )


def working_time_left(clock: Clock, *, now: datetime) -> timedelta | None:
    """The working time until the clock is due; None when it has ended, is paused or is past its due instant."""
    if clock.state != ClockState.running or clock.due_at is None or clock.due_at <= now:
        return None
    return working_time_of(clock).elapsed(max(now, clock.started_at), clock.due_at)

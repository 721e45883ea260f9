"""The receipt of a clock: line items that tile the time from its start, and add up to what was counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from firsthand.domain.calendars import Budget, BudgetUnit, CalendarError, CalendarVersion, WorkingTime
from firsthand.domain.calendars.instants import SECOND, datetime_of, instant_of
from firsthand.domain.calendars.opening import Span
from firsthand.domain.clocks.due import due_after_pauses
from firsthand.domain.clocks.pauses import Pause, PausedSpan, united
from firsthand.domain.sentences import Sentence, Series, say

_OPEN, _ALWAYS, _CLOSED = say("opening hours"), say("every hour counts"), say("outside opening hours")


class LineKind(StrEnum):
    """Counted against the budget; closed, which counts for nobody; paused, open time that was not counted."""

    counted = "counted"
    closed = "closed"
    paused = "paused"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptLine:
    """One stretch of a receipt, half-open and in UTC. `late` when it lies after the due instant.

    `hours` is the dated version of the calendar's hours that the stretch was open by, None where no opening hours
    decided. `evidence` names the events that show why it was paused.
    """

    kind: LineKind
    from_at: datetime
    to_at: datetime
    cause: Sentence
    late: bool = False
    hours: CalendarVersion | None = None
    evidence: tuple[str, ...] = ()

    @property
    def says_why(self) -> bool:
        """Whether its cause says more than that the calendar was open or closed."""
        return self.cause not in (_OPEN, _CLOSED)

    @property
    def duration(self) -> timedelta:
        return self.to_at - self.from_at

    @property
    def seconds(self) -> int | Decimal:
        """The length in seconds, exactly: an int when it is whole."""
        whole, rest = divmod(self.duration, timedelta(seconds=1))
        return whole if not rest else whole + Decimal(rest.microseconds) / SECOND


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What a clock counted in `[started_at, until)` and why.

    The lines tile that span without hole or overlap. `counted` is the sum of the counted lines up to the due
    instant (all of the budget once it has passed, for budgets of a fixed length on open time), `late` that of the
    counted lines after it, `paused` the open time that pauses took out. `due_at` is None while a pause holds.
    `version` is the digest of the calendar; `edition` and `clause` are those that gave the terms, where they are known.
    """

    lines: tuple[ReceiptLine, ...]
    started_at: datetime
    until: datetime
    counted: timedelta
    late: timedelta
    paused: timedelta
    due_at: datetime | None
    budget: Budget
    calendar: str
    zone: str
    version: str
    edition: str | None = None
    clause: str | None = None


def receipt(
    *,
    working_time: WorkingTime,
    budget: Budget,
    started_at: datetime,
    until: datetime,
    pauses: Sequence[Pause] = (),
    edition: str | None = None,
    clause: str | None = None,
) -> Receipt:
    """The receipt of a clock up to an instant; CalendarError when that lies before the start.

    Every open interval is a line of its own; a run of closed time is one line, however long. A line is cut where
    the clock became due, where the causes of a pause or their evidence change, and where another dated version of
    the hours takes over. Pauses after the due instant do not count.
    """
    started_us, until_us = instant_of(started_at, "started_at"), instant_of(until, "until")
    if until_us < started_us:
        raise CalendarError(
            "until_before_start",
            say("{until} is before the start {started_at}", until=str(until), started_at=str(started_at)),
            "until",
        )
    spans = united(pauses, started_us)
    due_us = due_after_pauses(working_time, budget, started_us, spans)
    exact = Budget(amount=budget.amount, unit=BudgetUnit.ELAPSED_EXACT)
    spent_us = due_after_pauses(working_time, exact, started_us, spans)
    business = budget.unit.needs_hours
    if business:
        countable = working_time.intervals_us(started_us, until_us)
    else:
        countable = _elapsed_spans(started_us, until_us, spent_us, due_us)
    ledger = _Ledger(
        working_time=working_time,
        due_us=due_us,
        spans=spans,
        business=business,
    )
    lines = ledger.lines(countable, started_us, until_us)
    return Receipt(
        lines=tuple(lines),
        started_at=datetime_of(started_us),
        until=datetime_of(until_us),
        counted=_sum(line for line in lines if line.kind is LineKind.counted and not line.late),
        late=_sum(line for line in lines if line.kind is LineKind.counted and line.late),
        paused=_sum(line for line in lines if line.kind is LineKind.paused),
        due_at=None if due_us is None else datetime_of(due_us),
        budget=budget,
        calendar=working_time.calendar.name,
        zone=working_time.calendar.zone,
        version=working_time.version,
        edition=edition,
        clause=clause,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ledger:
    """Turns countable spans into lines that tile the time between two instants."""

    working_time: WorkingTime
    due_us: int | None
    spans: Sequence[PausedSpan]
    business: bool

    def lines(self, countable: Sequence[Span], begin: int, end: int) -> list[ReceiptLine]:
        lines: list[ReceiptLine] = []
        here = begin
        for opens, closes in countable:
            if opens > here:
                lines.append(self._closed(here, opens))
            cuts = [opens, *self._cuts(opens, closes), closes]
            lines.extend(self._open(cuts[i], cuts[i + 1]) for i in range(len(cuts) - 1))
            here = closes
        if here < end:
            lines.append(self._closed(here, end))
        return lines

    def _cuts(self, opens: int, closes: int) -> list[int]:
        cuts = {edge for span in self.spans for edge in (span.from_us, span.to_us) if edge is not None}
        if self.due_us is not None:
            cuts = {cut for cut in cuts if cut < self.due_us} | {self.due_us}
        if self.business:
            cuts.update(self.working_time.version_changes_us(opens, closes))
        return sorted(cut for cut in cuts if opens < cut < closes)

    def _open(self, opens: int, closes: int) -> ReceiptLine:
        late = self._late(opens)
        pause = None if late else next((span for span in self.spans if _covers(span, opens)), None)
        from_at = datetime_of(opens)
        open_cause = _OPEN if self.business else _ALWAYS
        return ReceiptLine(
            kind=LineKind.counted if pause is None else LineKind.paused,
            from_at=from_at,
            to_at=datetime_of(closes),
            cause=open_cause if pause is None else pause.cause,
            late=late,
            hours=self.working_time.version_at(from_at) if self.business else None,
            evidence=() if pause is None else pause.evidence,
        )

    def _closed(self, closes: int, opens: int) -> ReceiptLine:
        from_at, to_at = datetime_of(closes), datetime_of(opens)
        names = tuple(dict.fromkeys(name for _, name in self.working_time.closed_days(from_at, to_at)))
        return ReceiptLine(
            kind=LineKind.closed,
            from_at=from_at,
            to_at=to_at,
            cause=say("{days}", days=Series(names)) if names else _CLOSED,
            late=self._late(closes),
        )

    def _late(self, instant: int) -> bool:
        return self.due_us is not None and instant >= self.due_us


def _elapsed_spans(started_us: int, until_us: int, spent_us: int | None, due_us: int | None) -> list[Span]:
    """Every hour counts, but for the wait between an amount that is spent and the opening it moves to."""
    if due_us is None or spent_us is None or spent_us == due_us:
        spans = [(started_us, until_us)]
    else:
        spans = [(started_us, min(spent_us, until_us)), (due_us, until_us)]
    return [(begin, end) for begin, end in spans if begin < end]


def _covers(span: PausedSpan, instant: int) -> bool:
    return span.from_us <= instant and (span.to_us is None or instant < span.to_us)


def _sum(lines: Iterable[ReceiptLine]) -> timedelta:
    return sum((line.duration for line in lines), timedelta())

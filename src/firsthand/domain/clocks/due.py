"""When a clock is due, and when to warn, with what paused it taken into account."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from firsthand.domain.calendars import Budget, BudgetUnit, CalendarError, WorkingTime, due_of_us
from firsthand.domain.calendars.instants import SECOND, after_us, datetime_of, instant_of
from firsthand.domain.clocks.pauses import Pause, PausedSpan, united
from firsthand.domain.sentences import say


def due_with_pauses(
    *, working_time: WorkingTime, budget: Budget, started_at: datetime, pauses: Sequence[Pause]
) -> datetime | None:
    """The instant at which the budget is spent, in UTC; None while an open pause holds the clock before that.

    Overlapping pauses count once. A pause that begins at or after the due instant changes nothing: what is
    breached is not forgiven by a later pause. Business days move by the working time that was paused.
    """
    started_us = instant_of(started_at, "started_at")
    due_us = due_after_pauses(working_time, budget, started_us, united(pauses, started_us))
    return None if due_us is None else datetime_of(due_us)


def warn_at_of(
    *,
    working_time: WorkingTime,
    budget: Budget,
    started_at: datetime,
    share: Fraction,
    pauses: Sequence[Pause] = (),
) -> datetime | None:
    """The instant at which that share of the budget is spent; None while an open pause holds the clock before it.

    For business days it is the share of the working time between start and due. CalendarError unless
    `0 < share <= 1`.
    """
    if not 0 < share <= 1:
        raise CalendarError("bad_share", say("{share} is not above 0 and at most 1", share=str(share)), "share")
    started_us = instant_of(started_at, "started_at")
    spans = united(pauses, started_us)
    if budget.unit.in_days:
        whole = working_time.elapsed_us(started_us, due_of_us(budget, working_time, started_us))
        warn_us = _spent(working_time, started_us, int(whole * share), spans)
    else:
        counting = working_time if budget.unit is BudgetUnit.BUSINESS_TIME else None
        warn_us = _spent(counting, started_us, int(budget.amount * SECOND * share), spans)
    return None if warn_us is None else datetime_of(warn_us)


def due_after_pauses(
    working_time: WorkingTime, budget: Budget, started_us: int, spans: Sequence[PausedSpan]
) -> int | None:
    """`due_with_pauses` in microseconds, on pauses that `united` made disjoint."""
    if budget.unit.in_days:
        return _moved(working_time, due_of_us(budget, working_time, started_us), spans)
    amount = budget.amount * SECOND
    if budget.unit is BudgetUnit.BUSINESS_TIME:
        return _spent(working_time, started_us, amount, spans)
    spent = _spent(None, started_us, amount, spans)
    if spent is None or budget.unit is BudgetUnit.ELAPSED_EXACT or working_time.is_open_or_closing_us(spent):
        return spent
    return working_time.next_opening_us(spent)


def _spent(working_time: WorkingTime | None, started_us: int, amount: int, spans: Sequence[PausedSpan]) -> int | None:
    """The first instant by which `amount` has been counted outside the pauses; every hour counts without hours."""
    here, left = started_us, amount
    for span in spans:
        before = span.from_us - here if working_time is None else working_time.elapsed_us(here, span.from_us)
        if before >= left:
            break
        if span.to_us is None:
            return None
        here, left = span.to_us, left - before
    return after_us(here, left) if working_time is None else working_time.due_us(here, left)


def _moved(working_time: WorkingTime, due_us: int, spans: Sequence[PausedSpan]) -> int | None:
    for span in spans:
        if span.from_us >= due_us:
            break
        if span.to_us is None:
            return None
        paused = working_time.elapsed_us(span.from_us, span.to_us)
        due_us = max(working_time.due_us(due_us, paused), span.to_us)  # not due while it stands still
    return due_us

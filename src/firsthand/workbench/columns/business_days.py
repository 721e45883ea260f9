"""Budgets of whole business days for columns, equal to `domain.calendars.business_days` row for row."""

import numpy as np
from numpy.typing import NDArray

from firsthand.domain.calendars import (
    Budget,
    BudgetUnit,
    CalendarError,
    OutsideSupportedYears,
    WorkingTime,
    due_of_us,
)
from firsthand.domain.calendars.business_days import last_business_day, offsets_around, spans_of_day
from firsthand.domain.calendars.instants import DAY, FIRST_INSTANT, LAST_YEAR, local_midnight, ordinal_of
from firsthand.domain.sentences import say
from firsthand.workbench.columns.buckets import NEVER, Int64s
from firsthand.workbench.columns.days import DayTable, Offsets, day_table, offsets_between

CHUNK = 1 << 15
_BEGINNING = FIRST_INSTANT + 3 * DAY  # before it, a row may belong to a local day of 1899


class BusinessDayColumns:
    """The day tables of one calendar; they grow as they are asked, and are kept between calls."""

    def __init__(self, working_time: WorkingTime) -> None:
        self.working_time = working_time
        self._table: DayTable | None = None
        self._offsets: Offsets | None = None

    def due(self, budget: Budget, starts: Int64s, openings: Int64s, *, out: Int64s) -> None:
        """Into `out`: the due instants of a budget of days; `openings` are the next openings of the starts.

        CalendarError for fewer than one day, OutsideSupportedYears when an answer is outside.
        """
        if budget.amount < 1:
            raise CalendarError(
                "bad_budget", say("{amount} business days; expected at least 1", amount=budget.amount), "budget"
            )
        first, last = int(starts.min()), int(openings.max())
        table = self._days(first, last, budget.amount) if first >= _BEGINNING else None
        if table is None or not len(table.business):
            out[:] = [due_of_us(budget, self.working_time, start) for start in starts.tolist()]
            return
        offsets = self._zone(first, last)
        odd_rows, odd_days, odd_readings = [], [], []
        for low in range(0, len(starts), CHUNK):
            here = slice(low, low + CHUNK)
            days, local = _counted_from(budget.unit, table, offsets, starts=starts[here], openings=openings[here])
            number = table.passed[days] + (budget.amount - 1)
            if number.max() >= len(table.business):  # the supported years end before the budget does
                due_of_us(budget, self.working_time, int(starts[here][number.argmax()]))  # raises
            target = table.business[number]
            local += (target - days) * DAY
            out[here] = _on_plain_days(budget.unit, table, target, local)
            odd = np.flatnonzero(table.odd[target])
            odd_rows.append(odd + low)
            odd_days.append(target[odd] + table.first)
            odd_readings.append(local[odd])
        rows, ordinals, readings = (np.concatenate(parts) for parts in (odd_rows, odd_days, odd_readings))
        for ordinal in np.unique(ordinals).tolist():
            of_day = ordinals == ordinal
            out[rows[of_day]] = self._on_odd_day(budget.unit, ordinal, readings[of_day])

    def _on_odd_day(self, unit: BudgetUnit, ordinal: int, readings: Int64s) -> Int64s:
        """The same steps as for one row, for all readings on one day near a change of offset."""
        spans = spans_of_day(self.working_time, ordinal)
        if unit is BudgetUnit.BUSINESS_DAYS_TO_CLOSE:
            return np.full(len(readings), spans[-1][1])
        shown = np.full(len(readings), NEVER)
        for begin, end, offset in reversed(offsets_around(self.working_time, local_midnight(ordinal))):
            instants = np.maximum(begin, readings - offset)
            shown = np.where(instants < end, instants, shown)
        if shown.max() == NEVER:
            raise OutsideSupportedYears(
                say("the business days run past the year {last_year}", last_year=LAST_YEAR), "budget"
            )
        if unit is BudgetUnit.BUSINESS_DAYS_SAME_TIME:
            return shown
        kept = np.full(len(readings), spans[-1][1])
        for opens, closes in reversed(spans):
            kept = np.where(shown <= closes, np.maximum(opens, shown), kept)
        return kept

    def _days(self, first: int, last: int, days: int) -> DayTable:
        """A table with every day that instants first..last can belong to, and `days` business days and the two that
        a start may be moved by after them all, unless the supported years end before."""
        begin, end = ordinal_of(first) - 2, ordinal_of(last) + 2
        table, needed = self._table, days + 2
        if table is None or table.first > begin or table.last < end:
            known = (begin, end) if table is None else (table.first, table.last)
            table = day_table(self.working_time, min(begin, known[0]), max(end + 2 * needed, known[1]))
        while table.last < last_business_day() and table.passed[end - table.first] + needed > len(table.business):
            longer = table.last + max(needed, (table.last - table.first) // 2)
            table = day_table(self.working_time, table.first, min(longer, last_business_day()))
        self._table = table
        return table

    def _zone(self, first: int, last: int) -> Offsets:
        known = self._offsets
        if known is None or not (known.begin <= first and last < known.end):
            wider = (first, last) if known is None else (min(first, known.begin), max(last, known.end - 1))
            known = self._offsets = offsets_between(self.working_time.calendar.zone, *wider)
        return known


def _counted_from(
    unit: BudgetUnit, table: DayTable, offsets: Offsets, *, starts: Int64s, openings: Int64s
) -> tuple[Int64s, Int64s]:
    """The row of the day that each start counts on, and its wall-clock reading there."""
    if unit is BudgetUnit.BUSINESS_DAYS:
        local = openings + offsets.at(openings)
        return table.owners(local), local
    local = starts + offsets.at(starts)
    days = np.where(openings == starts, table.owners(local), table.rows(local))
    days, local = _moved(~table.has_hours[days], table, days, local)
    late = local >= table.closes[-1][days]
    days, local = _moved(late, table, days, local)
    return days, np.where(late, table.opens[0][days], local)


def _moved(which: NDArray[np.bool_], table: DayTable, days: Int64s, local: Int64s) -> tuple[Int64s, Int64s]:
    """Some rows moved to the same time of the next business day."""
    number = np.minimum(table.passed[days], len(table.business) - 1)  # past the last one, the budget is not spent
    following = np.where(which, table.business[number], days)
    return following, local + (following - days) * DAY


def _on_plain_days(unit: BudgetUnit, table: DayTable, days: Int64s, local: Int64s) -> Int64s:
    if unit is BudgetUnit.BUSINESS_DAYS:
        return table.kept_inside(days, local)
    if unit is BudgetUnit.BUSINESS_DAYS_TO_CLOSE:
        local = table.closes[-1][days]
    due_at: Int64s = local - table.offset[days]
    return due_at

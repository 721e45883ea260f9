"""Rules as the search tries them: a budget of some unit on some hours, both ways between amount and due instant.

The same arithmetic as `domain.calendars`, in columns; business days are not counted on hours that run over midnight.
Tests hold the two equal.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from firsthand.domain.calendars import Budget, BudgetUnit, working_time
from firsthand.domain.calendars.instants import DAY, SECOND
from firsthand.workbench.columns import WorkingTimeColumns
from firsthand.workbench.mining.hours import BusinessDayTable, Hours
from firsthand.workbench.mining.observations import Observations
from firsthand.workbench.mining.wall_clock import NEVER, Flags, Int64s, WallClock

MINUTE = 60 * SECOND
NO_AMOUNT = np.int64(-1)
_LONGEST_DAYS = 3660  # ten years: a target farther away is not searched for
_RESOLUTIONS = ((0, 1), (2 * 1440, 60), (60 * 1440, 1440))  # from so many minutes on, in steps of so many
_ELAPSED = (BudgetUnit.ELAPSED_EXACT, BudgetUnit.ELAPSED_NEXT_OPENING)


@dataclass(frozen=True, kw_only=True, slots=True)
class MinedRule:
    """A budget on some hours: `amount` counts business days where the unit is `in_days`, else whole minutes."""

    hours: Hours
    unit: BudgetUnit
    amount: int

    @property
    def budget(self) -> Budget:
        """The budget as the policy book writes it."""
        if self.unit.in_days:
            return Budget(amount=self.amount, unit=self.unit)
        if self.unit is BudgetUnit.ELAPSED_EXACT and self.amount % 1440 == 0:
            days = self.amount // 1440
            written = f"{days} day{'' if days == 1 else 's'} elapsed"
            return Budget(amount=self.amount * 60, unit=self.unit, written=written)
        return Budget(amount=self.amount * 60, unit=self.unit)


class Seen:
    """Observations with an end, in the order received, with their wall-clock readings; and rules applied to them."""

    def __init__(self, observations: Observations, tolerance: int) -> None:
        self.observations = observations
        self.tolerance = tolerance
        self.received = observations.received_at
        self.ended = observations.ended_at
        longest = np.int64(_LONGEST_DAYS * DAY)
        self.near: Flags = (self.ended != NEVER) & (self.ended - self.received < longest)
        self.near &= self.ended > self.received
        first, last = int(self.received.min()), int(self.received.max())
        self.clock = WallClock(observations.zone, first, last + int(longest))
        self.received_local = self.clock.local(self.received)
        self.ended_local = self.clock.local(np.where(self.near, self.ended, self.received))
        self.first_day = first // DAY - 15
        farthest = int(self.ended[self.near].max()) if self.near.any() else last
        self.last_day = max(farthest, last) // DAY + 15
        self._trials: dict[Hours, HoursTrial] = {}

    def trial(self, hours: Hours) -> "HoursTrial":
        """These hours, ready to be tried; made once."""
        found = self._trials.get(hours)
        if found is None:
            found = self._trials[hours] = HoursTrial(self, hours)
        return found

    def forget(self, hours: Hours) -> None:
        """Let go of what was computed for hours that are no longer wanted."""
        self._trials.pop(hours, None)

    def off(self, rule: MinedRule, rows: Int64s) -> Int64s:
        """How much later than the rule says the rows end; beyond the tolerance for those it does not reproduce."""
        off = self.ended[rows] - self.due(rule, rows)
        return np.where(self.near[rows], off, self.tolerance + 1)

    def explained(self, rule: MinedRule, rows: Int64s) -> Flags:
        """Which of the rows the rule reproduces, within the tolerance."""
        return np.asarray(np.abs(self.off(rule, rows)) <= self.tolerance, dtype=np.bool_)

    def due(self, rule: MinedRule, rows: Int64s) -> Int64s:
        """The instants at which the rule makes the rows due."""
        return self.trial(rule.hours).columns.due_of(rule.budget, self.received[rows])


class HoursTrial:
    """Some hours tried on what was seen."""

    def __init__(self, seen: Seen, hours: Hours) -> None:
        self.seen = seen
        self.hours = hours
        self._implied: dict[BudgetUnit, Int64s] = {}
        self._off: dict[BudgetUnit, Int64s] = {}

    @cached_property
    def table(self) -> BusinessDayTable:
        return BusinessDayTable(self.hours, self.seen.first_day, self.seen.last_day)

    @cached_property
    def columns(self) -> WorkingTimeColumns:
        return WorkingTimeColumns(working_time(self.hours.calendar("mined", self.seen.observations.zone)))

    @cached_property
    def _counted(self) -> tuple[Int64s, Int64s]:
        return self.table.counted_from(self.seen.received_local)

    @cached_property
    def _opened(self) -> tuple[Int64s, Int64s]:
        return self.table.opened_from(self.seen.received_local)

    def implied(self, unit: BudgetUnit) -> Int64s:
        """For each row the amount with which the unit reproduces its end, NO_AMOUNT where none does.

        Exact for units in days. For the others it is rounded as people write budgets: to the minute up to two days, to
        the hour up to sixty, to the day beyond; it may still miss: see `explained`.
        """
        found = self._implied.get(unit)
        if found is None:
            found = self._implied[unit] = self._imply(unit)
        return found

    def off_where_implied(self, unit: BudgetUnit, amount: int, rows: Int64s) -> Int64s:
        """How much later than the budget those of the rows end that it reproduces."""
        if unit.in_days:
            mine: Int64s = rows[self.implied(unit)[rows] == amount]
            exact: Int64s = self._off[unit][mine]
            return exact
        off: Int64s = self.seen.off(MinedRule(hours=self.hours, unit=unit, amount=amount), rows)
        return off[np.abs(off) <= self.seen.tolerance]

    def _imply(self, unit: BudgetUnit) -> Int64s:
        seen = self.seen
        if unit in _ELAPSED:
            wait = np.where(seen.near, seen.ended - seen.received, 0)
            amount = _as_written(wait, _RESOLUTIONS)
            known = seen.near & (np.abs(wait - amount * MINUTE) <= seen.tolerance)
            if unit is BudgetUnit.ELAPSED_NEXT_OPENING:
                known &= self._ends_open() & ~self._ends_at_opening()
            return np.where(known & (amount > 0), amount, NO_AMOUNT)
        if unit is BudgetUnit.BUSINESS_TIME:
            ends = np.where(seen.near, seen.ended, seen.received)
            wait = self.columns.elapsed(seen.received, ends)
            amount = _as_written(wait, _RESOLUTIONS[:2])
            known = self._ends_open() & (np.abs(wait - amount * MINUTE) <= seen.tolerance)
            return np.where(seen.near & (amount > 0) & known, amount, NO_AMOUNT)
        return self._implied_days(unit)

    def _implied_days(self, unit: BudgetUnit) -> Int64s:
        seen, table = self.seen, self.table
        ranks, since = self._opened if unit is BudgetUnit.BUSINESS_DAYS else self._counted
        if unit is BudgetUnit.BUSINESS_DAYS_TO_CLOSE:
            since = np.zeros_like(since) + table.closes_of(seen.ended_local // DAY)
        days = (seen.ended_local - since + DAY // 2) // DAY
        if unit is BudgetUnit.BUSINESS_DAYS and not self.hours.is_plain:
            days = (seen.ended_local + seen.tolerance) // DAY  # at an opening or close of that day, or between them
            since = table.kept_inside(days, since, to_opening=False)
        amount = table.rank_of(days) - ranks
        off = self._off[unit] = seen.ended_local - days * DAY - since
        fits = np.abs(off) <= seen.tolerance
        return np.where(seen.near & fits & table.is_worked(days) & (amount > 0), amount, NO_AMOUNT)

    def _ends_open(self) -> Flags:
        """Which rows end in open time, or exactly at a close (within the tolerance)."""
        tolerance = self.seen.tolerance
        if not self.hours.is_plain:
            ends = np.where(self.seen.near, self.seen.ended, self.seen.received)
            return np.asarray(self.columns.elapsed(ends - tolerance - 1, ends + tolerance + 1) > 0, dtype=np.bool_)
        days = self.seen.ended_local // DAY
        since = self.seen.ended_local - days * DAY
        inside = np.zeros(len(days), dtype=np.bool_)
        for opens, closes in self.hours.windows:
            inside |= (since >= opens * SECOND - tolerance) & (since <= closes * SECOND + tolerance)
        return inside & self.table.is_worked(days)

    def _ends_at_opening(self) -> Flags:
        tolerance = self.seen.tolerance
        if not self.hours.is_plain:
            ends = np.where(self.seen.near, self.seen.ended, self.seen.received)
            before = self.columns.elapsed(ends - 3 * tolerance - 1, ends - tolerance - 1)
            return np.asarray(before == 0, dtype=np.bool_)
        since = self.seen.ended_local % DAY
        at = np.zeros(len(since), dtype=np.bool_)
        if not self.hours.always:
            for opens, _ in self.hours.windows:
                at |= np.abs(since - opens * SECOND) <= tolerance
        return at


def _as_written(wait: Int64s, resolutions: tuple[tuple[int, int], ...]) -> Int64s:
    """The nearest amount in minutes that somebody would write into a policy."""
    found = np.zeros_like(wait)
    for least, step in resolutions:
        size = step * MINUTE
        found = np.where(wait >= least * MINUTE, (wait + size // 2) // size * step, found)
    return found

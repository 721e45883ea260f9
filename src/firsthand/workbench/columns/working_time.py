"""Due, elapsed and next openings for arrays of instants: the same edges as the scalar arithmetic, the same answers."""

from dataclasses import dataclass

import numpy as np

from firsthand.domain.calendars import Budget, BudgetUnit, CalendarError, OutsideSupportedYears, WorkingTime
from firsthand.domain.calendars.edges import EdgeTable
from firsthand.domain.calendars.instants import FIRST_INSTANT, SECOND, after_us
from firsthand.domain.sentences import say
from firsthand.workbench.columns.buckets import BucketIndex, Int64s, bucket_index
from firsthand.workbench.columns.business_days import BusinessDayColumns

CHUNK = 1 << 16


class WorkingTimeColumns:
    """A calendar for columns. All arrays are one-dimensional int64: instants in microseconds since the epoch.

    Not for use by several threads at once: the working arrays are kept between calls.
    """

    def __init__(self, working_time: WorkingTime) -> None:
        self.working_time = working_time
        self._compiled: _CompiledEdges | None = None
        self._business_days = BusinessDayColumns(working_time)
        self._work = np.empty((4, CHUNK), dtype=np.int64)

    def due(self, starts: Int64s, budgets: Int64s | int, *, out: Int64s | None = None) -> Int64s:
        """For each row the smallest t with `elapsed(start, t) == budget`; budgets in microseconds, or one for all.

        The answer is written to `out` when it is given.

        CalendarError for a negative budget, OutsideSupportedYears when a row or its answer is outside the years
        that calendars cover.
        """
        spend = np.broadcast_to(np.asarray(budgets, dtype=np.int64), starts.shape)
        due_at = np.empty(starts.shape, dtype=np.int64) if out is None else out
        if not len(starts):
            return due_at
        least = int(np.min(budgets))
        if least < 0:
            raise CalendarError("negative_budget", say("a budget cannot be negative"), "budgets")
        first, last, most = int(starts.min()), int(starts.max()), int(np.max(budgets))
        try:
            edges = self._edges(first, self.working_time.due_us(last, most), last)
        except OutsideSupportedYears:  # the latest start with the largest budget; maybe no row has both
            rows = zip(starts.tolist(), spend.tolist(), strict=True)
            due_at[:] = [self.working_time.due_us(start, budget) for start, budget in rows]
            return due_at
        for low in range(0, len(starts), CHUNK):
            rows_here = slice(low, low + CHUNK)
            self._due_chunk(edges, starts[rows_here], spend[rows_here], due_at[rows_here])
        if least == 0:
            np.copyto(due_at, starts, where=spend == 0)
        return due_at

    def elapsed(self, starts: Int64s, ends: Int64s, *, out: Int64s | None = None) -> Int64s:
        """For each row the open time from start to end in microseconds; negative when the end comes first.

        The answer is written to `out` when it is given.
        """
        spent = np.empty(starts.shape, dtype=np.int64) if out is None else out
        if not len(starts):
            return spent
        edges = self._edges(int(starts.min()), int(starts.max()), int(ends.min()), int(ends.max()))
        for low in range(0, len(starts), CHUNK):
            rows = slice(low, low + CHUNK)
            index, scratch, before, _ = self._work[:, : len(starts[rows])]
            edges.open_time(starts[rows], into=before, index=index, scratch=scratch)
            edges.open_time(ends[rows], into=spent[rows], index=index, scratch=scratch)
            np.subtract(spent[rows], before, out=spent[rows])
        return spent

    def next_opening(self, starts: Int64s, *, out: Int64s | None = None) -> Int64s:
        """For each row the instant itself when open, else the next opening; written to `out` when it is given."""
        return self._moved_to_opening(starts, np.empty(starts.shape, dtype=np.int64) if out is None else out)

    def due_of(self, budget: Budget, starts: Int64s, out: Int64s | None = None) -> Int64s:
        """For each row the instant at which a budget of any unit is spent, as `domain.calendars.due_of_us` has it.

        The answer is written to `out` when it is given. CalendarError and OutsideSupportedYears as for `due`.
        """
        if budget.unit is BudgetUnit.BUSINESS_TIME:
            return self.due(starts, budget.amount * SECOND, out=out)
        due_at = np.empty(starts.shape, dtype=np.int64) if out is None else out
        if budget.unit.in_days:
            if len(starts):
                self._business_days.due(budget, starts, self.next_opening(starts), out=due_at)
            return due_at
        if len(starts):
            after_us(int(starts.min()), 0)
            after_us(int(starts.max()), budget.amount * SECOND)  # the last of them is due last
        np.add(starts, budget.amount * SECOND, out=due_at)
        if budget.unit is BudgetUnit.ELAPSED_EXACT:
            return due_at
        return self._moved_to_opening(due_at, due_at, from_close=False)

    @property
    def nbytes(self) -> int:
        """The size of the compiled arrays; 0 before the first call."""
        return 0 if self._compiled is None else self._compiled.nbytes

    def _due_chunk(self, edges: "_CompiledEdges", starts: Int64s, budgets: Int64s, due_at: Int64s) -> None:
        index, scratch, target, last = self._work[:, : len(starts)]
        edges.open_time(starts, into=target, index=index, scratch=scratch)
        np.add(target, budgets, out=target)
        np.subtract(target, 1, out=last)  # the interval that holds the last counted microsecond
        edges.by_sum.find(last, index=index, scratch=scratch)
        np.take(edges.closed_before, index, out=scratch, mode="clip")
        np.add(target, scratch, out=due_at)

    def _moved_to_opening(self, instants: Int64s, into: Int64s, *, from_close: bool = True) -> Int64s:
        """Into `into`: each instant, moved to the next opening from closed time, and from a close if `from_close`."""
        if not len(instants):
            return into
        first, last = int(instants.min()), int(instants.max())
        opening = self.working_time.next_opening_us(last)
        edges = self._edges(max(first - 1, FIRST_INSTANT), first, last, opening)  # a table clips what it begins in
        for low in range(0, len(instants), CHUNK):
            here = instants[low : low + CHUNK]
            index, scratch, moved, closes = self._work[:, : len(here)]
            edges.by_instant.find(here, index=index, scratch=scratch)
            np.take(edges.closed_before, index, out=closes, mode="clip")
            np.take(edges.after, index, out=scratch, mode="clip")
            np.add(closes, scratch, out=closes)
            np.take(edges.by_instant.next_key, index, out=moved, mode="clip")
            stays = here < closes if from_close else (here < closes) | ((here == closes) & (index > 0))
            np.copyto(moved, here, where=stays)
            into[low : low + CHUNK] = moved
        return into

    def _edges(self, *instants: int) -> "_CompiledEdges":
        table = self.working_time.table(min(instants), max(instants))
        if self._compiled is None or self._compiled.table is not table:
            self._compiled = _compile(table)
        return self._compiled


@dataclass(frozen=True, kw_only=True)
class _CompiledEdges:
    """The edges as arrays. `closed_before[i]` is the closed time before the i-th opening, on the line of instants
    (`opens - before`), `after[i]` the open time up to its close."""

    table: EdgeTable
    closed_before: Int64s
    after: Int64s
    by_instant: BucketIndex
    by_sum: BucketIndex

    def open_time(self, instants: Int64s, *, into: Int64s, index: Int64s, scratch: Int64s) -> None:
        """Into `into`: the open time from the table's begin to each instant."""
        self.by_instant.find(instants, index=index, scratch=scratch)
        np.take(self.closed_before, index, out=scratch, mode="clip")
        np.subtract(instants, scratch, out=into)
        np.take(self.after, index, out=scratch, mode="clip")
        np.minimum(into, scratch, out=into)

    @property
    def nbytes(self) -> int:
        arrays = (self.closed_before, self.after, self.by_instant.table, self.by_sum.table)
        return sum(array.nbytes for array in (*arrays, self.by_instant.next_key, self.by_sum.next_key))


def _compile(table: EdgeTable) -> _CompiledEdges:
    opens = np.array(table.opens, dtype=np.int64)
    before = np.array(table.before, dtype=np.int64)
    return _CompiledEdges(
        table=table,
        closed_before=opens - before,
        after=np.append(before[1:], table.total),
        by_instant=bucket_index(opens, table.begin, table.end),
        by_sum=bucket_index(before, 0, table.total + 1),
    )

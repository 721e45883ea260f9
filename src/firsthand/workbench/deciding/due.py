"""Due instants in columns, with what paused the clocks taken into account: `domain.clocks.due` for many rows."""

import numpy as np

from firsthand.domain.calendars import Budget, BudgetUnit
from firsthand.domain.calendars.instants import SECOND, after_us
from firsthand.workbench.columns import WorkingTimeColumns
from firsthand.workbench.deciding.pausing import United
from firsthand.workbench.history import NAT, Bools, Int64s


def due_columns(
    working: WorkingTimeColumns, budget: Budget, starts: Int64s, *, pauses: United | None, rows: Int64s
) -> Int64s:
    """The due instants of clocks that start at `starts`; `rows` says whose pauses each one has. NAT where an open
    pause holds the clock."""
    due_at = working.due_of(budget, starts)
    if pauses is None or not len(pauses.from_at):
        return due_at
    paused = np.flatnonzero(pauses.first[rows + 1] > pauses.first[rows])
    if not len(paused):
        return due_at
    if budget.unit.in_days:
        due_at[paused] = _moved(working, due_at[paused], pauses, rows[paused])
    else:
        due_at[paused] = _spent(working, budget, starts[paused], pauses=pauses, rows=rows[paused])
    return due_at


def _spent(working: WorkingTimeColumns, budget: Budget, starts: Int64s, *, pauses: United, rows: Int64s) -> Int64s:
    """The first instants by which the budget has been counted outside of the pauses."""
    here, left = starts.copy(), np.full(len(starts), budget.amount * SECOND, dtype=np.int64)
    held = np.zeros(len(starts), dtype=np.bool_)
    active = np.arange(len(starts), dtype=np.int64)
    rank = 0
    while len(active):
        places, which = pauses.ranked(rank, rows[active])
        active = active[places]
        begins, ends = pauses.from_at[which], pauses.to_at[which]
        business = budget.unit is BudgetUnit.BUSINESS_TIME
        before = working.elapsed(here[active], begins) if business else begins - here[active]
        counts = before < left[active]
        held[active[counts & (ends == NAT)]] = True
        counts &= ends != NAT
        active = active[counts]
        here[active], left[active] = ends[counts], left[active] - before[counts]
        rank += 1
    due_at = np.full(len(starts), NAT, dtype=np.int64)
    due_at[~held] = _ended(working, budget, here[~held], left[~held])
    return due_at


def _ended(working: WorkingTimeColumns, budget: Budget, here: Int64s, left: Int64s) -> Int64s:
    if budget.unit is BudgetUnit.BUSINESS_TIME:
        return working.due(here, left)
    if budget.unit is BudgetUnit.ELAPSED_EXACT:
        return _after(here, left)
    return working.due_of(Budget(amount=0, unit=BudgetUnit.ELAPSED_NEXT_OPENING), _after(here, left))


def _after(here: Int64s, left: Int64s) -> Int64s:
    """The instants that much later; OutsideSupportedYears as for one."""
    ended = here + left
    if len(ended):
        last = int(ended.argmax())
        after_us(int(here[last]), int(left[last]))
    return ended


def _moved(working: WorkingTimeColumns, due_at: Int64s, pauses: United, rows: Int64s) -> Int64s:
    """Due instants of budgets in days, moved by the working time of each pause that begins before them."""
    due_at = due_at.copy()
    active = np.arange(len(due_at), dtype=np.int64)
    rank = 0
    while len(active):
        places, which = pauses.ranked(rank, rows[active])
        active = active[places]
        begins, ends = pauses.from_at[which], pauses.to_at[which]
        counts: Bools = begins < due_at[active]
        held = active[counts & (ends == NAT)]
        counts &= ends != NAT
        active = active[counts]
        if len(active):
            moved = working.due(due_at[active], working.elapsed(begins[counts], ends[counts]))
            due_at[active] = np.maximum(moved, ends[counts])  # not due while it stands still
        due_at[held] = NAT
        rank += 1
    return due_at

"""Dates on which nobody works although their weekday is worked: found from what ended a day later than its rule says.

A row that ends whole business days late says that one of the days it passed is skipped; a row that ends as its rule
says speaks against each day that it passed. The date with the most votes is tried, and kept when the log is then
described in fewer bits; then the next one.
"""

from collections.abc import Sequence

import numpy as np

from firsthand.domain.calendars import BudgetUnit
from firsthand.domain.calendars.instants import DAY
from firsthand.workbench.mining.choosing import RuleChoice, Search, units_on
from firsthand.workbench.mining.hours import Hours
from firsthand.workbench.mining.rules import NO_AMOUNT, MinedRule, Seen
from firsthand.workbench.mining.wall_clock import Int64s

_MOST = 60  # dates that are looked for on one calendar
_LATEST = 5  # business days that a row may be late and still vote
_TRIED = 3  # dates with the most votes that are tried before giving up


def with_skipped_dates(search: Search, hours: Hours, others: Sequence[Hours]) -> Hours:
    """The hours with the dates that they skip, in their order; the same hours where none is worth its bits.

    Only groups that are described better on these hours than on the others are asked.
    """
    if hours.always:
        return hours
    limits = search.limits(others)
    bits, choices = search.described(hours, limits)
    while len(hours.skipped) < _MOST:
        days = _candidates(search, hours, choices)
        tried = [hours.without(tuple(sorted((*hours.skipped, day)))) for day in days]
        results = {near: search.described(near, limits) for near in tried}
        best = min(results, key=lambda near: results[near][0], default=hours)
        for near in results:
            if near != best:
                search.seen.forget(near)
        if best == hours or results[best][0] >= bits:
            break
        hours = best
        bits, choices = results[best]
    return hours


def _candidates(search: Search, hours: Hours, choices: Sequence[RuleChoice]) -> list[int]:
    """The business days with the most votes for being skipped."""
    trial = search.seen.trial(hours)
    votes = np.zeros(len(trial.table.nth) + 1, dtype=np.int64)
    for choice, rows in zip(choices, search.groups.rows, strict=True):
        if choice.rule is not None and choice.rule.unit in units_on(hours):
            begins, ends, weights = _passed(search.seen, choice.rule, rows)
            np.add.at(votes, begins, weights)
            np.add.at(votes, ends + 1, -weights)
    totals = np.cumsum(votes[:-1])
    best = np.argsort(totals, kind="stable")[::-1][:_TRIED]
    return [int(trial.table.nth[place]) for place in best.tolist() if totals[place] > 0]


def _passed(seen: Seen, rule: MinedRule, rows: Int64s) -> tuple[Int64s, Int64s, Int64s]:
    """For rows that end as the rule says or some business days later: the first and last day passed, and the vote."""
    trial = seen.trial(rule.hours)
    table = trial.table
    if rule.unit is BudgetUnit.ELAPSED_NEXT_OPENING:
        begins, ends, late = _moved_later(seen, rule, rows)
    else:
        implied = trial.implied(rule.unit)[rows]
        late = np.where(implied == NO_AMOUNT, -1, _days_late(rule, implied - rule.amount))
        begins, _ = table.counted_from(seen.received_local[rows])
        ends = table.rank_of(seen.ended_local[rows] // DAY + 1) - 1
    used = (late >= 0) & (late <= _LATEST)
    last = len(table.nth) - 1
    return begins[used].clip(0, last), ends[used].clip(0, last), np.where(late[used] > 0, 1, -1)


def _days_late(rule: MinedRule, more: Int64s) -> Int64s:
    """By how many business days an implied amount is above the rule's; -1 where it is not by whole days."""
    if rule.unit.in_days:
        return more
    if rule.unit is not BudgetUnit.BUSINESS_TIME:
        return np.full(len(more), -1, dtype=np.int64)
    lengths = {sum(closes - opens for opens, closes in windows) // 60 for windows in rule.hours.patterns}
    if len(lengths) > 1:
        return np.where(more == 0, 0, np.where(np.isin(more, list(lengths)), 1, -1)).astype(np.int64)
    day = max(lengths)
    whole = np.round(more / day)
    # To the minute, as implied amounts of this unit are.
    return np.where(np.abs(more - whole * day) <= 1, whole, -1).astype(np.int64)


def _moved_later(seen: Seen, rule: MinedRule, rows: Int64s) -> tuple[Int64s, Int64s, Int64s]:
    """For elapsed time moved to the next opening: the days between the opening that the rule gives and the one at
    which a row ends, and how many they are; a row that ends as the rule says speaks for the day of its end alone."""
    table = seen.trial(rule.hours).table
    due = seen.due(rule, rows)
    begins = table.rank_of(seen.clock.local(due) // DAY)
    ends = table.rank_of(seen.ended_local[rows] // DAY)
    opens = table.opens_of(seen.ended_local[rows] // DAY)
    opening = np.abs(seen.ended_local[rows] % DAY - opens) <= seen.tolerance
    on_time = np.abs(seen.ended[rows] - due) <= seen.tolerance
    late = np.where(on_time, 0, np.where(seen.near[rows] & opening & (ends > begins), ends - begins, -1))
    return begins, np.where(on_time, begins, ends - 1), late

"""From what was done to budgets that it kept: where a log states no targets, its practice is the policy.

For each group the smallest budget that people would write and that the chosen share of its rows kept.
"""

import numpy as np

from firsthand.domain.calendars import BudgetUnit
from firsthand.workbench.mining.activity import hours_of_activity
from firsthand.workbench.mining.found import Measure, Mined, MinedClause, Unexplained, Why
from firsthand.workbench.mining.hours import Hours
from firsthand.workbench.mining.observations import Observations
from firsthand.workbench.mining.pieces import Where
from firsthand.workbench.mining.rules import MinedRule, Seen
from firsthand.workbench.mining.wall_clock import NEVER, Flags, Int64s

FEWEST = 20  # rows that a group needs for a clause of its own
_MINUTES = (15, 30, 60, 120, 240)
_MORE_MINUTES = (480, 720)
_DAYS = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 365, 730, 1095)


def mine_practice(observations: Observations, activity: Int64s, *, percentile: int = 90) -> Mined:
    """Clauses that `percentile` of a hundred rows of each group kept, on the hours in which `activity` lies.

    `ended_at` is when a request was done. Groups with fewer than twenty ended rows share one clause, which is about
    every group that has none of its own. Rows that have not ended are not counted: where many are open, the practice
    looks better than it is. Where the activity is too little to know the hours, nothing is said of any group.
    """
    if not 1 <= percentile <= 99:
        raise ValueError(f"percentile: {percentile} is not from 1 to 99")
    hours = hours_of_activity(observations.zone, activity[activity != NEVER])
    ended = np.flatnonzero(observations.has_end & (observations.ended_at >= observations.received_at))
    clauses: tuple[MinedClause, ...] = ()
    within: Flags = np.zeros(len(observations), dtype=np.bool_)
    in_doubt: tuple[str, ...] = ()
    if hours is None:
        in_doubt = tuple(observations.group.names[code] for code in np.unique(observations.group.codes[ended]).tolist())
    elif len(ended):
        seen = Seen(observations.take(ended), 0)
        clauses, kept = _clauses(seen, hours, percentile)
        within[ended] = kept
    measure = Measure(
        rows=len(observations),
        with_target=int(observations.has_end.sum()),
        explained=int(within.sum()),
        exact=0,
        within_5_seconds=0,
    )
    return Mined(
        zone=observations.zone,
        tolerance=0,
        calendars=(hours,) if hours is not None and clauses else (),
        clauses=clauses,
        measure=measure,
        unexplained=_unexplained(observations, within, Why.SLOWER if hours is not None else Why.HOURS_NOT_KNOWN),
        percentile=percentile,
        in_doubt=in_doubt,
    )


def ladder(hours: Hours) -> list[MinedRule]:
    """The budgets that are tried on some hours, the shortest first."""
    if hours.always:
        minutes = (*_MINUTES, *_MORE_MINUTES, *(days * 1440 for days in _DAYS))
        return [MinedRule(hours=hours, unit=BudgetUnit.ELAPSED_EXACT, amount=amount) for amount in minutes]
    of_day = max(sum(closes - opens for opens, closes in windows) for windows in hours.patterns) // 60
    short = [amount for amount in _MINUTES if amount < of_day]
    return [
        *(MinedRule(hours=hours, unit=BudgetUnit.BUSINESS_TIME, amount=amount) for amount in short),
        *(MinedRule(hours=hours, unit=BudgetUnit.BUSINESS_DAYS, amount=days) for days in _DAYS),
    ]


def _clauses(seen: Seen, hours: Hours, percentile: int) -> tuple[tuple[MinedClause, ...], Flags]:
    """The clauses, and which rows keep theirs."""
    rules = ladder(hours)
    every = np.arange(len(seen.received), dtype=np.int64)
    kept = np.array([seen.ended <= seen.due(rule, every) for rule in rules])
    worked = seen.trial(hours).columns.elapsed(seen.received, seen.ended)
    codes, names = seen.observations.group.codes, seen.observations.group.names
    sizes = np.bincount(codes, minlength=len(names))
    parts: dict[int | None, list[int]] = {}
    for code in np.flatnonzero(sizes >= FEWEST).tolist():
        parts.setdefault(_smallest(kept[:, codes == code], percentile), []).append(code)
    others = np.flatnonzero((sizes > 0) & (sizes < FEWEST)).tolist()
    groups = [(place, members, False) for place, members in parts.items()]
    if others:
        groups.append((_smallest(kept[:, np.isin(codes, others)], percentile), others, True))
    found, within = [], np.zeros(len(every), dtype=np.bool_)
    for place, members, rest in groups:
        rows = np.isin(codes, members)
        if place is None:
            continue
        within[rows] = kept[place, rows]
        found.append(
            MinedClause(
                groups=()
                if rest
                else tuple(names[code] for code in sorted(members, key=lambda one: (-sizes[one], one))),
                where=Where(group="" if rest else names[members[0]]),
                rule=rules[place],
                rows=int(rows.sum()),
                explained=int(within[rows].sum()),
                exact=0,
                offset=0,
                between=_between(worked[rows], percentile),
            )
        )
    return tuple(sorted(found, key=lambda clause: (not clause.groups, -clause.rows, clause.groups))), within


def _smallest(kept: Flags, percentile: int) -> int | None:
    """The first budget that enough rows kept; None where none of them is enough."""
    enough = kept.sum(axis=1) * 100 >= percentile * kept.shape[1]
    return int(np.argmax(enough)) if enough.any() else None


def _between(worked: Int64s, percentile: int) -> tuple[int, int]:
    """Working time between which the percentile of all such rows lies, 19 times in 20: two order statistics."""
    ordered = np.sort(worked)
    low, high = order_interval(len(ordered), percentile / 100)
    return int(ordered[low]), int(ordered[high])


def order_interval(size: int, share: float) -> tuple[int, int]:
    """Places in a sorted sample between which the quantile of its source lies at 95 % (binomial, no assumption about
    the source); the ends of the sample where it is too small to say more."""
    counts = np.arange(size + 1, dtype=np.float64)
    logs = np.append(0.0, np.cumsum(np.log(np.arange(1, size + 1, dtype=np.float64))))
    binomial = np.exp(logs[size] - logs - logs[::-1] + counts * np.log(share) + (size - counts) * np.log1p(-share))
    up_to = np.cumsum(binomial)
    low = int(np.searchsorted(up_to, 0.025, side="right")) - 1
    high = int(np.searchsorted(up_to, 0.975, side="left"))
    return max(low, 0), min(high, size - 1)


def _unexplained(observations: Observations, within: Flags, ended: Why) -> tuple[Unexplained, ...]:
    """The rows that keep no clause: not ended, ended before they began, and `ended` for all others."""
    before = observations.has_end & (observations.ended_at < observations.received_at)
    reasons = {Why.NOT_ENDED: ~observations.has_end, Why.TARGET_BEFORE_RECEIVED: before}
    reasons[ended] = observations.has_end & ~before & ~within
    found = [Unexplained(row=row, why=why) for why, rows in reasons.items() for row in np.flatnonzero(rows).tolist()]
    return tuple(sorted(found, key=lambda one: one.row))

"""Hours that differ by weekday or run over midnight: where the ends of each weekday lie, and changes that save bits."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise, product

import numpy as np

from firsthand.domain.calendars.instants import DAY, SECOND
from firsthand.workbench.mining.candidates import QUARTER, QUARTER_SECONDS, RARE, SELDOM, USUAL
from firsthand.workbench.mining.choosing import Search
from firsthand.workbench.mining.hours import ALL_DAYS, DAY_SECONDS, WEEK, Hours, Windows, hours_of_week, opened_on
from firsthand.workbench.mining.lengths import Floats
from firsthand.workbench.mining.rates import busiest, quietest
from firsthand.workbench.mining.rules import MINUTE, Seen
from firsthand.workbench.mining.wall_clock import Int64s

_QUARTERS = DAY_SECONDS // QUARTER_SECONDS
_QUIET = 12  # quarters without ends between two days
_ALIKE = 3  # quarters by which the edges of weekdays with the same hours may seem to differ
_STEPS = tuple(minutes * 60 for minutes in (30, -30, 15, -15, 60, -60, 120, -120))
_ROUND = (1800, 3600)
_PASSES = 4

Week = tuple[Windows, ...]


def weeks_seen(seen: Seen) -> list[Hours]:
    """Hours by weekday to try: one window on each weekday that sees ends, those of like weekdays taken together."""
    counts = _counts(seen.ended_local[seen.near])
    if not counts.any():
        return []
    turn = _between_days(counts)
    rows = np.roll(counts, -turn).reshape(WEEK, _QUARTERS)
    found: dict[Hours, None] = {}
    for few in (RARE, SELDOM):
        worked = [day for day in ALL_DAYS if rows[day].sum() >= few * counts.sum() / WEEK]
        for week in (_together(rows, worked), {day: _stretch(rows[day]) for day in worked}):
            wall = opened_on(week, turn=turn, size=QUARTER_SECONDS)
            for size in (QUARTER_SECONDS, *_ROUND):
                if _is_possible(near := _rounded(wall, size)):
                    found[hours_of_week(near)] = None
    return list(found)


def _counts(ends: Int64s) -> Floats:
    """How many end in each quarter of the week. What ends at an edge is parted between the quarters beside it."""
    found = np.zeros(WEEK * _QUARTERS)
    for beside in (SECOND, -SECOND):
        near = ends + beside
        quarter = (near // DAY + 3) % WEEK * _QUARTERS + near % DAY // (QUARTER * MINUTE)
        found += np.bincount(quarter, minlength=WEEK * _QUARTERS) / 2
    return found


def _between_days(counts: Floats) -> int:
    """The quarter of the day around which hardly anything ends: from there to there is a day of work."""
    of_day = counts.reshape(WEEK, _QUARTERS).sum(axis=0)
    return quietest(of_day, _QUIET)


def _stretch(row: Floats) -> tuple[int, int]:
    return busiest(np.minimum(row, USUAL * np.median(row[row > 0])))


def _together(rows: Floats, worked: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The stretch of each weekday, with that of all weekdays whose edges are about the same."""
    left = sorted(worked, key=lambda day: -rows[day].sum())
    own = {day: _stretch(rows[day]) for day in worked}
    found: dict[int, tuple[int, int]] = {}
    while left:
        alike = [day for day in left if all(abs(a - b) <= _ALIKE for a, b in zip(own[day], own[left[0]], strict=True))]
        found |= dict.fromkeys(alike, _stretch(rows[alike].sum(axis=0)))
        left = [day for day in left if day not in alike]
    return found


def _rounded(week: Week, size: int) -> Week:
    """The week with every edge at the multiple of a size next to it: people open at the hour or the half hour."""
    return tuple(
        tuple((round(opens / size) * size, round(closes / size) * size) for opens, closes in windows)
        for windows in week
    )


def best_week(search: Search) -> Hours | None:
    """The hours by weekday on which the log is described in the fewest bits: the best that are seen, then each change
    that shortens it, until none does. None where nothing ends."""
    limits = [np.inf] * len(search.groups.rows)
    totals = {hours: search.described(hours, limits)[0] for hours in weeks_seen(search.seen)}
    if not totals:
        return None
    hours = min(totals, key=lambda one: totals[one])
    bits, seen = totals[hours], [one.week for one in totals]
    tried = {hours.week}
    for _ in range(_PASSES):
        before = hours
        for change in _changes(seen):
            week = change(hours.week)
            if week in tried or not _is_possible(week):
                continue
            tried.add(week)
            near = hours_of_week(week)
            shorter = search.described(near, limits)[0]
            search.seen.forget(hours if shorter < bits else near)
            if shorter < bits:
                hours, bits = near, shorter
        if hours == before:
            break
    return hours


def _changes(seen: Sequence[Week]) -> Iterator[Callable[[Week], Week]]:
    """What is tried: the windows that were seen on a day, or those of another; an edge, or both, moved on all days with
    the same windows, or on one; a day without any."""
    for day in ALL_DAYS:
        for week in seen:
            yield partial(_with_windows, day=day, windows=week[day])
        for other in ALL_DAYS:
            yield partial(_as_another, day=day, other=other)
    for step, edges in product(_STEPS, ((0,), (1,), (0, 1))):
        for day in ALL_DAYS:
            yield partial(_moved, day=day, edges=edges, step=step, alone=False)
            yield partial(_moved, day=day, edges=edges, step=step, alone=True)
    for day in ALL_DAYS:
        yield partial(_with_windows, day=day, windows=())


def _moved(week: Week, *, day: int, edges: tuple[int, ...], step: int, alone: bool) -> Week:
    if len(week[day]) != 1:
        return week
    opens, closes = (edge + step * (place in edges) for place, edge in enumerate(week[day][0]))
    window = ((opens, closes),)
    return tuple(window if one == day or (not alone and week[one] == week[day]) else week[one] for one in ALL_DAYS)


def _as_another(week: Week, *, day: int, other: int) -> Week:
    return _with_windows(week, day=day, windows=week[other] or week[day])


def _with_windows(week: Week, *, day: int, windows: Windows) -> Week:
    return tuple(windows if one == day else week[one] for one in ALL_DAYS)


def _is_possible(week: Week) -> bool:
    """Whether something is open, every window is one, and none begins before the one before it ends."""
    windows = [
        (day * DAY_SECONDS + opens, day * DAY_SECONDS + closes) for day in ALL_DAYS for opens, closes in week[day]
    ]
    within = all(0 <= opens < DAY_SECONDS for day in ALL_DAYS for opens, _ in week[day])
    if not windows or not within or any(closes - opens < QUARTER_SECONDS for opens, closes in windows):
        return False
    first = (windows[0][0] + WEEK * DAY_SECONDS, 0)
    return all(one[1] <= two[0] for one, two in pairwise([*windows, first]))

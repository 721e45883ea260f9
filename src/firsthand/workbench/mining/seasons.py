"""Hours that change on a date: the log is parted where its ends begin to lie at other times, each part is mined for
itself, and the hours of both are one calendar, whose date is the local midnight that saves most bits."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from firsthand.domain.calendars.instants import DAY
from firsthand.workbench.mining.choosing import Search, groups_of
from firsthand.workbench.mining.hours import EPOCH_ORDINAL, WEEK, Hours
from firsthand.workbench.mining.lengths import Floats
from firsthand.workbench.mining.rules import Seen
from firsthand.workbench.mining.wall_clock import Int64s

_DEEPEST = 2
_FEWEST = 60  # rows of a part that may show its hours
_HOURS = 24
_AROUND = 10  # days around the parting that are tried as the date

Mine = Callable[[Search], Sequence[Hours]]


def seasons_seen(search: Search, mine: Mine) -> list[Hours]:
    """Hours that change, by what `mine` finds in the parts of the log; none where its ends always lie alike."""
    parts = _parts(search.seen, np.argsort(search.seen.received, kind="stable"), _DEEPEST)
    if len(parts) < 2:
        return []
    found = []
    for rows in parts:
        seen = Seen(search.seen.observations.take(rows), search.seen.tolerance)
        part = Search(seen=seen, groups=groups_of(seen), lengths=search.lengths)
        found.append((int(seen.received_local.min()) // DAY, _best(part, mine(part))))
    hours = found[0][1]
    for day, later in found[1:]:
        if hours is None or later is None or later.always or hours.always:
            hours = later or hours
        elif later.week != hours.seasons[-1][1].week:
            hours = hours.until(day, later)
    return [_open_again(search, _dated(search, hours))] if hours is not None and hours.later else []


def _best(search: Search, calendars: Sequence[Hours]) -> Hours | None:
    return min(calendars, key=lambda hours: search.described(hours, _nowhere_else(search))[0], default=None)


def _parts(seen: Seen, rows: Int64s, depth: int) -> list[Int64s]:
    """The rows, in the order received, parted where that describes the times of their ends in fewer bits."""
    cut = _cut(seen, rows) if depth and len(rows) >= 2 * _FEWEST else None
    if cut is None:
        return [rows]
    return [*_parts(seen, rows[:cut], depth - 1), *_parts(seen, rows[cut:], depth - 1)]


def _cut(seen: Seen, rows: Int64s) -> int | None:
    """Where the hours of the day, or the weekdays, at which rows end become others."""
    ends = seen.ended_local[rows] + seen.tolerance
    best: tuple[float, int] | None = None
    for cells, size in ((ends % DAY // (DAY // _HOURS), _HOURS), ((ends // DAY + 3) % WEEK, WEEK)):
        before = np.cumsum(cells[:, None] == np.arange(size), axis=0).astype(np.float64)
        after = before[-1] - before
        gain = _spread(before[-1:])[0] - _spread(before) - _spread(after)
        gain -= (size - 1) * np.log2(len(rows)) / 2 + np.log2(len(rows))
        inside = slice(_FEWEST, len(rows) - _FEWEST)
        place = int(np.argmax(gain[inside])) + _FEWEST
        if gain[place] > 0 and (best is None or gain[place] > best[0]):
            best = (float(gain[place]), place + 1)
    return best[1] if best else None


def _spread(counts: Floats) -> Floats:
    """The bits of saying for each row in which cell it lies."""
    total = counts.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        of_cells = np.where(counts > 0, counts * np.log2(counts), 0.0).sum(axis=1)
        found: Floats = np.where(total > 0, total * np.log2(total), 0.0) - of_cells
    return found


def _dated(search: Search, hours: Hours) -> Hours:
    """The hours with each change on the day near it on which the log is described in the fewest bits, or without it."""
    for place in range(len(hours.later) - 1, -1, -1):
        day, later = hours.later[place]
        before, after = hours.later[:place], hours.later[place + 1 :]
        low = before[-1][0] + 1 if before else day - _AROUND
        high = after[0][0] - 1 if after else day + _AROUND
        days = range(max(low, day - _AROUND), min(high, day + _AROUND) + 1)
        near = {replace(hours, later=(*before, (on, later), *after)): _is_round(on) for on in days}
        near |= {replace(hours, later=(*before, *after)): True}
        bits = {one: (search.described(one, _nowhere_else(search))[0], not usual) for one, usual in near.items()}
        hours = min(bits, key=lambda one: bits[one])
        for one in near:
            search.seen.forget(one)
    return hours


def _open_again(search: Search, hours: Hours) -> Hours:
    """The hours without dates that only a part of the log seemed to skip: what crosses a change ends late there."""
    for day in hours.skipped:
        fewer = hours.without(tuple(one for one in hours.skipped if one != day))
        bits = [search.described(one, _nowhere_else(search))[0] for one in (fewer, hours)]
        hours = fewer if bits[0] < bits[1] else hours
    return hours


def _is_round(day: int) -> bool:
    """Whether people would choose it where the log says nothing: a Monday, or the first of a month."""
    on = date.fromordinal(EPOCH_ORDINAL + day)
    return on.day == 1 or on.weekday() == 0


def _nowhere_else(search: Search) -> list[float]:
    return [np.inf] * len(search.groups.rows)

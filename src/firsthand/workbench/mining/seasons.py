"""Hours that change on a date: the log is parted where its ends begin to lie at other times, each part is mined for
itself, and the hours of both are one calendar, whose date is the local midnight that saves most bits."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from firsthand.domain.calendars.instants import DAY
from firsthand.workbench.mining.choosing import Search, groups_of
from firsthand.workbench.mining.hours import EPOCH_ORDINAL, Hours
from firsthand.workbench.mining.rates import parting
from firsthand.workbench.mining.rules import Seen
from firsthand.workbench.mining.skipped import with_skipped_dates
from firsthand.workbench.mining.wall_clock import Int64s

_DEEPEST = 2
_FEWEST = 60  # rows of a part that may show its hours
_AROUND = 10  # days around the parting that are tried as the date
_ROUNDS = 3

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
    return [_settled(search, hours)] if hours is not None and hours.later else []


def _settled(search: Search, hours: Hours) -> Hours:
    """The hours with the dates of their changes and those that they skip, found in turn until neither moves: a date
    beside a change may seem to be skipped only because the change is a day off."""
    hours = _open_again(search, _dated(search, hours))
    for _ in range(_ROUNDS):
        before = hours
        hours = _dated(search, with_skipped_dates(search, hours, []))
        if hours == before:
            break
    return hours


def _best(search: Search, calendars: Sequence[Hours]) -> Hours | None:
    return min(calendars, key=lambda hours: search.described(hours, _nowhere_else(search))[0], default=None)


def _parts(seen: Seen, rows: Int64s, depth: int) -> list[Int64s]:
    """The rows, in the order received, parted where that describes the times of their ends in fewer bits."""
    cut = parting(seen.ended_local[rows] + seen.tolerance, _FEWEST) if depth else None
    if cut is None:
        return [rows]
    return [*_parts(seen, rows[:cut], depth - 1), *_parts(seen, rows[cut:], depth - 1)]


def _dated(search: Search, hours: Hours) -> Hours:
    """The hours with each change on the day near it on which the log is described in the fewest bits, or without it."""
    for place in range(len(hours.later) - 1, -1, -1):
        day, later = hours.later[place]
        before, after = hours.later[:place], hours.later[place + 1 :]
        low = before[-1][0] + 1 if before else day - _AROUND
        high = after[0][0] - 1 if after else day + _AROUND
        days = range(max(low, day - _AROUND), min(high, day + _AROUND) + 1)
        near: dict[Hours, bool] = {}
        for on in days:
            moved = replace(hours, later=(*before, (on, later), *after))
            passed = [one for one in hours.skipped if min(day, on) <= one <= max(day, on)]
            near |= {moved: _is_round(on), _opened(moved, passed): _is_round(on)}
        near |= {replace(hours, later=(*before, *after)): True}
        bits = {one: (search.described(one, _nowhere_else(search))[0], not usual) for one, usual in near.items()}
        hours = min(bits, key=lambda one: bits[one])
        for one in near:
            search.seen.forget(one)
    return hours


def _open_again(search: Search, hours: Hours) -> Hours:
    """The hours without dates that only a part of the log seemed to skip: what crosses a change ends late there."""
    for day in hours.skipped:
        fewer = _opened(hours, [day])
        bits = [search.described(one, _nowhere_else(search))[0] for one in (fewer, hours)]
        hours = fewer if bits[0] < bits[1] else hours
    return hours


def _opened(hours: Hours, dates: Collection[int]) -> Hours:
    """The hours with these dates worked."""
    return hours.without(tuple(one for one in hours.skipped if one not in dates))


def _is_round(day: int) -> bool:
    """Whether people would choose it where the log says nothing: a Monday, or the first of a month."""
    on = date.fromordinal(EPOCH_ORDINAL + day)
    return on.day == 1 or on.weekday() == 0


def _nowhere_else(search: Search) -> list[float]:
    return [np.inf] * len(search.groups.rows)

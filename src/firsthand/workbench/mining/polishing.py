"""Changing chosen hours a little, while that describes the log in fewer bits.

Edges are found where ends gather and turn; on business hours they may be some minutes off, because nothing need end
exactly at an opening or a close. Breaks and seldom worked days show best once it is known who follows the hours.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from firsthand.domain.calendars.instants import DAY
from firsthand.workbench.mining.candidates import QUARTER, QUARTER_SECONDS, RARE
from firsthand.workbench.mining.choosing import RuleChoice, Search
from firsthand.workbench.mining.hours import ALL_DAYS, DAY_SECONDS, Hours
from firsthand.workbench.mining.rates import runs_of
from firsthand.workbench.mining.rules import MINUTE

_STEPS = tuple(minutes * 60 for minutes in (1, 5, 15, 30, 60, -1, -5, -15, -30, -60))
_ROUND = (900, 3600)
_ROUNDS = 12
_BREAKS = 3


def polished(search: Search, hours: Hours, others: Sequence[Hours]) -> Hours:
    """The hours near these on which the log is described in the fewest bits.

    One change at a time, the best one first: an edge moved by up to an hour, a break where few ends lie or none where
    one was, a weekday more or fewer. Groups may stay with the other calendars where these describe them better.
    """
    if hours.always:
        return hours
    limits = search.limits(others)
    bits, choices = search.described(hours, limits)
    for _ in range(_ROUNDS):
        near = [*_moved(hours), *_broken(search, hours, choices), *_joined(hours), *_other_days(hours)]
        results = {one: search.described(one, limits) for one in near}
        best = min(results, key=lambda one: results[one][0], default=hours)
        for one in results:
            if one != best:
                search.seen.forget(one)
        if best == hours or results[best][0] >= bits:
            break
        hours = best
        bits, choices = results[best]
    return hours


def _broken(search: Search, hours: Hours, choices: Sequence[RuleChoice]) -> list[Hours]:
    """The hours with a break: one of the longest stretches of a window in which hardly an end lies of those groups
    that follow these hours."""
    rows = [rows for choice, rows in zip(choices, search.groups.rows, strict=True) if choice.rule is not None]
    if not rows or len(hours.windows) > 1:
        return []
    every = np.concatenate(rows)
    ends = search.seen.ended_local[every[search.seen.near[every]]] + search.seen.tolerance
    first, last = -(-hours.opens // QUARTER_SECONDS), hours.closes // QUARTER_SECONDS
    inside = np.bincount(ends % DAY // (QUARTER * MINUTE), minlength=DAY_SECONDS // QUARTER_SECONDS)[first:last]
    quiet = runs_of(inside <= RARE * inside.mean()) if len(inside) else []
    breaks = sorted((run for run in quiet if run[0] > 0 and run[1] < len(inside)), key=lambda run: run[0] - run[1])
    found = []
    for begin, end in breaks[:_BREAKS]:
        opens, closes = (first + begin) * QUARTER_SECONDS, (first + end) * QUARTER_SECONDS
        found.append(replace(hours, windows=((hours.opens, opens), (closes, hours.closes))))
    return found


def _joined(hours: Hours) -> list[Hours]:
    """The hours with one break fewer."""
    found = []
    for place in range(len(hours.windows) - 1):
        (opens, _), (_, closes) = hours.windows[place : place + 2]
        found.append(replace(hours, windows=(*hours.windows[:place], (opens, closes), *hours.windows[place + 2 :])))
    return found


def _other_days(hours: Hours) -> list[Hours]:
    """The hours with a weekday more or fewer."""
    fewer = [tuple(day for day in hours.days if day != off) for off in hours.days if len(hours.days) > 1]
    more = [tuple(sorted((*hours.days, day))) for day in ALL_DAYS if day not in hours.days]
    changed = [replace(hours, days=days) for days in (*fewer, *more)]
    return [one for one in changed if not one.always]


def _moved(hours: Hours) -> list[Hours]:
    """The hours with one edge moved by one step, or to the next round time on either side; no window and no break is
    shorter than a quarter of an hour."""
    edges = [edge for window in hours.windows for edge in window]
    found: dict[Hours, None] = {}
    for place, edge in enumerate(edges):
        rounded = [edge // size * size for size in _ROUND] + [-(-edge // size) * size for size in _ROUND]
        for moved in (*rounded, *(edge + step for step in _STEPS)):
            other = [*edges[:place], moved, *edges[place + 1 :]]
            apart = all(after - before >= QUARTER_SECONDS for before, after in pairwise(other))
            if moved != edge and other[0] >= 0 and other[-1] <= DAY_SECONDS and apart:
                found[replace(hours, windows=tuple(zip(other[::2], other[1::2], strict=True)))] = None
    return list(found)

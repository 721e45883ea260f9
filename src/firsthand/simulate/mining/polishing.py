"""Moving the edges of chosen hours a little, while that describes the log in fewer bits.

Edges are found where ends gather and turn; on business hours they may be some minutes off, because nothing need end
exactly at an opening or a close.
"""

from collections.abc import Sequence
from dataclasses import replace

from firsthand.simulate.mining.choosing import Search
from firsthand.simulate.mining.hours import DAY_SECONDS, Hours

_STEPS = tuple(minutes * 60 for minutes in (1, 5, 15, 30, 60, -1, -5, -15, -30, -60))
_ROUND = (900, 3600)
_ROUNDS = 8


def polished(search: Search, hours: Hours, others: Sequence[Hours]) -> Hours:
    """The hours with each edge where the log is described in the fewest bits, looking up to an hour either way.

    Groups may stay with the other calendars where these describe them better.
    """
    if hours.always:
        return hours
    limits = search.limits(others)
    bits, _ = search.described(hours, limits)
    for _ in range(_ROUNDS):
        tried = {near: search.described(near, limits)[0] for near in _neighbours(hours)}
        best = min(tried, key=lambda near: tried[near], default=hours)
        for near in tried:
            if near != best:
                search.seen.forget(near)
        if best == hours or tried[best] >= bits:
            break
        hours, bits = best, tried[best]
    return hours


def _neighbours(hours: Hours) -> list[Hours]:
    """The hours with one edge moved by one step, or to the next round time on either side."""
    edges = [edge for window in hours.windows for edge in window]
    found: dict[Hours, None] = {}
    for place, edge in enumerate(edges):
        rounded = [edge // size * size for size in _ROUND] + [-(-edge // size) * size for size in _ROUND]
        for moved in (*rounded, *(edge + step for step in _STEPS)):
            other = [*edges[:place], moved, *edges[place + 1 :]]
            if moved != edge and other[0] >= 0 and other[-1] <= DAY_SECONDS and other == sorted(set(other)):
                found[replace(hours, windows=tuple(zip(other[::2], other[1::2], strict=True)))] = None
    return list(found)

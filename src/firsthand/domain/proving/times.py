"""Sets of instants as sorted, disjoint, half-open spans of microseconds."""

from collections.abc import Iterable
from datetime import datetime

from firsthand.domain.calendars.instants import END_OF_INSTANTS, FIRST_INSTANT, instant_of

Times = tuple[tuple[int, int], ...]

NEVER: Times = ()
ALWAYS: Times = ((FIRST_INSTANT, END_OF_INSTANTS),)


def span(begin: datetime | None, end: datetime | None) -> Times:
    """The instants from `begin` until before `end`; None is no bound on that side."""
    first = FIRST_INSTANT if begin is None else max(instant_of(begin), FIRST_INSTANT)
    last = END_OF_INSTANTS if end is None else min(instant_of(end), END_OF_INSTANTS)
    return ((first, last),) if first < last else NEVER


def union(parts: Iterable[Times]) -> Times:
    """The instants of any of the sets."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(each for part in parts for each in part):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return tuple(joined)


def meet(one: Times, other: Times) -> Times:
    """The instants of both sets."""
    if one == ALWAYS:
        return other
    return tuple(
        (max(begin, start), min(end, stop))
        for begin, end in one
        for start, stop in other
        if max(begin, start) < min(end, stop)
    )


def less(one: Times, other: Times) -> Times:
    """The instants of the first set that the other does not have."""
    for start, stop in other:
        left: list[tuple[int, int]] = []
        for begin, end in one:
            if stop <= begin or end <= start:
                left.append((begin, end))
                continue
            if begin < start:
                left.append((begin, start))
            if stop < end:
                left.append((stop, end))
        one = tuple(left)
    return one


def edges(parts: Iterable[Times]) -> list[int]:
    """Every instant at which one of the sets begins or ends, in order."""
    return sorted({edge for part in parts for each in part for edge in each})

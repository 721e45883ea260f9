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
    found, here, there = [], 0, 0
    while here < len(one) and there < len(other):
        begin, end = max(one[here][0], other[there][0]), min(one[here][1], other[there][1])
        if begin < end:
            found.append((begin, end))
        if one[here][1] <= other[there][1]:
            here += 1
        else:
            there += 1
    return tuple(found)


def less(one: Times, other: Times) -> Times:
    """The instants of the first set that the other does not have."""
    found, there = [], 0
    for begin, end in one:
        while there < len(other) and other[there][1] <= begin:
            there += 1
        here, at = begin, there
        while at < len(other) and other[at][0] < end:
            if here < other[at][0]:
                found.append((here, other[at][0]))
            here = max(here, other[at][1])
            at += 1
        if here < end:
            found.append((here, end))
    return tuple(found)


def edges(parts: Iterable[Times]) -> list[int]:
    """Every instant at which one of the sets begins or ends, in order."""
    return sorted({edge for part in parts for each in part for edge in each})

"""Time zones from one pinned database, and the offset changes of a zone as plain integers.

A machine can hold two tz databases: the operating system's and the `tzdata` wheel of our lock. They disagree
(by an hour in some zones for months at a time), and `zoneinfo` silently prefers the system's. Importing this
module therefore points `zoneinfo` away from the system's files, once and for the whole process, so that every
installation with the same lock computes the same due instants; `tzdata_version` is part of what a compiled
calendar and a stored due remember. Zones that were read before are dropped from `zoneinfo`'s cache.
"""

import difflib
import functools
import zoneinfo
from bisect import bisect_right
from datetime import datetime

import tzdata  # type: ignore[import-untyped]

from firsthand.domain.calendars.errors import CalendarError
from firsthand.domain.calendars.instants import (
    DAY,
    FIRST_YEAR,
    LAST_YEAR,
    SECOND,
    new_year,
    year_of,
)
from firsthand.domain.sentences import say

# No zone changes its offset and changes it back within 6.9 days (checked by a test over the whole database), so
# looking every four days sees every change.
_LOOK_EVERY = 4 * DAY


def use_pinned_zones() -> None:
    """Read zones from the `tzdata` wheel only, and forget those read before; does nothing when that is so already."""
    if zoneinfo.TZPATH:
        zoneinfo.reset_tzpath(())
        zoneinfo.ZoneInfo.clear_cache()


use_pinned_zones()


def tzdata_version() -> str:
    """The version of the pinned tz database, for example `2026f`."""
    version: str = tzdata.IANA_VERSION
    return version


@functools.cache
def zone_named(name: str) -> zoneinfo.ZoneInfo:
    """The IANA zone of that name from the pinned database; CalendarError `unknown_zone` names near ones."""
    if name not in _known_zones():
        near = difflib.get_close_matches(name, _known_zones(), n=1)
        hint = say("; did you mean {near}?", near=near[0]) if near else say(", such as America/Los_Angeles")
        raise CalendarError(
            "unknown_zone", say("{name} is not the name of an IANA time zone", hint, name=repr(name)), "zone"
        )
    return zoneinfo.ZoneInfo(name)


@functools.cache
def _known_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def offset_at(zone: str, instant: int) -> int:
    """The zone's offset from UTC at an instant, in microseconds; east is positive."""
    spans = _spans_of_year(zone, year_of(instant))
    return spans[bisect_right(spans, instant, key=lambda span: span[0]) - 1][2]


def offset_spans(zone: str, first_year: int, last_year: int) -> list[tuple[int, int, int]]:
    """The spans `(from, to, offset)` of constant offset that tile the UTC years first..last, inclusive.

    All three are microseconds. Neighbouring spans differ in their offset.
    """
    spans: list[tuple[int, int, int]] = []
    for year in range(max(first_year, FIRST_YEAR), min(last_year, LAST_YEAR) + 1):
        for begin, end, offset in _spans_of_year(zone, year):
            if spans and spans[-1][2] == offset:
                spans[-1] = (spans[-1][0], end, offset)
            else:
                spans.append((begin, end, offset))
    return spans


@functools.lru_cache(maxsize=4096)
def _spans_of_year(zone: str, year: int) -> tuple[tuple[int, int, int], ...]:
    info = zone_named(zone)

    def offset(instant: int) -> int:
        delta = datetime.fromtimestamp(instant // SECOND, info).utcoffset()
        assert delta is not None  # noqa: S101  a ZoneInfo always has an offset
        return delta.days * DAY + delta.seconds * SECOND

    begin, end = new_year(year), new_year(year + 1)
    spans: list[tuple[int, int, int]] = []
    here, now = begin, offset(begin)
    for look in [*range(begin + _LOOK_EVERY, end, _LOOK_EVERY), end - SECOND]:
        then = offset(look)
        if then != now:
            low, high = max(here, look - _LOOK_EVERY), look  # the offset is `now` at low and `then` at high
            while high - low > SECOND:
                middle = (low + high) // (2 * SECOND) * SECOND
                low, high = (middle, high) if offset(middle) == now else (low, middle)
            spans.append((here, high, now))
            here, now = high, then
    spans.append((here, end, now))
    return tuple(spans)

"""The days of a calendar as tables, so that its n-th following business day is an addition.

A day near a change of its zone's offset is *odd*: its instants are worked out as the scalar arithmetic does, once for
all rows that fall on it. Every other day has one offset, and its hours are plain readings of the wall clock.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from firsthand.domain.calendars import WorkingTime
from firsthand.domain.calendars.business_days import has_hours, last_business_day
from firsthand.domain.calendars.instants import DAY, ordinal_of, year_of
from firsthand.domain.calendars.zones import offset_spans
from firsthand.workbench.columns.buckets import BucketIndex, Int64s, bucket_index

EPOCH_DAY = ordinal_of(0)


@dataclass(frozen=True, kw_only=True)
class Offsets:
    """The offsets of a zone at the instants `[begin, end)`, a run of UTC years."""

    begin: int
    end: int
    values: Int64s
    index: BucketIndex

    def at(self, instants: Int64s) -> Int64s:
        """The offset from UTC at each instant."""
        index, scratch = np.empty((2, len(instants)), dtype=np.int64)
        self.index.find(instants, index=index, scratch=scratch)
        return np.take(self.values, index, mode="clip")


@dataclass(frozen=True, kw_only=True)
class DayTable:
    """The local days of the day numbers first..last, inclusive; a row of the arrays is a day.

    `opens[i]` and `closes[i]` are each day's i-th own hours on the wall clock: its last repeated where it has fewer,
    0 where it has none (then not `has_hours`). `business` are the rows of business days, `passed[row]` is how many lie
    at or before a row, `offset[row]` is right for days that are not odd.
    """

    first: int
    last: int
    opens: Int64s
    closes: Int64s
    has_hours: NDArray[np.bool_]
    offset: Int64s
    odd: NDArray[np.bool_]
    business: Int64s
    passed: Int64s

    def rows(self, local: Int64s) -> Int64s:
        """The row of the day that each reading shows."""
        return local // DAY - (self.first - EPOCH_DAY)

    def owners(self, local: Int64s) -> Int64s:
        """The row of the day whose hours each open reading belongs to: its own, or the one before for a night."""
        today = self.rows(local)
        own = np.zeros(len(local), dtype=np.bool_)
        for opens, closes in zip(self.opens, self.closes, strict=True):
            own |= (opens[today] <= local) & (local < closes[today])
        return today - ~own

    def kept_inside(self, rows: Int64s, local: Int64s) -> Int64s:
        """The instants of readings, moved into the hours of the days they count for; right for days not odd."""
        kept: Int64s = self.closes[-1][rows]
        for opens, closes in zip(self.opens[::-1], self.closes[::-1], strict=True):
            kept = np.where(local <= closes[rows], np.maximum(opens[rows], local), kept)
        return kept - self.offset[rows]


def offsets_between(zone: str, first: int, last: int) -> Offsets:
    """The offsets of the years of two instants and of all between."""
    spans = offset_spans(zone, year_of(first), year_of(last))
    begins = np.array([begin for begin, _, _ in spans], dtype=np.int64)
    return Offsets(
        begin=spans[0][0],
        end=spans[-1][1],
        values=np.array([offset for _, _, offset in spans], dtype=np.int64),
        index=bucket_index(begins, spans[0][0], spans[-1][1]),
    )


def day_table(working_time: WorkingTime, first: int, last: int) -> DayTable:
    """The table of the day numbers first..last; none of those after `last_business_day` counts as one."""
    hours = [working_time.days.started_on(day) for day in range(first, last + 1)]
    depth = max(1, *map(len, hours))
    padded = [own + own[-1:] * (depth - len(own)) if own else [(0, 0)] * depth for own in hours]
    edges = np.array(padded, dtype=np.int64)
    offset, odd = _offsets_of_days(working_time.calendar.zone, first, last)
    open_on = np.array([bool(own) for own in hours])
    for row in np.flatnonzero(odd & open_on).tolist():
        open_on[row] = has_hours(working_time, first + row)
    opening = open_on.copy()
    opening[max(last_business_day() + 1 - first, 0) :] = False
    return DayTable(
        first=first,
        last=last,
        opens=np.ascontiguousarray(edges[:, :, 0].T),
        closes=np.ascontiguousarray(edges[:, :, 1].T),
        has_hours=open_on,
        offset=offset,
        odd=odd,
        business=np.flatnonzero(opening),
        passed=np.cumsum(opening),
    )


def _offsets_of_days(zone: str, first: int, last: int) -> tuple[Int64s, NDArray[np.bool_]]:
    """The offset of each day, and which days are odd: not two days long, with a day to spare on both sides, in one
    span of constant offset. No zone moves its clocks by more than a day."""
    offsets = np.zeros(last - first + 1, dtype=np.int64)
    odd = np.ones(len(offsets), dtype=np.bool_)
    for begin, end, offset in offset_spans(zone, _year_of_day(first) - 1, _year_of_day(last) + 1):
        since = -((-begin - offset) // DAY) + 1 + EPOCH_DAY - first
        until = (end + offset) // DAY - 3 + EPOCH_DAY - first
        rows = slice(max(since, 0), max(until + 1, 0))
        offsets[rows], odd[rows] = offset, False
    return offsets, odd


def _year_of_day(ordinal: int) -> int:
    return date.fromordinal(ordinal).year

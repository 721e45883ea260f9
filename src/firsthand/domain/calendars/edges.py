"""Opening hours as instants: sorted open intervals with prefix sums, compiled for a run of years.

An instant is open when the wall clock of the zone shows an open time at that instant. So a wall-clock hour that
happens twice is open twice, one that is skipped is open not at all, and a day may be missing altogether: all of it
follows from laying the wall-clock spans over the zone's spans of constant offset, without a special case.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from operator import sub

from firsthand.domain.calendars.instants import new_year, ordinal_of
from firsthand.domain.calendars.opening import OpeningDays
from firsthand.domain.calendars.zones import offset_spans


@dataclass(frozen=True, kw_only=True, slots=True)
class EdgeTable:
    """The open intervals of the UTC years first..last, in microseconds; never changed after it is made.

    `opens[i]` and `closes[i]` bound the i-th maximal open interval, clipped to `[begin, end)`; `before[i]` is the
    open time from `begin` to `opens[i]`, and `total` all of it. The first entry is an empty interval at `begin`,
    so that every instant in the table has an entry at or before it.
    """

    first_year: int
    last_year: int
    begin: int
    end: int
    opens: list[int]
    closes: list[int]
    before: list[int]
    total: int


def compile_edges(days: OpeningDays, first_year: int, last_year: int) -> EdgeTable:
    """The table of the UTC years first_year..last_year, inclusive; they must be supported years."""
    begin, end = new_year(first_year), new_year(last_year + 1)
    opens, closes = _instants(days, first_year, last_year)
    opens.insert(0, begin)
    closes.insert(0, begin)
    before = list(accumulate(map(sub, closes, opens), initial=0))
    total = before.pop()
    return EdgeTable(
        first_year=first_year,
        last_year=last_year,
        begin=begin,
        end=end,
        opens=opens,
        closes=closes,
        before=before,
        total=total,
    )


def _instants(days: OpeningDays, first_year: int, last_year: int) -> tuple[list[int], list[int]]:
    """The wall-clock spans laid over the offsets of the zone: openings and closings, sorted, disjoint and maximal."""
    all_opens: list[int] = []
    all_closes: list[int] = []
    for begin, end, offset in offset_spans(days.calendar.zone, first_year, last_year):
        first_day = ordinal_of(begin + offset) - 1  # the day before may run over midnight into this span
        opens, closes = days.edges(first_day, ordinal_of(end + offset), offset)
        low, high = bisect_right(closes, begin), bisect_left(opens, end)
        if low >= high:
            continue
        opens[low] = max(opens[low], begin)
        closes[high - 1] = min(closes[high - 1], end)
        if all_closes and all_closes[-1] == opens[low]:  # open across the change of offset
            opens[low] = all_opens.pop()
            all_closes.pop()
        all_opens.extend(opens[low:high])
        all_closes.extend(closes[low:high])
    return all_opens, all_closes

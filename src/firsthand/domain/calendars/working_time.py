"""Working-time arithmetic on one calendar: due, elapsed and open intervals, exact to the microsecond.

Both directions are a binary search over prefix sums, so their cost does not grow with the span; the table of
open intervals grows by years as it is asked about them and has no horizon but the supported years.
"""

import functools
import hashlib
from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta

from firsthand.domain.calendars.edges import EdgeTable, compile_edges
from firsthand.domain.calendars.errors import CalendarError, OutsideSupportedYears
from firsthand.domain.calendars.instants import (
    FIRST_INSTANT,
    FIRST_YEAR,
    LAST_YEAR,
    datetime_of,
    instant_of,
    microseconds_of,
    ordinal_of,
    year_of,
)
from firsthand.domain.calendars.opening import OpeningDays, Span, opening_days
from firsthand.domain.calendars.values import Calendar, CalendarVersion, Interval
from firsthand.domain.calendars.zones import offset_at, offset_spans, tzdata_version
from firsthand.domain.sentences import say


class WorkingTime:
    """A calendar compiled for arithmetic; made by `working_time`, safe to share between threads.

    Methods that end in `_us` take and give integer microseconds (since the epoch for instants), the others aware
    datetimes (results in UTC) and timedeltas. Instants and answers outside the years 1900 to 2399 raise
    OutsideSupportedYears; nothing is ever cut off at a horizon.
    """

    def __init__(self, calendar: Calendar, days: OpeningDays) -> None:
        self.calendar = calendar
        self.days = days
        self.version = _version_of(calendar)
        self._table: EdgeTable | None = None

    def due(self, start: datetime, budget: timedelta) -> datetime:
        """The smallest instant t with `elapsed(start, t) == budget`; CalendarError for a negative budget.

        A budget that ends exactly at a close is due at the close (A4); a start outside the hours counts from the
        next opening (A6); an empty budget is due at the start, open or not.
        """
        return datetime_of(self.due_us(instant_of(start), microseconds_of(budget)))

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """The open time in `[start, end)`; negative when the end comes first."""
        return timedelta(microseconds=self.elapsed_us(instant_of(start), instant_of(end, "end")))

    def intervals(self, start: datetime, end: datetime) -> tuple[Interval, ...]:
        """The maximal open intervals in `[start, end)`, clipped to it, in order."""
        return tuple(
            Interval(opens_at=datetime_of(opens), closes_at=datetime_of(closes))
            for opens, closes in self.intervals_us(instant_of(start), instant_of(end, "end"))
        )

    def is_open(self, at: datetime) -> bool:
        """Whether the wall clock shows an open time; at a closing instant it does not."""
        instant = instant_of(at)
        return self.next_opening_us(instant) == instant

    def next_opening(self, at: datetime) -> datetime:
        """The instant itself when open, else the next opening."""
        return datetime_of(self.next_opening_us(instant_of(at)))

    def due_us(self, start_us: int, budget_us: int) -> int:
        """`due` in integer microseconds."""
        if budget_us <= 0:
            if budget_us < 0:
                raise CalendarError("negative_budget", say("a budget cannot be negative"), "budget")
            return start_us
        table = self._table
        if table is None or not table.begin <= start_us < table.end:
            table = self._covering(start_us)
        index = bisect_right(table.opens, start_us) - 1
        opened = table.opens[index]
        spent = table.before[index] + min(start_us, table.closes[index]) - opened
        while spent + budget_us > table.total:
            table = self._later(table)
            # The same instant in the wider table: only the years before it could shift the sums, and none came.
        target = spent + budget_us
        index = bisect_left(table.before, target) - 1
        return table.opens[index] + target - table.before[index]

    def elapsed_us(self, start_us: int, end_us: int) -> int:
        """`elapsed` in integer microseconds."""
        table = self._table
        if table is None or not (table.begin <= start_us < table.end and table.begin <= end_us < table.end):
            table = self._covering(start_us, end_us)
        opens, closes, before = table.opens, table.closes, table.before
        first = bisect_right(opens, start_us) - 1
        last = bisect_right(opens, end_us) - 1
        begin = before[first] + min(start_us, closes[first]) - opens[first]
        return before[last] + min(end_us, closes[last]) - opens[last] - begin

    def intervals_us(self, start_us: int, end_us: int) -> list[Span]:
        """`intervals` in integer microseconds."""
        if end_us <= start_us:
            return []
        table = self._covering(start_us, end_us)
        first = max(bisect_right(table.opens, start_us) - 1, 0)
        last = bisect_left(table.opens, end_us)
        clipped = (
            (max(opens, start_us), min(closes, end_us))
            for opens, closes in zip(table.opens[first:last], table.closes[first:last], strict=True)
        )
        return [span for span in clipped if span[0] < span[1]]

    def next_opening_us(self, at_us: int) -> int:
        """`next_opening` in integer microseconds."""
        table = self._covering(at_us)
        while True:
            index = bisect_right(table.opens, at_us) - 1
            if at_us < table.closes[index]:
                return at_us
            if index + 1 < len(table.opens):
                return table.opens[index + 1]
            table = self._later(table)

    def is_open_or_closing_us(self, at_us: int) -> bool:
        """Whether the instant is open or is exactly the end of open time."""
        table = self._covering(max(at_us - 1, FIRST_INSTANT), at_us)  # a table clips what it begins in
        index = bisect_right(table.opens, at_us) - 1
        return at_us < table.closes[index] or (index > 0 and at_us == table.closes[index])

    def local_date(self, at: datetime) -> date:
        """The calendar day that the zone's wall clock shows at an instant."""
        instant = instant_of(at, "at")
        return date.fromordinal(ordinal_of(instant + offset_at(self.calendar.zone, instant)))

    def closed_days(self, start: datetime, end: datetime) -> tuple[tuple[date, str], ...]:
        """The local days touched by `[start, end)` that are holidays or dated exceptions, with their names."""
        if end <= start:
            return ()
        first = self.local_date(start).toordinal()
        last = self.local_date(end - timedelta(microseconds=1)).toordinal()
        named = ((ordinal, self.days.why_closed(ordinal)) for ordinal in range(first, last + 1))
        return tuple((date.fromordinal(ordinal), name) for ordinal, name in named if name)

    def version_at(self, at: datetime) -> CalendarVersion:
        """The dated version of the hours that holds at an instant; a window keeps the version it started under."""
        return self.calendar.versions[self._version_at_us(instant_of(at, "at"))]

    def version_changes_us(self, start_us: int, end_us: int) -> list[int]:
        """The instants inside `(start, end)` at which another dated version's hours take over, in order."""
        zone, takeovers = self.calendar.zone, self.days.takeovers
        if not takeovers or end_us <= start_us:
            return []
        found: set[int] = set()
        for begin, end, offset in offset_spans(zone, year_of(start_us), year_of(end_us)):
            candidates = (begin, *(reading - offset for reading in takeovers))
            found |= {at for at in candidates if begin <= at < end and start_us < at < end_us}
        return [at for at in sorted(found) if self._version_at_us(at) != self._version_at_us(at - 1)]

    def _version_at_us(self, instant: int) -> int:
        return self.days.version_at(instant + offset_at(self.calendar.zone, instant))

    def table(self, start_us: int, end_us: int) -> EdgeTable:
        """The edges of a table that covers both instants; for column versions of this arithmetic."""
        return self._covering(start_us, end_us)

    def _covering(self, *instants: int) -> EdgeTable:
        table = self._table
        if table is not None and all(table.begin <= instant < table.end for instant in instants):
            return table
        years = [year_of(instant) for instant in instants]
        first, last = min(years), max(years) + 1
        if table is None:
            return self._compiled(first, last)
        # A table that must grow grows by half of itself, so that walking through time stays linear.
        margin = (table.last_year - table.first_year) // 2 + 1
        if first < table.first_year:
            first = min(first, table.first_year - margin)
        if last > table.last_year:
            last = max(last, table.last_year + margin)
        return self._compiled(min(first, table.first_year), max(last, table.last_year))

    def _later(self, table: EdgeTable) -> EdgeTable:
        """The same table with more years at its end, so that sums from its beginning keep their values."""
        if table.last_year == LAST_YEAR:
            raise OutsideSupportedYears(
                say(
                    "calendar {name}: the budget is not spent by the end of the year {last_year}",
                    name=self.calendar.name,
                    last_year=LAST_YEAR,
                ),
                "budget",
            )
        margin = (table.last_year - table.first_year) // 2 + 1
        return self._compiled(table.first_year, table.last_year + margin)

    def _compiled(self, first_year: int, last_year: int) -> EdgeTable:
        """Threads may compile at once; each uses its own finished table and the last one stays."""
        table = compile_edges(self.days, max(first_year, FIRST_YEAR), min(last_year, LAST_YEAR))
        self._table = table
        return table


@functools.lru_cache(maxsize=512)
def working_time(calendar: Calendar) -> WorkingTime:
    """The calendar compiled, and kept for the next call; NeverOpens when it could hold a clock for ever."""
    return WorkingTime(calendar, opening_days(calendar))


def _version_of(calendar: Calendar) -> str:
    """A digest of the hours and of the tz database, such as `2026f-1c9f3ab2e07d`; the name does not count."""
    hours = repr((calendar.zone, calendar.versions, str(calendar.holidays_close)))
    return f"{tzdata_version()}-{hashlib.sha256(hours.encode()).hexdigest()[:12]}"

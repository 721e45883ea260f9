"""What the wall clock shows: the local opening hours of each calendar day, holidays and exceptions applied.

Times here are readings of a wall clock on one endless line (microseconds since 1970-01-01 00:00 of that clock),
not instants: which instants show a reading is the zone's business, and `edges` asks it.
"""

import functools
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from firsthand.domain.calendars.errors import NeverOpens
from firsthand.domain.calendars.instants import DAY, FIRST_YEAR, LAST_YEAR, SECOND, local_midnight
from firsthand.domain.calendars.values import (
    DAY_SECONDS,
    Calendar,
    CalendarVersion,
    Holiday,
    HolidaysClose,
    Window,
)
from firsthand.domain.sentences import say

Span = tuple[int, int]
_WEEK = range(0, 7 * DAY, DAY)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpeningDays:
    """The opening hours of every calendar day of a calendar, looked up by day number (`date.toordinal`).

    `plain` says that no window of any version touches midnight, so that days never join. `takeovers` are the readings
    at which each version but the first takes over: its first midnight, or the end of a window of the day before
    that runs over it.
    """

    calendar: Calendar
    begins: tuple[int, ...]
    rules: tuple["_VersionDays", ...]
    plain: bool
    takeovers: tuple[int, ...] = ()

    def started_on(self, ordinal: int) -> list[Span]:
        """The wall-clock spans that belong to the day on which they start, tails over midnight included."""
        begin = local_midnight(ordinal)
        rule = self._rule(ordinal)
        if self.calendar.holidays_close is HolidaysClose.SHIFT:
            windows = () if rule.holiday_on(ordinal) else rule.windows_on(ordinal)
            return [(begin + w.opens * SECOND, begin + w.closes * SECOND) for w in windows]
        spans: list[Span] = []
        midnight = begin + DAY
        for window in rule.windows_on(ordinal):
            opens, closes = begin + window.opens * SECOND, begin + window.closes * SECOND
            if rule.holiday_on(ordinal):
                opens = max(opens, midnight)
            if closes > midnight and self._rule(ordinal + 1).replaced(ordinal + 1):
                closes = midnight
            if opens < closes:
                spans.append((opens, closes))
        return spans

    def edges(self, first: int, last: int, offset: int = 0) -> tuple[list[int], list[int]]:
        """Where the maximal spans of the days first..last open and close, sorted; `offset` is taken from each.

        Tails that run past the last day are included, tails from before the first are not. Two lists of integers
        and no pairs: a calendar of decades has many thousands.
        """
        opens: list[int] = []
        closes: list[int] = []
        for rule, begin, end in self._runs(first, last):
            odd = sorted(day for day in rule.special if begin <= day <= end) if self.plain else range(begin, end + 1)
            for after, day in pairwise([begin - 1, *odd, end + 1]):
                rule.add_plain(after + 1, day - 1, offset, opens=opens, closes=closes)
                if day <= end:
                    self._add_day(day, offset, opens, closes)
        return opens, closes

    def _add_day(self, day: int, offset: int, opens: list[int], closes: list[int]) -> None:
        for begin, end in self.started_on(day):
            if closes and begin - offset <= closes[-1]:
                closes[-1] = max(closes[-1], end - offset)
            else:
                opens.append(begin - offset)
                closes.append(end - offset)

    def version_at(self, reading: int) -> int:
        """The number of the version whose hours hold at a reading of the wall clock."""
        return bisect_right(self.takeovers, reading)

    def why_closed(self, ordinal: int) -> str | None:
        """The holiday's name or the exception's reason when that day has hours of its own, else None."""
        rule = self._rule(ordinal)
        return rule.exception_reasons.get(ordinal) or rule.holiday_on(ordinal)

    def _runs(self, first: int, last: int) -> Iterator[tuple["_VersionDays", int, int]]:
        """The versions in force on the days first..last, each with its own first and last of them."""
        for number in range(bisect_right(self.begins, first) - 1, bisect_right(self.begins, last)):
            until = self.begins[number + 1] - 1 if number + 1 < len(self.begins) else last
            yield self.rules[number], max(first, self.begins[number]), min(last, until)

    def _rule(self, ordinal: int) -> "_VersionDays":
        return self.rules[bisect_right(self.begins, ordinal) - 1]


@dataclass(frozen=True, kw_only=True, slots=True)
class _VersionDays:
    """One version with its holidays and exceptions as day numbers."""

    weekly: tuple[tuple[Window, ...], ...]
    pattern: tuple[tuple[Span, ...], ...]
    holidays: dict[int, str]
    exceptions: dict[int, tuple[Window, ...]]
    exception_reasons: dict[int, str]
    special: frozenset[int]

    def add_plain(self, first: int, last: int, offset: int, *, opens: list[int], closes: list[int]) -> None:
        """Append the edges of the days first..last by the weekly hours alone, which must not touch midnight."""
        if last < first:
            return
        begin, end = local_midnight(first) - offset, local_midnight(last + 1) - offset
        weeks, days = range(begin, end, 7 * DAY), self.pattern[(first - 1) % 7 :] + self.pattern[: (first - 1) % 7]
        shifted = list(zip(_WEEK, days, strict=True))
        from_week = [shift + opening for shift, day in shifted for opening, _ in day]
        to_week = [shift + closing for shift, day in shifted for _, closing in day]
        opens.extend([here + opening for here in weeks for opening in from_week])
        closes.extend([here + closing for here in weeks for closing in to_week])
        while opens and opens[-1] >= end:  # the last week is rarely whole
            opens.pop()
            closes.pop()

    def windows_on(self, ordinal: int) -> tuple[Window, ...]:
        special = self.exceptions.get(ordinal)
        return self.weekly[(ordinal - 1) % 7] if special is None else special

    def holiday_on(self, ordinal: int) -> str | None:
        """The name of the holiday that closes the day; a dated exception beats it."""
        return None if ordinal in self.exceptions else self.holidays.get(ordinal)

    def replaced(self, ordinal: int) -> bool:
        """Whether the day's hours are a holiday's or an exception's, so that no tail runs into it."""
        return ordinal in self.special


@functools.lru_cache(maxsize=512)
def opening_days(calendar: Calendar) -> OpeningDays:
    """The calendar's days; NeverOpens when its last version, or all of them, leaves no day to open on."""
    last = calendar.versions[-1]
    if not any(last.weekly) or len({(h.month, h.day) for h in last.holidays if h.year is None}) == 366:
        since = [say(" from {day}", day=last.in_force_from.isoformat())] if last.in_force_from else []
        never = say("calendar {name} never opens", *since, name=calendar.name)
        raise NeverOpens(
            say(
                "{never}: a clock on it could never end. Give at least one day of weekly hours that is not a yearly "
                "holiday.",
                never=never,
            )
        )
    days = OpeningDays(
        calendar=calendar,
        begins=tuple(v.in_force_from.toordinal() if v.in_force_from else 0 for v in calendar.versions),
        rules=tuple(_version_days(version) for version in calendar.versions),
        plain=not any(_touches_midnight(version) for version in calendar.versions),
    )
    return replace(days, takeovers=tuple(_takeover(days, begin) for begin in days.begins[1:]))


def _takeover(days: OpeningDays, ordinal: int) -> int:
    tails = [closes for _, closes in days.started_on(ordinal - 1)]
    return max([local_midnight(ordinal), *tails])


def _touches_midnight(version: CalendarVersion) -> bool:
    days = (*version.weekly, *(exception.windows for exception in version.exceptions))
    return any(window.opens == 0 or window.closes >= DAY_SECONDS for day in days for window in day)


def _version_days(version: CalendarVersion) -> _VersionDays:
    holidays = {ordinal: h.name for h in version.holidays for ordinal in _ordinals_of(h)}
    exceptions = {exception.on.toordinal(): exception.windows for exception in version.exceptions}
    return _VersionDays(
        weekly=version.weekly,
        pattern=tuple(tuple((w.opens * SECOND, w.closes * SECOND) for w in day) for day in version.weekly),
        holidays=holidays,
        exceptions=exceptions,
        exception_reasons={e.on.toordinal(): e.reason for e in version.exceptions},
        special=frozenset(holidays) | frozenset(exceptions),
    )


def _ordinals_of(holiday: Holiday) -> list[int]:
    if holiday.year is not None:
        return [date(holiday.year, holiday.month, holiday.day).toordinal()]
    leap_only = (holiday.month, holiday.day) == (2, 29)
    return [
        date(year, holiday.month, holiday.day).toordinal()
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        if not leap_only or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    ]

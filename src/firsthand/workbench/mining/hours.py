"""Calendars as the search tries them: which days are worked, between which times, and which dates are skipped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np

from firsthand.domain.calendars import Calendar, CalendarVersion, Holiday, HolidaysClose, Window
from firsthand.domain.calendars.instants import DAY, SECOND
from firsthand.workbench.mining.wall_clock import Flags, Int64s

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
WEEK = 7
DAY_SECONDS = 86_400
ALL_DAYS = tuple(range(WEEK))


Windows = tuple[tuple[int, int], ...]
"""`(opens, closes)` in seconds of the wall clock, sorted; one that closes after 24:00 runs over midnight."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """Worked weekdays (0 is Monday), their windows, and skipped dates as days since 1970-01-01.

    `special` are weekdays, among the `days`, with windows of their own. `later` are other hours from a date on, in
    order; they skip the same dates.
    """

    days: tuple[int, ...]
    windows: Windows
    skipped: tuple[int, ...] = ()
    special: tuple[tuple[int, Windows], ...] = ()
    later: tuple[tuple[int, "Hours"], ...] = ()

    @property
    def opens(self) -> int:
        return self.windows[0][0]

    @property
    def closes(self) -> int:
        return self.windows[-1][1]

    @property
    def always(self) -> bool:
        """Whether it never closes."""
        every = len(self.days) == WEEK and self.windows == ((0, DAY_SECONDS),)
        return every and not (self.skipped or self.special or self.later)

    @property
    def is_plain(self) -> bool:
        """Whether every worked day has the same windows, within the day and at all times."""
        return not (self.special or self.later or self.closes > DAY_SECONDS)

    @property
    def is_nightly(self) -> bool:
        """Whether a window runs over midnight."""
        return any(closes > DAY_SECONDS for windows in self.patterns for _, closes in windows)

    @property
    def week(self) -> tuple[Windows, ...]:
        """The windows of each weekday before `later`, Monday first."""
        own = dict(self.special)
        return tuple(own.get(day, self.windows) if day in self.days else () for day in ALL_DAYS)

    @property
    def seasons(self) -> "tuple[tuple[int | None, Hours], ...]":
        """The hours of each time, by the date from which they hold; None is from ever."""
        return (None, replace(self, skipped=(), later=())), *self.later

    @property
    def patterns(self) -> tuple[Windows, ...]:
        """The different windows of its days, those of most days first."""
        return tuple(
            dict.fromkeys(
                windows for _, hours in self.seasons for windows in (hours.windows, *(own for _, own in hours.special))
            )
        )

    def without(self, skipped: tuple[int, ...]) -> "Hours":
        """The same hours with these dates skipped."""
        return replace(self, skipped=skipped)

    def until(self, day: int, later: "Hours") -> "Hours":
        """These hours before a date, and others from it on."""
        own = tuple(one for one in self.later if one[0] < day)
        more = tuple((begin, replace(hours, skipped=())) for begin, hours in later.later if begin > day)
        skipped = tuple(sorted({*self.skipped, *later.skipped}))
        return replace(self, skipped=skipped, later=(*own, (day, replace(later, skipped=(), later=())), *more))

    def calendar(self, name: str, zone: str) -> Calendar:
        """The calendar of the policy book that these hours are."""
        dates = [date.fromordinal(EPOCH_ORDINAL + day) for day in self.skipped]
        holidays = tuple(Holiday(month=on.month, day=on.day, year=on.year, name="not worked") for on in dates)
        return Calendar(
            name=name,
            zone=zone,
            versions=tuple(
                CalendarVersion(
                    in_force_from=None if begin is None else date.fromordinal(EPOCH_ORDINAL + begin),
                    weekly=tuple(
                        tuple(Window(opens=opens, closes=closes) for opens, closes in windows) for windows in hours.week
                    ),
                    holidays=holidays,
                )
                for begin, hours in self.seasons
            ),
            holidays_close=HolidaysClose.SHIFT if self.is_nightly else HolidaysClose.DAY,
        )


def hours_of_week(week: Sequence[Windows]) -> Hours:
    """Hours with these windows for each weekday, of which at least one has some."""
    worked = [windows for windows in week if windows]
    usual = max(dict.fromkeys(worked), key=worked.count)
    return Hours(
        days=tuple(day for day in ALL_DAYS if week[day]),
        windows=usual,
        special=tuple((day, week[day]) for day in ALL_DAYS if week[day] and week[day] != usual),
    )


def opened_on(stretches: Mapping[int, tuple[int, int]], *, turn: int, size: int) -> tuple[Windows, ...]:
    """The windows of each weekday, Monday first, of the stretches of days of work: counted in bins of `size` seconds
    from the bin of the day with which a day of work begins, the `turn`. What begins after midnight opens on the next
    weekday, beside whatever opens there by itself."""
    week: list[Windows] = [()] * WEEK
    for day, (begin, end) in stretches.items():
        opens, closes = (turn + begin) * size, (turn + end) * size
        later = opens // DAY_SECONDS
        on = (day + later) % WEEK
        week[on] = tuple(sorted((*week[on], (opens - later * DAY_SECONDS, closes - later * DAY_SECONDS))))
    return tuple(week)


ALWAYS = Hours(days=ALL_DAYS, windows=((0, DAY_SECONDS),))


class BusinessDayTable:
    """The business days of some hours over a range of days, for counting them in columns.

    Times are wall-clock readings in microseconds. `worked` says which days are business days, `rank` how many lie
    before a day, `nth` which day is the n-th.
    """

    def __init__(self, hours: Hours, first_day: int, last_day: int) -> None:
        self.hours = hours
        self.first = first_day
        every = np.arange(first_day, last_day + 1, dtype=np.int64)
        # 1970-01-01 was a Thursday, the fourth day of the week.
        weekday = (every + 3) % WEEK
        self.pattern: Int64s = self._patterns(every, weekday)
        self.worked: Flags = (self.pattern >= 0) & ~np.isin(every, hours.skipped)
        self.rank: Int64s = np.append(0, np.cumsum(self.worked)).astype(np.int64)
        self.nth: Int64s = every[self.worked]
        self._opens = np.array([windows[0][0] * SECOND for windows in hours.patterns], dtype=np.int64)
        self._closes = np.array([windows[-1][1] * SECOND for windows in hours.patterns], dtype=np.int64)

    def _patterns(self, every: Int64s, weekday: Int64s) -> Int64s:
        """Which of the hours' patterns each day has; -1 for a day that is not worked."""
        numbers = {windows: number for number, windows in enumerate(self.hours.patterns)} | {(): -1}
        found = np.full(len(every), -1, dtype=np.int64)
        for begin, hours in self.hours.seasons:
            own = np.array([numbers[windows] for windows in hours.week], dtype=np.int64)[weekday]
            found = own if begin is None else np.where(every >= begin, own, found)
        return found

    def _pattern_of(self, days: Int64s) -> Int64s:
        found: Int64s = self.pattern[(days - self.first).clip(0, len(self.pattern) - 1)].clip(0)
        return found

    def opens_of(self, days: Int64s) -> Int64s | np.int64:
        """When each of some business days opens, since its midnight."""
        return self._opens[0] if len(self._opens) == 1 else self._opens[self._pattern_of(days)]

    def closes_of(self, days: Int64s) -> Int64s | np.int64:
        """When each of some business days closes for good, since its midnight."""
        return self._closes[0] if len(self._closes) == 1 else self._closes[self._pattern_of(days)]

    def rank_of(self, days: Int64s) -> Int64s:
        """How many business days of the table lie before each day."""
        found: Int64s = self.rank[(days - self.first).clip(0, len(self.rank) - 1)]
        return found

    def is_worked(self, days: Int64s) -> Flags:
        """Which days are business days; those outside the table are not."""
        place = days - self.first
        inside = (place >= 0) & (place < len(self.worked))
        found: Flags = inside & self.worked[place.clip(0, len(self.worked) - 1)]
        return found

    def day(self, ranks: Int64s) -> Int64s:
        """The business day of each rank; past the table, a day far beyond its end."""
        within = (ranks >= 0) & (ranks < len(self.nth))
        return np.where(within, self.nth[ranks.clip(0, len(self.nth) - 1)], np.int64(1 << 24))

    def counted_from(self, local: Int64s) -> tuple[Int64s, Int64s]:
        """For `same time` and `to the close`: the rank of the day that a start counts on, and its time of day."""
        days = local // DAY
        since = local - days * DAY
        ranks = self.rank_of(days)
        late = since >= self.closes_of(self._counting(ranks))
        return ranks + late, np.where(late, self.opens_of(self._counting(ranks + late)), since)

    def opened_from(self, local: Int64s) -> tuple[Int64s, Int64s]:
        """For business days kept inside the hours: rank and time of day of the next opening, or of the start."""
        days = local // DAY
        since = local - days * DAY
        ranks, worked = self.rank_of(days), self.is_worked(days)
        late = worked & (since >= self.closes_of(days))
        moved = ~worked | late
        counting = self._counting(ranks + late)
        since = np.where(moved, self.opens_of(counting), since)
        return ranks + late, self.kept_inside(counting, since, to_opening=True)

    def _counting(self, ranks: Int64s) -> Int64s:
        """The business day of each rank, where that can make a difference."""
        return ranks if len(self._opens) == 1 else self.day(ranks)

    def kept_inside(self, days: Int64s, since: Int64s, *, to_opening: bool) -> Int64s:
        """Times of some business days moved to their next opening; without `to_opening` a close stays one, and what
        comes after the last becomes it."""
        kept = since
        for number, windows in enumerate(self.hours.patterns):
            mine = np.True_ if len(self._opens) == 1 else self._pattern_of(days) == number
            closed = [(0, windows[0][0]), *((one[1], two[0]) for one, two in pairwise(windows))]
            for begin, end in closed:
                after = kept >= begin * SECOND if to_opening or begin == 0 else kept > begin * SECOND
                kept = np.where(mine & after & (kept < end * SECOND), end * SECOND, kept)
            if not to_opening:
                kept = np.where(mine, np.minimum(kept, windows[-1][1] * SECOND), kept)
        return kept

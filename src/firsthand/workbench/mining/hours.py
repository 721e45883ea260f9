"""Calendars as the search tries them: which days are worked, between which times, and which dates are skipped."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from firsthand.domain.calendars import Calendar, CalendarVersion, Holiday, Window
from firsthand.domain.calendars.instants import DAY, SECOND
from firsthand.workbench.mining.wall_clock import Flags, Int64s

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
WEEK = 7
DAY_SECONDS = 86_400
ALL_DAYS = tuple(range(WEEK))


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """Worked weekdays (0 is Monday), the same windows on each, and skipped dates as days since 1970-01-01.

    Windows are `(opens, closes)` in seconds of the wall clock, sorted, within one day.
    """

    days: tuple[int, ...]
    windows: tuple[tuple[int, int], ...]
    skipped: tuple[int, ...] = ()

    @property
    def opens(self) -> int:
        return self.windows[0][0]

    @property
    def closes(self) -> int:
        return self.windows[-1][1]

    @property
    def always(self) -> bool:
        """Whether it never closes."""
        return len(self.days) == WEEK and self.windows == ((0, DAY_SECONDS),) and not self.skipped

    def without(self, skipped: tuple[int, ...]) -> "Hours":
        """The same hours with these dates skipped."""
        return replace(self, skipped=skipped)

    def calendar(self, name: str, zone: str) -> Calendar:
        """The calendar of the policy book that these hours are."""
        windows = tuple(Window(opens=opens, closes=closes) for opens, closes in self.windows)
        dates = [date.fromordinal(EPOCH_ORDINAL + day) for day in self.skipped]
        return Calendar(
            name=name,
            zone=zone,
            versions=(
                CalendarVersion(
                    in_force_from=None,
                    weekly=tuple(windows if day in self.days else () for day in ALL_DAYS),
                    holidays=tuple(
                        Holiday(month=on.month, day=on.day, year=on.year, name="not worked") for on in dates
                    ),
                ),
            ),
        )


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
        self.worked: Flags = np.isin((every + 3) % WEEK, hours.days) & ~np.isin(every, hours.skipped)
        self.rank: Int64s = np.append(0, np.cumsum(self.worked)).astype(np.int64)
        self.nth: Int64s = every[self.worked]
        self.opens = hours.opens * SECOND
        self.closes = hours.closes * SECOND

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
        late = since >= self.closes
        return ranks + late, np.where(late, self.opens, since)

    def opened_from(self, local: Int64s) -> tuple[Int64s, Int64s]:
        """For business days kept inside the hours: rank and time of day of the next opening, or of the start."""
        days = local // DAY
        since = local - days * DAY
        ranks, worked = self.rank_of(days), self.is_worked(days)
        late = worked & (since >= self.closes)
        moved = ~worked | late
        since = np.where(moved, self.opens, np.maximum(since, self.opens))
        for closes, opens in zip(self.hours.windows[:-1], self.hours.windows[1:], strict=True):
            in_break = (since >= closes[1] * SECOND) & (since < opens[0] * SECOND)
            since = np.where(in_break, opens[0] * SECOND, since)
        return ranks + late, since

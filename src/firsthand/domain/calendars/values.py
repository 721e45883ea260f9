"""The values of a calendar: windows, holidays, dated exceptions and dated versions of weekly hours."""

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAY_SECONDS = 86_400


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Window:
    """Opening hours within a local day, half-open `[opens, closes)`, in seconds of the wall clock.

    `0 <= opens < 86400` and `opens < closes <= opens + 86400`. A window that ends at midnight closes at 86400
    (24:00); one that runs over midnight closes later than that and belongs to the day on which it starts.
    """

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{_clock_text(self.opens)}-{_clock_text(_wrapped(self.closes))}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Holiday:
    """A local calendar day without opening hours; `year` is None for one that returns every year.

    A yearly 29 February exists in leap years only.
    """

    month: int
    day: int
    name: str
    year: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedException:
    """Hours that replace those of one local day, and win over a holiday on it; no windows means closed."""

    on: date
    windows: tuple[Window, ...]
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarVersion:
    """The hours in force from the local midnight of a date (A11), or from the beginning when it is None.

    `weekly` has seven entries, Monday first. A window belongs to the version in force on the day it starts.
    """

    in_force_from: date | None
    weekly: tuple[tuple[Window, ...], ...]
    holidays: tuple[Holiday, ...] = ()
    exceptions: tuple[DatedException, ...] = ()


class HolidaysClose(enum.StrEnum):
    """What a holiday closes where windows run over midnight.

    DAY: the wall clock from 00:00 to 24:00 of that date, whichever day the window started on.
    SHIFT: the windows that start on that date, to their ends; one from the day before runs to its own end.
    """

    DAY = "day"
    SHIFT = "shift"


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """Named opening hours in an IANA zone, in dated versions, oldest first (A3, A7, A14). `also` are other
    statements of the same hours; they never count, and differences are reported."""

    name: str
    zone: str
    versions: tuple[CalendarVersion, ...]
    holidays_close: HolidaysClose = HolidaysClose.DAY
    also: "tuple[AlsoWritten, ...]" = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AlsoWritten:
    """The same hours as another text states them, perhaps in another zone, from a day until before a day."""

    text: str
    calendar: Calendar
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """Open time, half-open `[opens_at, closes_at)`, as UTC datetimes."""

    opens_at: datetime
    closes_at: datetime

    @property
    def duration(self) -> timedelta:
        return self.closes_at - self.opens_at


def _wrapped(seconds: int) -> int:
    return seconds - DAY_SECONDS if seconds > DAY_SECONDS else seconds


def _clock_text(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{rest:02}" if rest else text

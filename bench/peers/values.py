"""A desk to ask about, a library that is asked, and what it cannot say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo

Due = Callable[[datetime, timedelta], Any]
Elapsed = Callable[[datetime, datetime], Any]
Days = Callable[[date], Any]
WEEKDAYS = range(5)


class CannotSay(Exception):  # noqa: N818  the name says what is wrong
    """The library has no words for this desk or this question."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Opening hours: the same windows `(opens, closes)` as `HH:MM` on some days of the week (Monday is 0)."""

    windows: tuple[tuple[str, str], ...] = (("09:00", "17:00"),)
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    holidays: tuple[date, ...] = ()
    zone: str = "America/Los_Angeles"

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def weekend(self) -> list[int]:
        return [day for day in range(7) if day not in self.days]

    def one_window(self) -> tuple[str, str]:
        """Its only window; CannotSay when it has two."""
        if len(self.windows) > 1:
            raise CannotSay("two windows a day")
        return self.windows[0]

    def one_window_of_a_day(self) -> tuple[time, time]:
        """Its only window, as times of one day; CannotSay for 24:00, for two windows, and over midnight."""
        opens, closes = self.one_window()
        if closes == "24:00":
            raise CannotSay("a window to 24:00")
        if closes <= opens:
            raise CannotSay("a window over midnight")
        return clock(opens), clock(closes)

    def only_weekdays(self) -> None:
        """CannotSay unless it works Monday to Friday."""
        if self.days != tuple(WEEKDAYS):
            raise CannotSay("other days than Monday to Friday")

    def without_holidays(self) -> None:
        """CannotSay when it has holidays."""
        if self.holidays:
            raise CannotSay("holidays")


@dataclass(frozen=True, kw_only=True)
class Peer:
    """A library, by its name on PyPI. `due` and `elapsed` make the function that answers for a desk.

    Where not `aware`, it knows no zones: it is given wall-clock readings, as its users give them, and its answer is
    read as one. `due_many` and `elapsed_many` answer for NumPy arrays, in microseconds (UTC).
    """

    name: str
    due: Callable[[Desk], Due] | None = None
    elapsed: Callable[[Desk], Elapsed] | None = None
    due_many: Callable[[Desk], Callable[[Any, timedelta], Any]] | None = None
    elapsed_many: Callable[[Desk], Callable[[Any, Any], Any]] | None = None
    aware: bool = field(default=True)

    @property
    def version(self) -> str:
        return version(self.name)


@dataclass(frozen=True, kw_only=True)
class DayPeer:
    """A library that knows whole days only: `next_day` makes the function that gives the next business day, and
    `next_days` the one for NumPy arrays of days."""

    name: str
    next_day: Callable[[Desk], Days]
    next_days: Callable[[Desk], Callable[[Any], Any]] | None = None

    @property
    def version(self) -> str:
        return version(self.name)


def clock(text: str) -> time:
    """The time of day of `HH:MM`; 24:00 is 00:00."""
    return time.fromisoformat("00:00" if text == "24:00" else text)


def hour(at: time) -> int:
    """A whole hour; CannotSay for minutes."""
    if at.minute:
        raise CannotSay("hours that begin within an hour")
    return at.hour

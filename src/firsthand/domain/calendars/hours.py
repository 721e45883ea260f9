"""Reading opening hours as people write them: `09:00-12:00, 13:00-17:00`, `22:00-06:00`, `mon-fri`."""

import re
from collections.abc import Mapping

from firsthand.domain.calendars.errors import CalendarError
from firsthand.domain.calendars.values import DAY_SECONDS, Window
from firsthand.domain.sentences import Sentence, say

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_NUMBERS = {name: number % 7 for number, name in enumerate(WEEKDAYS + _FULL_NAMES)}
_TIME = r"(\d{1,2}):(\d{2})(?::(\d{2}))?"
_WINDOW = re.compile(rf"{_TIME}\s*[-\u2013]\s*{_TIME}", re.ASCII)
_EXPECTED = say("expected hours such as 09:00-12:00, 13:00-17:00, or 22:00-06:00 over midnight, or closed")

ALWAYS_OPEN = ((Window(opens=0, closes=DAY_SECONDS),),) * 7


def parse_hours(text: object, field: str) -> tuple[Window, ...]:
    """The windows of one day in order; `closed` is none. Overlaps are an error, touching windows are joined.

    A window that closes at or before its opening runs over midnight; `00:00-24:00` is the whole day.
    """
    if not isinstance(text, str):
        raise CalendarError(
            "bad_hours", say("{text} is not text (quote it); {expected}", text=repr(text), expected=_EXPECTED), field
        )
    if text.strip().lower() == "closed":
        return ()
    windows = sorted(_parse_window(part.strip(), field) for part in text.split(","))
    joined = windows[:1]
    for window in windows[1:]:
        last = joined[-1]
        if window.opens < last.closes:
            raise _overlap(field, last, window)
        if window.opens == last.closes and window.closes - last.opens <= DAY_SECONDS:
            joined[-1] = Window(opens=last.opens, closes=window.closes)
        else:
            joined.append(window)
    return tuple(joined)


def parse_weekly(mapping: object, field: str = "weekly") -> tuple[tuple[Window, ...], ...]:
    """Seven days of windows, Monday first, from `{mon-fri: "09:00-17:00", sat: closed}`; a day not named is closed.

    A day that is named twice, and a window that runs over midnight into the next day's first, are errors.
    """
    if not isinstance(mapping, Mapping):
        raise CalendarError("bad_weekly", say("expected days with hours, such as mon-fri: 09:00-17:00"), field)
    week: list[tuple[Window, ...] | None] = [None] * 7
    for days, hours in mapping.items():
        here = f"{field}.{days}"
        windows = parse_hours(hours, here)
        for day in parse_days(days, here):
            if week[day] is not None:
                raise CalendarError("day_twice", say("{day} is named more than once", day=WEEKDAYS[day]), here)
            week[day] = windows
    whole = tuple(windows or () for windows in week)
    _check_nights(whole, field)
    return whole


def parse_days(text: object, field: str) -> tuple[int, ...]:
    """Day numbers (Monday is 0) of `mon`, `mon,wed` or `mon-fri`; a range may run over the weekend (`fri-mon`)."""
    days: list[int] = []
    for part in str(text).lower().split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        begin, end = _DAY_NUMBERS.get(first), _DAY_NUMBERS.get(last if dash else first)
        if begin is None or end is None:
            raise CalendarError(
                "bad_day",
                say("{text} is not a day; expected mon to sun, mon-fri or mon,wed", text=repr(text)),
                field,
            )
        days.extend((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    return tuple(days)


def _parse_window(text: str, field: str) -> Window:
    match = _WINDOW.fullmatch(text)
    if match is None:
        raise CalendarError(
            "bad_hours", say("{text} is not a window; {expected}", text=repr(text), expected=_EXPECTED), field
        )
    opens, closes = (_seconds(match.groups()[side : side + 3], text, field) for side in (0, 3))
    if opens in (closes, DAY_SECONDS):
        raise CalendarError("bad_hours", say("{text} is empty; the whole day is written 00:00-24:00", text=text), field)
    return Window(opens=opens, closes=closes if closes > opens else closes + DAY_SECONDS)


def _seconds(parts: tuple[str | None, ...], text: str, field: str) -> int:
    hours, minutes, seconds = (int(part or 0) for part in parts)
    total = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or total > DAY_SECONDS:
        raise CalendarError(
            "bad_hours", say("{text} has a time after 24:00; {expected}", text=text, expected=_EXPECTED), field
        )
    return total


def _check_nights(week: tuple[tuple[Window, ...], ...], field: str) -> None:
    for day, windows in enumerate(week):
        tomorrow = week[(day + 1) % 7]
        if windows and tomorrow and windows[-1].closes - DAY_SECONDS > tomorrow[0].opens:
            here = f"{field}.{WEEKDAYS[day]}"
            raise _overlap(here, windows[-1], tomorrow[0], say(" on {day}", day=WEEKDAYS[(day + 1) % 7]))


def _overlap(field: str, one: Window, other: Window, *where: Sentence) -> CalendarError:
    return CalendarError(
        "overlapping_hours", say("{one} overlaps {other}", *where, one=str(one), other=str(other)), field
    )

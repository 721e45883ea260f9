"""A slow second opinion on working time: it steps through time and asks only "does the wall clock show an open time?".

It knows nothing of edges, sums, offsets or changes of offset: what the wall clock shows is the standard library's word.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from firsthand.domain.calendars import Calendar, CalendarVersion, HolidaysClose, Window

MINUTE = timedelta(minutes=1)


def shows_open(calendar: Calendar, at: datetime) -> bool:
    """Whether the wall clock of the calendar's zone shows an open time at an instant."""
    local = at.astimezone(ZoneInfo(calendar.zone))
    second = local.hour * 3600 + local.minute * 60 + local.second
    return any(opens <= second < closes for opens, closes in _open_seconds(calendar, local.date()))


def open_minutes(calendar: Calendar, start: datetime, end: datetime) -> int:
    """How many of the minutes from start to end are open; both lie on whole minutes."""
    return sum(shows_open(calendar, minute) for minute in minutes(start, end))


def first_minute_after(calendar: Calendar, start: datetime, budget: int, limit: datetime) -> datetime | None:
    """The end of the minute in which the budget of open minutes is spent; None when that is not before the limit."""
    for minute in minutes(start, limit):
        budget -= shows_open(calendar, minute)
        if budget == 0:
            return minute + MINUTE
    return None


def minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants from start to end, a minute apart."""
    here = start.astimezone(UTC)
    while here < end:
        yield here
        here += MINUTE


def open_steps(calendar: Calendar, start: datetime, step: timedelta, count: int) -> list[bool]:
    """`shows_open` for each of `count` instants, `step` apart from `start`; each day's hours are looked up once."""
    zone, days = ZoneInfo(calendar.zone), dict[date, list[tuple[int, int]]]()
    here, found = start.astimezone(UTC), []
    for _ in range(count):
        local = here.astimezone(zone)
        day = local.date()
        if day not in days:
            days[day] = _open_seconds(calendar, day)
        second = local.hour * 3600 + local.minute * 60 + local.second
        found.append(any(opens <= second < closes for opens, closes in days[day]))
        here += step
    return found


def _open_seconds(calendar: Calendar, today: date) -> list[tuple[int, int]]:
    """The parts of a calendar day on which it is open, in seconds of its wall clock."""
    yesterday = today - timedelta(days=1)
    own = [(window.opens, window.closes) for window in _hours(calendar, today)]
    tail = [(0, window.closes - 86_400) for window in _hours(calendar, yesterday)]
    if calendar.holidays_close is HolidaysClose.SHIFT:
        return own * (not _holiday(calendar, today)) + tail * (not _holiday(calendar, yesterday))
    if _holiday(calendar, today):
        return []
    return own + tail * (not _exception(calendar, today))


def _version(calendar: Calendar, day: date) -> CalendarVersion:
    return [v for v in calendar.versions if v.in_force_from is None or v.in_force_from <= day][-1]


def _exception(calendar: Calendar, day: date) -> bool:
    return any(exception.on == day for exception in _version(calendar, day).exceptions)


def _holiday(calendar: Calendar, day: date) -> bool:
    return not _exception(calendar, day) and any(
        (holiday.month, holiday.day) == (day.month, day.day) and holiday.year in (None, day.year)
        for holiday in _version(calendar, day).holidays
    )


def _hours(calendar: Calendar, day: date) -> tuple[Window, ...]:
    version = _version(calendar, day)
    for exception in version.exceptions:
        if exception.on == day:
            return exception.windows
    return version.weekly[day.weekday()]

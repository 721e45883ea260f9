"""Budgets of whole business days: the same wall-clock time, or the close, some days with open time later."""

from datetime import datetime

from firsthand.domain.calendars.errors import CalendarError, OutsideSupportedYears
from firsthand.domain.calendars.instants import (
    DAY,
    END_OF_INSTANTS,
    FIRST_INSTANT,
    FIRST_YEAR,
    LAST_YEAR,
    datetime_of,
    instant_of,
    local_midnight,
    ordinal_of,
    year_of,
)
from firsthand.domain.calendars.opening import Span
from firsthand.domain.calendars.working_time import WorkingTime
from firsthand.domain.calendars.zones import offset_at, offset_spans
from firsthand.domain.sentences import say


def due_business_days(working_time: WorkingTime, start: datetime, days: int) -> datetime:
    """The same local time on the days-th following business day, in UTC, kept inside that day's hours.

    A business day is a calendar day with open time of its own (the night after it included). A start in closed
    time first moves to the next opening. Where the day is closed at that time the due moves to the day's next
    opening, or to its last close when none follows. A local time that a zone skips is the first instant after the
    gap; one that happens twice is the first. CalendarError for fewer than one day.
    """
    _at_least_one(days)
    opening = working_time.next_opening_us(instant_of(start))
    local = opening + offset_at(working_time.calendar.zone, opening)
    day = _day_that_owns(working_time, local)
    since_midnight = local - local_midnight(day)
    for _ in range(days):
        day, spans = _next_business_day(working_time, day)
    return datetime_of(_kept_inside(spans, _first_showing(working_time, local_midnight(day) + since_midnight)))


def due_same_time(working_time: WorkingTime, start: datetime, days: int) -> datetime:
    """The same local time on the days-th following business day, in UTC, open then or not.

    A start on a day without hours counts as at the same time of the next business day. One at or after the last
    close of its day then counts as at the first opening of the next: what comes after closing time came the next
    morning. A time before the opening is kept. CalendarError for fewer than one day.
    """
    day, since_midnight = _counted_from(working_time, start, days)
    for _ in range(days):
        day, _ = _next_business_day(working_time, day)
    return datetime_of(_first_showing(working_time, local_midnight(day) + since_midnight))


def due_to_the_close(working_time: WorkingTime, start: datetime, days: int) -> datetime:
    """The last close of the days-th following business day, in UTC; the start counts as in `due_same_time`."""
    day, _ = _counted_from(working_time, start, days)
    for _ in range(days):
        day, spans = _next_business_day(working_time, day)
    return datetime_of(spans[-1][1])


def last_business_day() -> int:
    """The last day number on which such a budget may end: the supported years hold all of its night."""
    return ordinal_of(END_OF_INSTANTS) - 2


def spans_of_day(working_time: WorkingTime, day: int) -> list[Span]:
    """The instants of a day's own hours in order, the night after it included; none when it is no business day."""
    own = working_time.days.started_on(day)
    if not own:
        return []
    spans: list[Span] = []
    for begin, end, offset in offsets_around(working_time, local_midnight(day)):
        clipped = ((max(opens - offset, begin), min(closes - offset, end)) for opens, closes in own)
        spans.extend(span for span in clipped if span[0] < span[1])
    return spans  # empty also when the zone skipped the whole day


def has_hours(working_time: WorkingTime, day: int) -> bool:
    """Whether a day has open time of its own: not if the zone skips all of its hours."""
    if not working_time.days.started_on(day):
        return False
    covered = local_midnight(day) >= FIRST_INSTANT and day <= last_business_day()
    return not covered or bool(spans_of_day(working_time, day))


def offsets_around(working_time: WorkingTime, local: int) -> list[tuple[int, int, int]]:
    """The zone's spans of constant offset among which the instants are that show a wall-clock reading."""
    last = year_of(min(local + 2 * DAY, END_OF_INSTANTS - 1))
    return offset_spans(working_time.calendar.zone, max(year_of(local) - 1, FIRST_YEAR), last)


def _counted_from(working_time: WorkingTime, start: datetime, days: int) -> tuple[int, int]:
    """The business day that a start counts on, and the wall-clock time since that day's midnight."""
    _at_least_one(days)
    instant = instant_of(start)
    local = instant + offset_at(working_time.calendar.zone, instant)
    day = ordinal_of(local)
    if working_time.next_opening_us(instant) == instant:
        day = _day_that_owns(working_time, local)
    since_midnight = local - local_midnight(day)
    if not has_hours(working_time, day):
        day, _ = _next_business_day(working_time, day)
    if local_midnight(day) + since_midnight >= working_time.days.started_on(day)[-1][1]:
        day, _ = _next_business_day(working_time, day)
        since_midnight = working_time.days.started_on(day)[0][0] - local_midnight(day)
    return day, since_midnight


def _at_least_one(days: int) -> None:
    if days < 1:
        raise CalendarError("bad_budget", say("{days} business days; expected at least 1", days=days), "budget")


def _day_that_owns(working_time: WorkingTime, local: int) -> int:
    """The day whose hours an open wall-clock reading belongs to: its own, or the one before for a night's tail."""
    today = ordinal_of(local)
    if any(opens <= local < closes for opens, closes in working_time.days.started_on(today)):
        return today
    return today - 1


def _next_business_day(working_time: WorkingTime, day: int) -> tuple[int, list[Span]]:
    last = last_business_day()
    while day < last:
        day += 1
        spans = spans_of_day(working_time, day)
        if spans:
            return day, spans
    raise OutsideSupportedYears(
        say(
            "calendar {name}: the business days run past the year {last_year}",
            name=working_time.calendar.name,
            last_year=LAST_YEAR,
        ),
        "budget",
    )


def _first_showing(working_time: WorkingTime, local: int) -> int:
    """The first instant at which the wall clock shows that reading, or the first after it was skipped."""
    for begin, end, offset in offsets_around(working_time, local):
        instant = max(begin, local - offset)
        if instant < end:
            return instant
    raise OutsideSupportedYears(say("the business days run past the year {last_year}", last_year=LAST_YEAR), "budget")


def _kept_inside(spans: list[Span], instant: int) -> int:
    for opens, closes in spans:
        if instant <= closes:
            return max(opens, instant)
    return spans[-1][1]

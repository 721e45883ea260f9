"""Budgets of whole business days: the same wall-clock time, some days on which the calendar opens later."""

from datetime import datetime

from firsthand.domain.calendars.errors import CalendarError, OutsideSupportedYears
from firsthand.domain.calendars.instants import (
    DAY,
    END_OF_INSTANTS,
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


def due_business_days(working_time: WorkingTime, start: datetime, days: int) -> datetime:
    """The same local time on the days-th following business day, in UTC, kept inside that day's hours.

    A business day is a calendar day with open time of its own (the night after it included). A start in closed
    time first moves to the next opening. Where the day is closed at that time the due moves to the day's next
    opening, or to its last close when none follows. A local time that a zone skips is the first instant after the
    gap; one that happens twice is the first. CalendarError for fewer than one day.
    """
    if days < 1:
        raise CalendarError("bad_budget", f"budget: {days} business days; expected at least 1", "budget")
    opening = working_time.next_opening_us(instant_of(start))
    local = opening + offset_at(working_time.calendar.zone, opening)
    day = _day_that_owns(working_time, local)
    since_midnight = local - local_midnight(day)
    for _ in range(days):
        day, spans = _next_business_day(working_time, day)
    return datetime_of(_kept_inside(spans, _first_showing(working_time, local_midnight(day) + since_midnight)))


def _day_that_owns(working_time: WorkingTime, local: int) -> int:
    """The day whose hours an open wall-clock reading belongs to: its own, or the one before for a night's tail."""
    today = ordinal_of(local)
    if any(opens <= local < closes for opens, closes in working_time.days.started_on(today)):
        return today
    return today - 1


def _next_business_day(working_time: WorkingTime, day: int) -> tuple[int, list[Span]]:
    while True:
        day += 1
        if local_midnight(day) + 2 * DAY > END_OF_INSTANTS:
            raise OutsideSupportedYears(
                f"calendar {working_time.calendar.name}: the business days run past the year {LAST_YEAR}", "budget"
            )
        own = working_time.days.started_on(day)
        if not own:
            continue
        spans: list[Span] = []
        for begin, end, offset in _offsets_around(working_time, local_midnight(day)):
            clipped = ((max(opens - offset, begin), min(closes - offset, end)) for opens, closes in own)
            spans.extend(span for span in clipped if span[0] < span[1])
        if spans:  # else the zone skipped the whole day
            return day, spans


def _first_showing(working_time: WorkingTime, local: int) -> int:
    """The first instant at which the wall clock shows that reading, or the first after it was skipped."""
    for begin, end, offset in _offsets_around(working_time, local):
        instant = max(begin, local - offset)
        if instant < end:
            return instant
    raise OutsideSupportedYears(f"the business days run past the year {LAST_YEAR}", "budget")


def _kept_inside(spans: list[Span], instant: int) -> int:
    for opens, closes in spans:
        if instant <= closes:
            return max(opens, instant)
    return spans[-1][1]


def _offsets_around(working_time: WorkingTime, local: int) -> list[tuple[int, int, int]]:
    last = year_of(min(local + 2 * DAY, END_OF_INSTANTS - 1))
    return offset_spans(working_time.calendar.zone, max(year_of(local) - 1, FIRST_YEAR), last)

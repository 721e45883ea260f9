"""Reading what people type about their work: `mon-thu 09:00-17:00; fri 09:00-13:00`, and days away."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from firsthand.domain.calendars import CalendarError, Window, zone_named
from firsthand.domain.calendars.hours import WEEKDAYS, parse_weekly
from firsthand.domain.errors import Invalid
from firsthand.domain.rosters.presence import Absence
from firsthand.domain.sentences import say

LONGEST_AWAY = timedelta(days=731)
NO_WORK = "none"


@lru_cache(maxsize=1024)
def read_hours(text: str) -> tuple[tuple[Window, ...], ...]:
    """Seven days of windows, Monday first. `none` is a week without work. Raises Invalid on `hours`."""
    if text.strip().lower() == NO_WORK:
        return ((),) * 7
    week: dict[str, str] = {}
    for part in text.replace("\n", ";").split(";"):
        days, _space, hours = part.strip().partition(" ")
        if days and days in week:
            raise Invalid(
                "hours_wrong",
                say("{days} is named more than once.", days=days),
                field="hours",
            )
        if days:
            week[days] = hours.strip()
    if not week:
        raise Invalid(
            "hours_missing",
            say("Say your hours, such as mon-fri 09:00-17:00."),
            field="hours",
        )
    try:
        return parse_weekly(week, "hours")
    except CalendarError as error:
        raise Invalid("hours_wrong", error.message, field="hours") from error


def hours_text(weekly: tuple[tuple[Window, ...], ...]) -> str:
    """A week as `read_hours` reads it, the same for every way in which it was typed."""
    lines: list[tuple[int, int, str]] = []
    for day, windows in enumerate(weekly):
        said = ", ".join(map(str, windows))
        if lines and lines[-1][2] == said:
            lines[-1] = (lines[-1][0], day, said)
        else:
            lines.append((day, day, said))
    parts = [f"{_days(first, last)} {said}" for first, last, said in lines if said]
    return "; ".join(parts) or NO_WORK


def _days(first: int, last: int) -> str:
    return WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]}-{WEEKDAYS[last]}"


def read_day(text: str, *, field: str) -> date:
    """A day as a form sends it. Raises Invalid on `field`."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = None
    if day is None or not date(2000, 1, 1) <= day <= date(2099, 12, 31):
        raise Invalid("day_wrong", say("Expected a day such as 2026-03-02."), field=field)
    return day


def read_days_away(first: str, last: str, *, zone: str) -> Absence:
    """From the first day's midnight until the end of the last day, in a zone. Raises Invalid."""
    begins, ends = read_day(first, field="first"), read_day(last, field="last")
    if ends < begins:
        raise Invalid("days_turned", say("The last day is before the first."), field="last")
    if ends - begins > LONGEST_AWAY:
        raise Invalid("away_long", say("Time off may last two years at most."), field="last")
    return Absence(from_at=_midnight(begins, zone), to_at=_midnight(ends + timedelta(days=1), zone))


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), zone_named(zone)).astimezone(UTC)

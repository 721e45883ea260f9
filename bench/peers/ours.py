"""Firsthand, asked as its peers are."""

from datetime import datetime, timedelta

from bench.peers.values import Desk, Due, Elapsed
from firsthand.domain.calendars import WorkingTime, parse_calendar
from firsthand.domain.calendars.opening import opening_days

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def working_time_of(desk: Desk) -> WorkingTime:
    """The desk compiled anew, so that figures do not depend on what ran before."""
    hours = ", ".join(f"{opens}-{closes}" for opens, closes in desk.windows)
    calendar = parse_calendar(
        "desk",
        {
            "zone": desk.zone,
            "weekly": {_WEEKDAYS[day]: hours for day in desk.days},
            "holidays": [{"date": day, "name": "closed"} for day in desk.holidays],
        },
    )
    return WorkingTime(calendar, opening_days(calendar))


def due(desk: Desk) -> Due:
    """Due instants, one by one."""
    hours = working_time_of(desk)

    def due_at(start: datetime, budget: timedelta) -> datetime:
        return hours.due(start, budget)

    return due_at


def elapsed(desk: Desk) -> Elapsed:
    """Elapsed time, one by one."""
    hours = working_time_of(desk)

    def spent(start: datetime, end: datetime) -> timedelta:
        return hours.elapsed(start, end)

    return spent

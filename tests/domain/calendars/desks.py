"""The calendars and instants that the tests of working time talk about."""

from datetime import datetime
from zoneinfo import ZoneInfo

from firsthand.domain.calendars import WorkingTime, parse_calendar, working_time

PACIFIC = ZoneInfo("America/Los_Angeles")


def desk(zone: str = "America/Los_Angeles", /, **mapping: object) -> WorkingTime:
    """A compiled calendar from its mapping."""
    return working_time(parse_calendar("desk", {"zone": zone, **mapping}))


def at(text: str, zone: str = "America/Los_Angeles") -> datetime:
    """The instant at which the zone's wall clock shows a text such as 2021-08-06 16:45 (the first time)."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def office() -> WorkingTime:
    """09:00 to 17:00 Pacific, Monday to Friday, as the contract table had it."""
    return desk(weekly={"mon-fri": "09:00-17:00"})


def support() -> WorkingTime:
    """02:00 to 17:00 Pacific, Monday to Friday (S18)."""
    return desk(weekly={"mon-fri": "02:00-17:00"})

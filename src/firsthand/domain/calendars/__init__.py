"""Calendars: named opening hours in an IANA zone, and exact working-time arithmetic on them (S18-S22, A1-A14)."""

from firsthand.domain.calendars.budgets import Budget, BudgetUnit, due_of, due_of_us, parse_budget
from firsthand.domain.calendars.business_days import due_business_days
from firsthand.domain.calendars.errors import CalendarError, NeverOpens, OutsideSupportedYears
from firsthand.domain.calendars.parsing import parse_calendar
from firsthand.domain.calendars.values import (
    AlsoWritten,
    Calendar,
    CalendarVersion,
    DatedException,
    Holiday,
    HolidaysClose,
    Interval,
    Window,
)
from firsthand.domain.calendars.working_time import WorkingTime, working_time
from firsthand.domain.calendars.zones import tzdata_version, zone_named

ALWAYS_OPEN = working_time(parse_calendar("always open", {"zone": "UTC", "always_open": True}))
"""Every hour of every day."""

__all__ = [
    "ALWAYS_OPEN",
    "AlsoWritten",
    "Budget",
    "BudgetUnit",
    "Calendar",
    "CalendarError",
    "CalendarVersion",
    "DatedException",
    "Holiday",
    "HolidaysClose",
    "Interval",
    "NeverOpens",
    "OutsideSupportedYears",
    "Window",
    "WorkingTime",
    "due_business_days",
    "due_of",
    "due_of_us",
    "parse_budget",
    "parse_calendar",
    "tzdata_version",
    "working_time",
    "zone_named",
]

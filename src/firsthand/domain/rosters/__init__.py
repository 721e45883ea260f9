"""People at work: their weekly hours, the time they are away, and so who is on duty at an instant."""

from firsthand.domain.rosters.presence import (
    Absence,
    OnDuty,
    Presence,
    Turn,
    WorkingWeek,
    WorkState,
    at_work_between,
    on_duty,
    presence,
)
from firsthand.domain.rosters.reading import hours_text, read_day, read_days_away, read_hours

__all__ = [
    "Absence",
    "OnDuty",
    "Presence",
    "Turn",
    "WorkState",
    "WorkingWeek",
    "at_work_between",
    "hours_text",
    "on_duty",
    "presence",
    "read_day",
    "read_days_away",
    "read_hours",
]

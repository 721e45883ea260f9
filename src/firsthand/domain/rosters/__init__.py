"""People at work: their weekly hours, the time they are away, who is on duty and so who should take a ticket."""

from firsthand.domain.rosters.covering import gaps_between
from firsthand.domain.rosters.presence import (
    Absence,
    AwayBy,
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
from firsthand.domain.rosters.suggesting import Candidate, Suggested, Suggestion, suggest

__all__ = [
    "Absence",
    "AwayBy",
    "Candidate",
    "OnDuty",
    "Presence",
    "Suggested",
    "Suggestion",
    "Turn",
    "WorkState",
    "WorkingWeek",
    "at_work_between",
    "gaps_between",
    "hours_text",
    "on_duty",
    "presence",
    "read_day",
    "read_days_away",
    "read_hours",
    "suggest",
]

"""Time away that a calendar tells of: which of its events count, and when they are where somebody lives."""

from firsthand.domain.absences.counting import AWAY_TITLES, CalendarEvent, Counts, counts
from firsthand.domain.absences.sources import AbsenceSource, away_by, pause_after
from firsthand.domain.absences.stretches import MOST_STRETCHES, AwayStretch, absence_of, joined

__all__ = [
    "AWAY_TITLES",
    "MOST_STRETCHES",
    "AbsenceSource",
    "AwayStretch",
    "CalendarEvent",
    "Counts",
    "absence_of",
    "away_by",
    "counts",
    "joined",
    "pause_after",
]

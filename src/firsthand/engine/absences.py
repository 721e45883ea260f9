"""Calendars that say when people are away are read again when it is their turn."""

from datetime import datetime

from firsthand.services.absences.following import read_due

A_ROUND = 2
"""So few, because each may take its server half a minute."""


def round(now: datetime) -> int:
    """Read some that are due; how many."""
    return read_due(now=now, limit=A_ROUND)

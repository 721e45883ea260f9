"""What was given to consider ends at its instant."""

from datetime import datetime

from firsthand.services.considerations.actions import expire_due

A_ROUND = 200


def round(now: datetime) -> int:
    """End what is past its end by now; how many."""
    return expire_due(now=now, limit=A_ROUND)

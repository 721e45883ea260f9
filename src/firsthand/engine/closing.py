"""Solved tickets that the book closes by itself."""

from datetime import datetime

from firsthand.services.tickets.actions.status import close_due

A_ROUND = 200


def round(now: datetime) -> int:
    """Close what was solved long enough ago; how many tickets."""
    return close_due(now=now, limit=A_ROUND)

"""Tickets whose state changes by itself, as the book says: what was solved closes, what waits is solved."""

from datetime import datetime

from firsthand.services.tickets.actions.status import move_due

A_ROUND = 200


def round(now: datetime) -> int:
    """Move what has stood long enough as it is; how many tickets."""
    return move_due(now=now, limit=A_ROUND)

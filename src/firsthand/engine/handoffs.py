"""Offers that nobody answered in time end, and provisional work that is over offers itself to whoever owns it."""

from datetime import datetime

from firsthand.services.tickets.actions.offers_due import expire_due
from firsthand.services.tickets.actions.provisional import offer_due

A_ROUND = 200


def round(now: datetime) -> int:
    """Do what is due by now; for how many tickets."""
    return expire_due(now=now, limit=A_ROUND) + offer_due(now=now, limit=A_ROUND)

"""Clocks whose next instant has come: warn, breach at the due instant, escalate."""

from datetime import datetime

from firsthand.services.timers.firing import fire_due

A_ROUND = 200


def round(now: datetime) -> int:
    """Fire what is due by `now`; how many clocks. Each is claimed in a small transaction of its own."""
    return fire_due(now=now, limit=A_ROUND)

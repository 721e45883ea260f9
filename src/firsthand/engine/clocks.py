"""Clocks whose next instant has come: warn, breach at the due instant, escalate."""

from datetime import datetime

from firsthand.services.clocks.firing import fire_due

A_ROUND = 200


def round(now: datetime) -> int:  # noqa: A001 - every part has one
    """Fire what is due by `now`; how many clocks. Each in its own small transaction, claimed by a conditional update."""
    return fire_due(now=now, limit=A_ROUND)

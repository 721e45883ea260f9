"""Deviations for one account whose review is due."""

from datetime import datetime

from firsthand.services.policy.exceptions import remind_of_reviews


def round(now: datetime) -> int:
    """Tell the owners of the rules, once each; how many were told."""
    return remind_of_reviews(now=now)

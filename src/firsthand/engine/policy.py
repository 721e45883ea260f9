"""Open clocks follow the book: when an amendment becomes known, and when a dated change takes force. Deviations for one
account are looked at first, also once by each new process: a book may have been published by an earlier version."""

from datetime import datetime

from firsthand.services.timers.book import (
    Watermark,
    bring_exceptions_to_book,
    bring_other_subjects_to_book,
    bring_to_book,
    reached,
    watermark_to_reach,
)
from firsthand.services.timers.names import bring_names_to_book

A_ROUND = 200


class FollowedBook:
    """Brings open clocks to the book in rounds. What this process did so far is only remembered: a new process begins
    again with the first ticket, and finds nothing to change on those that were done."""

    def __init__(self) -> None:
        self._watermark: Watermark | None = None
        self._after = 0
        self._began = False
        self._since: datetime | None = None

    def round(self, now: datetime) -> int:
        """Bring the clocks of the next tickets; how many tickets were looked at. Nothing while the book stays."""
        watermark = watermark_to_reach(now=now)
        is_new = watermark is not None and watermark != self._watermark
        if is_new or not self._began:
            bring_names_to_book(now=now)
            bring_exceptions_to_book(now=now)
            bring_other_subjects_to_book(now=now)
            self._began = True
        if watermark is None:
            return 0
        if is_new:
            self._watermark, self._after, self._since = watermark, 0, now
        looked_at = bring_to_book(now=now, after=self._after, limit=A_ROUND)
        if looked_at:
            self._after = looked_at[-1]
        else:
            reached(watermark, since=self._since, now=now)
        return len(looked_at)

"""Between instants and the readings of a zone's wall clock, for whole columns."""

import numpy as np
from numpy.typing import NDArray

from firsthand.domain.calendars.instants import END_OF_INSTANTS, FIRST_INSTANT, year_of
from firsthand.domain.calendars.zones import offset_spans

Int64s = NDArray[np.int64]
Flags = NDArray[np.bool_]
NEVER = np.iinfo(np.int64).min  # an instant that a row does not have


class WallClock:
    """The offsets of one zone over the years of some instants (microseconds), as arrays."""

    def __init__(self, zone: str, first: int, last: int) -> None:
        low, high = (year_of(min(max(at, FIRST_INSTANT), END_OF_INSTANTS - 1)) for at in (first, last))
        spans = offset_spans(zone, low - 1, high + 1)
        self._begins = np.array([begin for begin, _, _ in spans], dtype=np.int64)
        self._ends = np.array([end for _, end, _ in spans], dtype=np.int64)
        self._offsets = np.array([offset for _, _, offset in spans], dtype=np.int64)

    def local(self, instants: Int64s) -> Int64s:
        """What the wall clock shows at each instant, in microseconds since 1970-01-01 00:00 of that clock."""
        return instants + self._offsets[self._span(self._begins, instants)]

    def instants(self, local: Int64s) -> Int64s:
        """The first instant at which the wall clock shows each reading, or the first after it was skipped."""
        last_shown = self._ends + self._offsets
        span: Int64s = np.searchsorted(last_shown, local, side="right").clip(0, len(self._ends) - 1)
        # The reading may have been shown before, at the end of an earlier span: look one span back.
        earlier = (span - 1).clip(0)
        shown_before = local < self._ends[earlier] + self._offsets[earlier]
        span = np.where(shown_before, earlier, span)
        return np.asarray(np.maximum(self._begins[span], local - self._offsets[span]), dtype=np.int64)

    @staticmethod
    def _span(begins: Int64s, instants: Int64s) -> Int64s:
        found: Int64s = (np.searchsorted(begins, instants, side="right") - 1).clip(0, len(begins) - 1)
        return found

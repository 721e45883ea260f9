"""Readings of a zone's wall clock as instants, for columns."""

import numpy as np

from firsthand.domain.calendars.instants import datetime_of
from firsthand.domain.calendars.zones import offset_spans
from firsthand.workbench.history.categories import Bools, Int64s


def instants_of_readings(zone: str, readings: Int64s) -> Int64s:
    """The instant of each reading (microseconds on the line of the wall clock).

    A reading that the clock shows twice is the first of the two; one that it skips is what it would have been by the
    offset before the gap, as Python reads it.
    """
    if not len(readings):
        return readings.copy()
    first, last = datetime_of(int(readings.min())).year, datetime_of(int(readings.max())).year
    spans = offset_spans(zone, first - 1, last + 1)
    offsets = np.array([offset for _, _, offset in spans], dtype=np.int64)
    begins = np.array([begin + offset for begin, _, offset in spans], dtype=np.int64)
    ends = np.array([end + offset for _, end, offset in spans], dtype=np.int64)
    places = np.minimum(np.searchsorted(ends, readings, side="right"), len(spans) - 1)
    skipped = readings < begins[places]
    instants: Int64s = readings - offsets[np.maximum(places - skipped, 0)]
    return instants


def has_offset_of(zone: str, instants: Int64s, readings: Int64s) -> Bools:
    """Whether the zone's clock shows each reading at its instant."""
    if not len(instants):
        return np.empty(0, dtype=np.bool_)
    spans = offset_spans(zone, datetime_of(int(instants.min())).year, datetime_of(int(instants.max())).year)
    begins = np.array([begin for begin, _, _ in spans], dtype=np.int64)
    offsets = np.array([offset for _, _, offset in spans], dtype=np.int64)
    shown: Bools = instants + offsets[np.searchsorted(begins, instants, side="right") - 1] == readings
    return shown

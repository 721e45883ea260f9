"""Whether what a rule leaves open follows a pattern: some hours of the week, or a time of the log.

Noise hits any request. Where the requests that a rule misses lie together, it is not the whole policy: the hours are
others on those days, or changed. As everywhere, bits decide: a pattern is there when saying which stretch it is, and
the share of hits in and out of it, takes less than saying one share.
"""

from collections.abc import Iterator

import numpy as np

from firsthand.domain.calendars.instants import DAY, SECOND
from firsthand.workbench.mining.hours import WEEK
from firsthand.workbench.mining.lengths import Floats
from firsthand.workbench.mining.rules import Seen
from firsthand.workbench.mining.wall_clock import Flags, Int64s

_HOUR = 3600 * SECOND
_TIMES = 60  # parts of the log


def follow_a_pattern(seen: Seen, rows: Int64s, hits: Flags) -> bool:
    """Whether the rows that were not hit lie together, by when they came: when they end is what may be noise."""
    return any(saved_by_a_stretch(cells, hits) > 0 for cells in _views(seen, rows))


def _views(seen: Seen, rows: Int64s) -> Iterator[Int64s]:
    """For each view of time the place in it of each row."""
    local = seen.received_local[rows]
    yield local % DAY // _HOUR
    yield (local + 3 * DAY) % (WEEK * DAY) // _HOUR
    yield (local + 6 * DAY) % (WEEK * DAY) // _HOUR  # with the weekend in its middle
    order = np.argsort(local, kind="stable")
    times = np.empty(len(rows), dtype=np.int64)
    times[order] = np.arange(len(rows)) * _TIMES // max(len(rows), 1)
    yield times


def saved_by_a_stretch(cells: Int64s, hits: Flags) -> float:
    """The bits that saying the share of hits of the best stretch of cells for itself saves."""
    if hits.all() or not hits.any():
        return 0.0
    of = np.append(0, np.cumsum(np.bincount(cells))).astype(np.float64)
    hit = np.append(0.0, np.cumsum(np.bincount(cells, weights=hits)))
    begins, ends = np.triu_indices(len(of), 1)
    inside, hit_inside = of[ends] - of[begins], hit[ends] - hit[begins]
    parted = _bits(hit_inside, inside) + _bits(hit[-1] - hit_inside, of[-1] - inside)
    whole = _bits(hit[-1:], of[-1:])[0]
    return float(whole - parted.min() - np.log2(len(begins)) - np.log2(len(cells)))


def _bits(hit: Floats, of: Floats) -> Floats:
    share = (hit + 0.5) / (of + 1)
    found: Floats = -(hit * np.log2(share) + (of - hit) * np.log2(1 - share))
    return found

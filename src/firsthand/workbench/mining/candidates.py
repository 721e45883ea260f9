"""Which calendars are worth trying: worked days and window edges that the observations themselves show.

Edges of windows show in three ways: many ends at one time of day (what came outside the hours is due at an opening,
or at a close), a time of day of arrival at which this begins or stops, and the ends of the part of the day in which
ends lie at all. Every pair of edges is a candidate; the description length chooses.
"""

from collections import Counter
from itertools import combinations

import numpy as np

from firsthand.domain.calendars.instants import DAY, SECOND
from firsthand.workbench.mining.hours import ALL_DAYS, DAY_SECONDS, WEEK, Hours
from firsthand.workbench.mining.lengths import Floats
from firsthand.workbench.mining.rates import busiest, runs_of
from firsthand.workbench.mining.rules import MINUTE, Seen
from firsthand.workbench.mining.wall_clock import Flags, Int64s

_MINUTES = 1440
_FEWEST = 20  # rows that a group needs before its weekdays say anything
RARE = 0.1  # of an even share: so few ends on a weekday are noise
SELDOM = 0.4  # the same, where there is much noise
_DAY_PATTERNS = 3
_PEAKS = 6
_NEAR_ENOUGH = 120  # seconds
_EDGES = 12
_WINDOWS = 3  # in a day, at most
QUARTER = 15
QUARTER_SECONDS = QUARTER * 60
USUAL = 3.0  # times the median of the quarters that see any
_LARGEST = 5  # groups, beside all together, whose part of the day is looked at


def candidate_hours(seen: Seen) -> list[Hours]:
    """Calendars to try, the always open one not among them."""
    rows = seen.near
    if not rows.any():
        return []
    windows: list[tuple[tuple[int, int], ...]] = [
        ((opens, closes),) for opens, closes in combinations(window_edges(seen), 2) if closes - opens >= QUARTER * 60
    ]
    windows += [part for part in _parts_of_day(seen) if 1 < len(part) <= _WINDOWS]
    return [
        Hours(days=days, windows=window)
        for days in worked_days(seen)
        for window in dict.fromkeys(windows)
        if len(days) < WEEK or window != ((0, DAY_SECONDS),)
    ]


def worked_days(seen: Seen) -> list[tuple[int, ...]]:
    """The sets of weekdays on which the ends of a group lie, those of most rows first; all days is always one."""
    weekday = (seen.ended_local // DAY + 3) % WEEK
    codes = seen.observations.group.codes
    groups = int(codes.max()) + 1 if len(codes) else 0
    counts = np.bincount(codes[seen.near] * WEEK + weekday[seen.near], minlength=groups * WEEK).reshape(groups, WEEK)
    votes: Counter[tuple[int, ...]] = Counter()
    for row in [*counts, counts.sum(axis=0)]:
        if row.sum() >= _FEWEST:
            for few in (RARE, SELDOM):
                worked = tuple(np.flatnonzero(row >= few * row.sum() / WEEK).tolist())
                votes[worked] += int(row.sum())
    found = [days for days, _ in votes.most_common(_DAY_PATTERNS)]
    return [*found, *([] if ALL_DAYS in found else [ALL_DAYS])]


def window_edges(seen: Seen) -> list[int]:
    """Times of day, in seconds, at which a window may open or close, midnight to midnight included."""
    of_day = seen.ended_local[seen.near] % DAY
    moved = _moved_in_time_of_day(seen)
    peaks = _peaks(of_day[moved[seen.near]])
    edges = Counter[int]()
    for peak, count in peaks.items():
        edges[_rounded(peak)] += count
        for turn in _turns(seen, peak):
            edges[_rounded(turn)] += count
    for part in _parts_of_day(seen):
        for edge in (part[0][0], part[-1][1]):
            edges[edge] += _FEWEST
    best = [edge for edge, _ in edges.most_common(_EDGES)]
    return sorted({0, DAY_SECONDS, *best})


def _rounded(edge: int) -> int:
    """The quarter of an hour next to a time of day that is only a minute or two off it: arrivals are seldom exact."""
    nearest = round(edge / QUARTER_SECONDS) * QUARTER_SECONDS
    return nearest if abs(nearest - edge) <= _NEAR_ENOUGH else edge


def _moved_in_time_of_day(seen: Seen) -> Flags:
    """Which rows end at another time of day than they came."""
    off = np.abs(seen.ended_local % DAY - seen.received_local % DAY)
    return np.asarray(seen.near & (np.minimum(off, DAY - off) > seen.tolerance), dtype=np.bool_)


def _peaks(of_day: Int64s) -> dict[int, int]:
    """Times of day in seconds at which far more ends lie than around them, with how many."""
    if not len(of_day):
        return {}
    seconds = np.bincount(of_day // SECOND, minlength=DAY_SECONDS)
    found: dict[int, int] = {}
    minutes = seconds.reshape(_MINUTES, 60)
    totals = minutes.sum(axis=1)
    around = np.convolve(np.concatenate([totals[-30:], totals, totals[:30]]), np.ones(61), mode="same")[30:-30]
    for minute in np.argsort(totals)[::-1][:_PEAKS].tolist():
        count = int(totals[minute])
        elsewhere = (float(around[minute]) - count) / 60
        if count >= _FEWEST / 4 and count > 5 * elsewhere + 3:
            nearest = minute + (int(np.argmax(minutes[minute])) + 30) // 60
            found[nearest * 60] = found.get(nearest * 60, 0) + count
    return found


def _turns(seen: Seen, peak: int) -> list[int]:
    """Times of day of arrival at which rows begin or stop to end at the peak: the best two cuts of the day."""
    minute = (seen.received_local[seen.near] % DAY) // MINUTE
    off = np.abs(seen.ended_local[seen.near] % DAY - peak * SECOND)
    at_peak = np.minimum(off, DAY - off) <= seen.tolerance
    every = np.bincount(minute, minlength=_MINUTES).astype(np.float64)
    hits = np.bincount(minute[at_peak], minlength=_MINUTES).astype(np.float64)
    turns: list[int] = []
    low, high = 0, _MINUTES
    for _ in range(2):
        cut = _best_cut(hits[low:high], every[low:high])
        if cut is None:
            break
        turns.append((low + cut) * 60)
        # Look for the second turn on the longer of the two sides.
        low, high = (low + cut, high) if high - low - cut > cut else (low, low + cut)
    return turns


def _best_cut(hits: Floats, every: Floats) -> int | None:
    """The minute that best parts two rates of hits (largest gain in likelihood); None where one rate says as much."""
    if len(hits) < 2:
        return None
    before_hits, before = np.cumsum(hits)[:-1], np.cumsum(every)[:-1]
    after_hits, after = hits.sum() - before_hits, every.sum() - before

    def bits(hit: Floats, of: Floats) -> Floats:
        share = (hit + 0.5) / (of + 1)
        return -(hit * np.log2(share) + (of - hit) * np.log2(1 - share))

    whole = bits(np.array([hits.sum()]), np.array([every.sum()]))[0]
    gain = whole - bits(before_hits, before) - bits(after_hits, after)
    best = int(np.argmax(gain))
    return best + 1 if gain[best] > np.log2(_MINUTES) else None


def _parts_of_day(seen: Seen) -> list[tuple[tuple[int, int], ...]]:
    """The parts of the day in which ends lie, of all rows and of the largest groups: the busy part, and where gaps of
    a quarter of an hour or more break it, its pieces.

    Ends may be a little early, so they count for the quarter that begins within the tolerance. No quarter counts for
    more than a few times a usual one: what gathers at an opening says nothing about how long the day is.
    """
    codes = seen.observations.group.codes
    sizes = np.bincount(codes[seen.near])
    largest = [int(code) for code in np.argsort(sizes, kind="stable")[::-1][:_LARGEST] if sizes[code] >= _FEWEST]
    quarters = (seen.ended_local + seen.tolerance) % DAY // (QUARTER * MINUTE)
    found: dict[tuple[tuple[int, int], ...], None] = {}
    for rows in (seen.near, *(seen.near & (codes == code) for code in largest)):
        counts = np.bincount(quarters[rows], minlength=_MINUTES // QUARTER).astype(np.float64)
        counts = np.minimum(counts, USUAL * np.median(counts[counts > 0]))
        begin, end = busiest(counts)
        inside = counts[begin:end]
        pieces = [(begin + first, begin + last) for first, last in runs_of(inside > RARE * inside.mean())]
        for part in ([(begin, end)], pieces):
            found[tuple((first * QUARTER_SECONDS, last * QUARTER_SECONDS) for first, last in part)] = None
    return [part for part in found if part]

"""The busy part of a day, the stretch that parts it into a busy and a quiet rate with the greatest likelihood; and when
the times of day or of the week at which things happen become others."""

import numpy as np

from firsthand.domain.calendars.instants import DAY
from firsthand.workbench.mining.hours import WEEK
from firsthand.workbench.mining.lengths import Floats
from firsthand.workbench.mining.wall_clock import Flags, Int64s

_HOURS = 24


def quietest(counts: Floats, width: int) -> int:
    """The middle of the stretch of so many cells of a day with least in them, which may lie over midnight."""
    around = np.convolve(np.concatenate([counts, counts[:width]]), np.ones(width), mode="valid")[: len(counts)]
    return (int(np.argmin(around)) + width // 2) % len(counts)


def busiest(counts: Floats) -> tuple[int, int]:
    """The half-open range of bins whose rate is higher than that of the rest, by the greatest likelihood."""
    size = len(counts)
    sums = np.append(0.0, np.cumsum(counts))
    begins, ends = np.triu_indices(size + 1, 1)
    inside, length = sums[ends] - sums[begins], (ends - begins).astype(np.float64)
    outside, rest = sums[-1] - inside, size - length
    likelihood = _log_rate(inside, length) + _log_rate(outside, rest)
    busier = inside * rest >= outside * length
    best = int(np.argmax(np.where(busier, likelihood, -np.inf)))
    return int(begins[best]), int(ends[best])


def likelihood(counts: Floats, begin: int, end: int) -> float:
    """The log-likelihood of one rate in a range of bins and another outside of it, but for what is the same for all."""
    inside, length = counts[begin:end].sum(), end - begin
    sums, lengths = (
        np.array([inside, counts.sum() - inside]),
        np.array([length, len(counts) - length], dtype=np.float64),
    )
    return float(_log_rate(sums, lengths).sum())


def _log_rate(count: Floats, length: Floats) -> Floats:
    """The largest log-likelihood of a constant rate, but for what is the same for all."""
    rate = np.maximum(count, 1e-12) / np.maximum(length, 1e-12)
    return np.where(count > 0, count * np.log(rate), 0.0)


def runs_of(flags: Flags) -> list[tuple[int, int]]:
    """The half-open runs of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]


def parting(local: Int64s, fewest: int) -> int | None:
    """The place in readings of the wall clock, in the order given, from which on they lie at other hours of the day, or
    on other weekdays, with at least so many on each side; None where saying so saves no bits."""
    if len(local) < 2 * fewest:
        return None
    best: tuple[float, int] | None = None
    for cells, size in ((local % DAY // (DAY // _HOURS), _HOURS), ((local // DAY + 3) % WEEK, WEEK)):
        before = np.cumsum(cells[:, None] == np.arange(size), axis=0).astype(np.float64)
        gain = _spread(before[-1:])[0] - _spread(before) - _spread(before[-1] - before)
        gain -= (size - 1) * np.log2(len(local)) / 2 + np.log2(len(local))
        place = int(np.argmax(gain[fewest - 1 : -fewest])) + fewest - 1
        if gain[place] > 0 and (best is None or gain[place] > best[0]):
            best = (float(gain[place]), place + 1)
    return best[1] if best else None


def _spread(counts: Floats) -> Floats:
    """The bits of saying for each in which cell it lies."""
    total = counts.sum(axis=1)
    of_cells = (counts * np.log2(np.maximum(counts, 1))).sum(axis=1)
    found: Floats = total * np.log2(np.maximum(total, 1)) - of_cells
    return found

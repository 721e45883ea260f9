"""The busy part of a day: the stretch that parts it into a busy and a quiet rate with the greatest likelihood."""

import numpy as np

from firsthand.workbench.mining.lengths import Floats
from firsthand.workbench.mining.wall_clock import Flags


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


def _log_rate(count: Floats, length: Floats) -> Floats:
    """The largest log-likelihood of a constant rate, but for what is the same for all."""
    rate = np.maximum(count, 1e-12) / np.maximum(length, 1e-12)
    return np.where(count > 0, count * np.log(rate), 0.0)


def runs_of(flags: Flags) -> list[tuple[int, int]]:
    """The half-open runs of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]

"""Counts by name that add up: those of two parts of a history give those of the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.workbench.history import Int64s


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """A row of counts for each name. The counts of a name may have any shape, the same for all."""

    names: tuple[str, ...]
    counts: Int64s

    def __getitem__(self, name: str) -> Int64s:
        row: Int64s = self.counts[self.names.index(name)]
        return row

    def merged(self, other: "Table") -> "Table":
        """The counts of both, names in the order of this one first."""
        if self.names == other.names:
            return Table(names=self.names, counts=self.counts + other.counts)
        places = {name: place for place, name in enumerate(self.names)}
        for name in other.names:
            places.setdefault(name, len(places))
        counts = np.zeros((len(places), *self.counts.shape[1:]), dtype=np.int64)
        counts[: len(self.names)] = self.counts
        counts[[places[name] for name in other.names]] += other.counts
        return Table(names=tuple(places), counts=counts)

    def filled(self) -> "Table":
        """Without the names that count nothing."""
        some = np.flatnonzero(self.counts.reshape(len(self.names), -1).any(axis=1))
        names = tuple(self.names[place] for place in some.tolist())
        return Table(names=names, counts=self.counts[some])


def counted(
    codes: np.ndarray[tuple[int], np.dtype[np.integer]],
    values: np.ndarray[tuple[int], np.dtype[np.integer]],
    names: int,
    kinds: int,
) -> Int64s:
    """How often each value (0 to `kinds`) comes with each code (0 to `names`, as a table)."""
    key = codes.astype(np.int64) * kinds + values
    return np.bincount(key, minlength=names * kinds).reshape(names, kinds).astype(np.int64)


def shares(amounts: Sequence[int], parts: int = 1000) -> list[int]:
    """Each amount's share of the sum in `parts`, by largest remainder: the shares add up to `parts` exactly, or are
    all 0 where there is nothing to share."""
    total = sum(amounts)
    if total <= 0:
        return [0] * len(amounts)
    found = [amount * parts // total for amount in amounts]
    rests = sorted(range(len(amounts)), key=lambda place: (-(amounts[place] * parts % total), place))
    for place in rests[: parts - sum(found)]:
        found[place] += 1
    return found


def added(parts: Iterable[dict[str, int]]) -> dict[str, int]:
    """Sums by name."""
    total: dict[str, int] = {}
    for part in parts:
        for name, amount in part.items():
            total[name] = total.get(name, 0) + amount
    return total

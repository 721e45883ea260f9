"""What was observed: when requests came, when they were due or done, and what else is known about each."""

from dataclasses import dataclass

import numpy as np

from firsthand.workbench.mining.wall_clock import NEVER, Flags, Int64s


@dataclass(frozen=True, kw_only=True)
class Labels:
    """A column of names as codes: row i has the name `names[codes[i]]`."""

    name: str
    codes: Int64s
    names: tuple[str, ...]

    def take(self, rows: Int64s | Flags) -> "Labels":
        return Labels(name=self.name, codes=self.codes[rows], names=self.names)


@dataclass(frozen=True, kw_only=True)
class Observations:
    """Requests as columns of equal length, in any order; instants in microseconds since the epoch.

    `ended_at` is the observed target of each request, or its observed end where practice is mined; NEVER where a
    row has none. `others` are columns that may explain what `group` alone does not.
    """

    zone: str
    received_at: Int64s
    ended_at: Int64s
    group: Labels
    others: tuple[Labels, ...] = ()

    def __len__(self) -> int:
        return len(self.received_at)

    @property
    def has_end(self) -> Flags:
        """Which rows have a target, or an end."""
        return np.asarray(self.ended_at != NEVER, dtype=np.bool_)

    def take(self, rows: Int64s | Flags) -> "Observations":
        """The chosen rows, in the order given."""
        return Observations(
            zone=self.zone,
            received_at=self.received_at[rows],
            ended_at=self.ended_at[rows],
            group=self.group.take(rows),
            others=tuple(other.take(rows) for other in self.others),
        )

    def first_part(self, share: float) -> Flags:
        """The first `share` of each group by time received (whole rows, rounded down); ties in the order given."""
        order = np.lexsort((self.received_at, self.group.codes))
        codes = self.group.codes[order]
        starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
        sizes = np.diff(np.append(starts, len(codes)))
        place = np.arange(len(codes)) - np.repeat(starts, sizes)
        first = np.empty(len(codes), dtype=np.bool_)
        first[order] = place < np.repeat((sizes * share).astype(np.int64), sizes)
        return first


def labels(name: str, values: list[str] | tuple[str, ...]) -> Labels:
    """A column of names, coded in the order of their names."""
    names, codes = np.unique(np.array(values, dtype=object).astype(str), return_inverse=True)
    return Labels(name=name, codes=codes.astype(np.int64), names=tuple(names.tolist()))

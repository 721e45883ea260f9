"""Pauses in columns: united as `domain.clocks.pauses` unites them, and taken one rank after the other."""

from dataclasses import dataclass

import numpy as np

from firsthand.workbench.history import NAT, Bools, History, Int64s

_NEVER = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, kw_only=True, eq=False)
class United:
    """Disjoint pauses sorted by ticket row and begin, none before the ticket's start. `to_at` is NAT while one goes
    on. `first[row]` to `first[row + 1]` are those of a row."""

    from_at: Int64s
    to_at: Int64s
    first: Int64s

    def ranked(self, rank: int, rows: Int64s) -> tuple[Int64s, Int64s]:
        """Which of the rows have a pause of that rank (from 0), as places in `rows`, and which pause it is."""
        pauses = self.first[rows] + rank
        places = np.flatnonzero(pauses < self.first[rows + 1])
        return places, pauses[places]


def united(history: History, states: tuple[str, ...], starts: Int64s) -> United:
    """The pauses of a history in some states, overlaps counted once; what lies before a start is cut off."""
    pauses = history.pauses
    wanted = np.array([*(name in states for name in pauses.state.names), False])[pauses.state.codes]
    rows, from_at = pauses.rows[wanted], pauses.from_at[wanted]
    ends = np.where(pauses.to_at[wanted] == NAT, _NEVER, pauses.to_at[wanted])
    begins = np.maximum(from_at, starts[rows])
    some = ends > begins
    rows, begins, ends = rows[some], begins[some], ends[some]
    order = np.lexsort((begins, rows))
    rows, begins, ends = rows[order], begins[order], ends[order]
    reach = _reach(rows, ends)
    opens = np.ones(len(rows), dtype=np.bool_)
    opens[1:] = (rows[1:] != rows[:-1]) | (begins[1:] > reach[:-1])
    heads = np.flatnonzero(opens)
    tails = np.append(heads[1:], len(rows)) - 1
    last = reach[tails] if len(rows) else ends
    counts = np.bincount(rows[heads], minlength=len(history))
    return United(
        from_at=begins[heads],
        to_at=np.where(last == _NEVER, NAT, last),
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )


def _reach(rows: Int64s, ends: Int64s) -> Int64s:
    """How far the pauses up to each one reach, within its row."""
    if not _overlap(rows, ends):
        return ends
    sorted_ends = np.sort(ends)
    ranks = np.searchsorted(sorted_ends, ends) + rows * len(sorted_ends)  # larger in every later row
    highest: Int64s = np.maximum.accumulate(ranks)
    reach: Int64s = sorted_ends[highest - rows * len(sorted_ends)]
    return reach


def _overlap(rows: Int64s, ends: Int64s) -> bool:
    same: Bools = rows[1:] == rows[:-1]
    return bool((same & (ends[:-1] > ends[1:])).any())

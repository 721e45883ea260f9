"""Stretches of time that belong to tickets: several for one, none for another."""

from dataclasses import dataclass

import numpy as np

from firsthand.workbench.history.categories import Bools, Categories, Int64s

# Parties that are no team of ours.
CUSTOMER = "customer"
THIRD_PARTY = "third_party"
UNASSIGNED = "unassigned"


@dataclass(frozen=True, kw_only=True, eq=False)
class Spans:
    """Half-open spans `[from_at, to_at)` in microseconds, sorted by ticket row and then by `from_at`.

    `to_at` is NAT (the smallest int64) while the span goes on. `party` is who had the next step: a team's name,
    `customer`, `third_party` or `unassigned`.
    """

    rows: Int64s
    from_at: Int64s
    to_at: Int64s
    party: Categories

    def __len__(self) -> int:
        return len(self.rows)

    def select(self, rows: Int64s, of: int) -> "Spans":
        """The spans of the given ticket rows, renumbered to their places in `rows`; `of` tickets in all."""
        kept, renumbered = _kept(self.rows, rows, of)
        return Spans(rows=renumbered, from_at=self.from_at[kept], to_at=self.to_at[kept], party=self.party.select(kept))


@dataclass(frozen=True, kw_only=True, eq=False)
class Pauses(Spans):
    """Stretches in which a ticket waited. `state` is the status it waited in, as the book or our own format names
    it: a clause's `pauses_on` says whether its clock stands still in that."""

    state: Categories

    def select(self, rows: Int64s, of: int) -> "Pauses":
        """The pauses of the given ticket rows, renumbered to their places in `rows`; `of` tickets in all."""
        kept, renumbered = _kept(self.rows, rows, of)
        return Pauses(
            rows=renumbered,
            from_at=self.from_at[kept],
            to_at=self.to_at[kept],
            party=self.party.select(kept),
            state=self.state.select(kept),
        )

    def where(self, mask: Bools) -> "Pauses":
        """Some of the pauses, of the same tickets."""
        return Pauses(
            rows=self.rows[mask],
            from_at=self.from_at[mask],
            to_at=self.to_at[mask],
            party=self.party.select(mask),
            state=self.state.select(mask),
        )


def no_spans() -> Spans:
    """No span at all."""
    none = np.empty(0, dtype=np.int64)
    return Spans(rows=none, from_at=none, to_at=none, party=Categories.constant(None, 0))


def no_pauses() -> Pauses:
    """No pause at all."""
    none, nothing = np.empty(0, dtype=np.int64), Categories.constant(None, 0)
    return Pauses(rows=none, from_at=none, to_at=none, party=nothing, state=nothing)


def _kept(owners: Int64s, rows: Int64s, of: int) -> tuple[Int64s, Int64s]:
    """Which spans belong to the rows, in the order of the rows, and their new ticket rows."""
    place = np.full(of, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows), dtype=np.int64)
    renumbered = place[owners]
    kept = np.flatnonzero(renumbered >= 0)
    kept = kept[np.argsort(renumbered[kept], kind="stable")]
    return kept, renumbered[kept]

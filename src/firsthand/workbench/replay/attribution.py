"""Where the time went: the working time between receipt and resolution, each moment of it with exactly one party."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.workbench.columns import WorkingTimeColumns
from firsthand.workbench.history import NAT, UNASSIGNED, Categories, History, Int64s, Spans

_SPLIT = 1 << 20


@dataclass(frozen=True, kw_only=True, eq=False)
class Pieces:
    """The time of resolved tickets in pieces that tile it: of `rows[i]`, from `begins[i]` to `ends[i]`, with
    `parties[party[i]]`."""

    rows: Int64s
    begins: Int64s
    ends: Int64s
    party: Int64s
    parties: tuple[str, ...]


def pieces_of(history: History) -> Pieces:
    """The pieces of every resolved ticket from receipt to resolution.

    A wait is with whom it waits for, whoever has the ticket. Where nobody has it, it is unassigned; a ticket without
    any record of hands is with the team that is recorded for it. Of two spans at once the earlier counts.
    """
    ends = np.where(history.resolved_at == NAT, history.received_at, history.resolved_at)
    ends = np.maximum(ends, history.received_at)
    resolved = ends > history.received_at
    parties = _parties(history)
    plain = np.full(len(history), parties.index(UNASSIGNED), dtype=np.int64)
    handed = np.bincount(history.custody.rows, minlength=len(history)) > 0
    team = history.team.recoded(parties)
    usual = np.where(handed | (team < 0), plain, team)
    waits = _cut(history.pauses, history.received_at, ends, parties)
    hands = _cut(history.custody, history.received_at, ends, parties)
    rows = np.flatnonzero(resolved)
    none = [-1] * len(rows)
    # At one instant an end comes before a begin, so that what follows on takes over.
    events = _Events(
        rows=np.concatenate([rows, waits[0], waits[0], hands[0], hands[0], rows]),
        at=np.concatenate([history.received_at[rows], waits[2], waits[1], hands[2], hands[1], ends[rows]]),
        wait=_marks(none, [-1] * len(waits[0]), waits[3], [-2] * (2 * len(hands[0])), none),
        hand=_marks(none, [-2] * (2 * len(waits[0])), [-1] * len(hands[0]), hands[3], none),
    )
    return events.pieces(usual, parties)


def spent(pieces: Pieces, working: WorkingTimeColumns, mine: Int64s) -> dict[str, int]:
    """The working time of some pieces by party, in microseconds; it adds up exactly."""
    amounts = working.elapsed(pieces.begins[mine], pieces.ends[mine])
    party, count = pieces.party[mine], len(pieces.parties)
    # Floats count exactly up to 2**53: the amounts are summed in two halves that stay below it.
    high = np.bincount(party, weights=amounts // _SPLIT, minlength=count).tolist()
    low = np.bincount(party, weights=amounts % _SPLIT, minlength=count).tolist()
    sums = (int(one) * _SPLIT + int(other) for one, other in zip(high, low, strict=True))
    return {name: amount for name, amount in zip(pieces.parties, sums, strict=True) if amount}


@dataclass(frozen=True, kw_only=True, eq=False)
class _Events:
    """What happens to tickets: `wait` and `hand` are the party from then on, -1 for none, -2 for no change."""

    rows: Int64s
    at: Int64s
    wait: Int64s
    hand: Int64s

    def pieces(self, usual: Int64s, parties: tuple[str, ...]) -> Pieces:
        order = np.lexsort((self.at, self.rows))
        rows, at = self.rows[order], self.at[order]
        wait, hand = _latest(self.wait[order]), _latest(self.hand[order])
        party = np.where(wait >= 0, wait, np.where(hand >= 0, hand, usual[rows]))[:-1]
        some = np.flatnonzero((rows[1:] == rows[:-1]) & (at[1:] > at[:-1]))
        return Pieces(rows=rows[some], begins=at[some], ends=at[some + 1], party=party[some], parties=parties)


def _latest(marks: Int64s) -> Int64s:
    """Each mark that is no change replaced by the one before. Every ticket begins with a mark that is one."""
    places = np.maximum.accumulate(np.where(marks == -2, -1, np.arange(len(marks))))
    latest: Int64s = marks[places]
    return latest


def _marks(*parts: Int64s | Sequence[int]) -> Int64s:
    return np.concatenate([np.asarray(part, dtype=np.int64) for part in parts])


def _parties(history: History) -> tuple[str, ...]:
    columns: tuple[Categories, ...] = (history.team, history.pauses.party, history.custody.party)
    return tuple(dict.fromkeys([*(name for column in columns for name in column.names), UNASSIGNED]))


def _cut(spans: Spans, begins: Int64s, ends: Int64s, parties: tuple[str, ...]) -> tuple[Int64s, Int64s, Int64s, Int64s]:
    """Stretches cut to their tickets' time and made disjoint, in order: rows, from, to and party. An absent party is
    unassigned."""
    rows = spans.rows
    to_at = np.minimum(np.where(spans.to_at == NAT, ends[rows], spans.to_at), ends[rows])
    from_at = np.maximum(spans.from_at, begins[rows])
    party = spans.party.recoded(parties).astype(np.int64)
    party[party < 0] = parties.index(UNASSIGNED)
    some = from_at < to_at
    rows, from_at, to_at, party = rows[some], from_at[some], to_at[some], party[some]
    while True:
        late = np.flatnonzero((rows[1:] == rows[:-1]) & (from_at[1:] < to_at[:-1])) + 1
        if not len(late):
            return rows, from_at, to_at, party
        from_at = from_at.copy()
        from_at[late] = to_at[late - 1]
        some = from_at < to_at
        rows, from_at, to_at, party = rows[some], from_at[some], to_at[some], party[some]

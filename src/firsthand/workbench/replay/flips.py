"""What changes between two books for single tickets: the owner, or the verdict on a clock."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from firsthand.workbench.deciding import NOBODY, ClockColumn, DecidedHistory, VerdictCode
from firsthand.workbench.history import NAT, Bools, History, Int32s, Int64s

OWNER = "owner"
Int8s = np.ndarray[tuple[int], np.dtype[np.int8]]


@dataclass(frozen=True, kw_only=True, order=True)
class FlipReason:
    """What changes and by which clauses. `subject` is `owner` or a kind of clock."""

    subject: str
    before: str
    after: str
    clause_before: str
    clause_after: str


@dataclass(frozen=True, kw_only=True)
class Flip:
    """One ticket for which something changes. Instants are microseconds; a due instant that is none is None."""

    ticket: str
    received_at: int
    account: str
    team: str
    reason: FlipReason
    due_before: int | None
    due_after: int | None


@dataclass(frozen=True, kw_only=True, eq=False)
class FlipColumns:
    """All flips of one subject in a history, a row each; `before` and `after` are codes into `names`."""

    subject: str
    names: tuple[str, ...]
    rows: Int64s
    before: Int8s
    after: Int8s
    clause_before: Int32s
    clause_after: Int32s
    clauses_before: tuple[str, ...]
    clauses_after: tuple[str, ...]
    due_before: Int64s
    due_after: Int64s

    def __len__(self) -> int:
        return len(self.rows)

    def reasons(self) -> dict[FlipReason, tuple[int, int]]:
        """How many flips have each reason, and the ticket row of the first of them."""
        key = self.clause_before.astype(np.int64) * len(self.clauses_after) + self.clause_after
        key = (key * (len(self.names) + 1) + self.before + 1) * (len(self.names) + 1) + self.after + 1
        _, firsts, counts = np.unique(key, return_index=True, return_counts=True)
        found: dict[FlipReason, tuple[int, int]] = {}
        for place, count in zip(firsts.tolist(), counts.tolist(), strict=True):
            reason, row = self.reason(place), int(self.rows[place])
            known = found.get(reason, (0, row))
            found[reason] = (known[0] + count, min(known[1], row))
        return found

    def reason(self, place: int) -> FlipReason:
        """What one flip changes, and by which clauses."""
        return FlipReason(
            subject=self.subject,
            before=self._name(int(self.before[place])),
            after=self._name(int(self.after[place])),
            clause_before=self.clauses_before[int(self.clause_before[place])],
            clause_after=self.clauses_after[int(self.clause_after[place])],
        )

    def flip(self, place: int, history: History) -> Flip:
        """One flip as a value."""
        row = int(self.rows[place])
        due_before, due_after = int(self.due_before[place]), int(self.due_after[place])
        return Flip(
            ticket=history.ids[row],
            received_at=int(history.received_at[row]),
            account=history.account[row] or "",
            team=history.team[row] or "",
            reason=self.reason(place),
            due_before=None if due_before == NAT else due_before,
            due_after=None if due_after == NAT else due_after,
        )

    def _name(self, code: int) -> str:
        return "nobody" if code == NOBODY else self.names[code]


def owner_flips(before: DecidedHistory, after: DecidedHistory) -> FlipColumns:
    """The tickets that another role owns."""
    rows = np.flatnonzero(before.owner != after.owner)
    none = np.full(len(rows), NAT, dtype=np.int64)
    return FlipColumns(
        subject=OWNER,
        names=before.roles,
        rows=rows,
        before=before.owner[rows],
        after=after.owner[rows],
        clause_before=before.answer[rows],
        clause_after=after.answer[rows],
        clauses_before=tuple(one.owner.clause if one.owner else "" for one in before.answers),
        clauses_after=tuple(one.owner.clause if one.owner else "" for one in after.answers),
        due_before=none,
        due_after=none,
    )


def verdict_flips(old: ClockColumn, new: ClockColumn) -> FlipColumns:
    """The tickets on which the verdict on a kind of clock is another."""
    rows = np.flatnonzero(old.verdict != new.verdict)
    return FlipColumns(
        subject=new.kind.value,
        names=tuple(verdict.name for verdict in VerdictCode),
        rows=rows,
        before=old.verdict[rows],
        after=new.verdict[rows],
        clause_before=old.clause[rows],
        clause_after=new.clause[rows],
        clauses_before=tuple(clause or "" for clause in old.clauses),
        clauses_after=tuple(clause or "" for clause in new.clauses),
        due_before=old.due_at[rows],
        due_after=new.due_at[rows],
    )


def newest(flips: Mapping[str, FlipColumns], history: History, most: int) -> list[Flip]:
    """The flips of the tickets that came last, newest first."""
    found: list[Flip] = []
    for columns in flips.values():
        received = history.received_at[columns.rows]
        places = np.arange(len(received)) if len(received) <= most else np.argpartition(-received, most)[:most]
        found.extend(columns.flip(int(place), history) for place in places)
    return sorted(found, key=lambda flip: (-flip.received_at, flip.ticket, flip.reason))[:most]


def any_of(flips: Mapping[str, FlipColumns], rows: int, *, owner: bool | None = None) -> Bools:
    """Which tickets flip at all; only by owner, or only by verdict, when asked."""
    found = np.zeros(rows, dtype=np.bool_)
    for subject, columns in flips.items():
        if owner is None or (subject == OWNER) is owner:
            found[columns.rows] = True
    return found

"""Clocks that are open when their clause changes (A12): the scalar `straddled_clock`, for the few rows it concerns.

A replay asks what would have been had the edition been known all along, so only the dates of clauses are changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.domain.book import Book, Clause, Edition
from firsthand.domain.book.effects.clock import clock_matter
from firsthand.domain.book.straddling import StraddledClock, straddled_clock, terms_at
from firsthand.domain.book.values import Straddle
from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.clocks import ClockKind, Pause, pause_cause
from firsthand.domain.names import StateName
from firsthand.workbench.deciding.cells import Answered
from firsthand.workbench.history import NAT, History, Int64s


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """The rows whose clock may go over to other terms, and how each of them stands in the end."""

    rows: Int64s
    clocks: tuple[StraddledClock, ...]


def concerned(
    edition: Edition, kind: ClockKind, history: History, *, answered: Answered, due_at: Int64s, met_at: Int64s
) -> Concerned:
    """The clocks of a kind that are open at the date of a clause which may change them. `due_at` is by the clauses in
    force at receipt, NAT where none runs or a wait holds it; `met_at` the recorded acts."""
    clauses = _about(edition, kind)
    if all(clause.straddle is Straddle.at_creation for clause in clauses):
        return Concerned(rows=np.empty(0, dtype=np.int64), clocks=())
    dates = np.array(sorted(_dates(clauses)), dtype=np.int64)
    evaluated = np.where(met_at == NAT, np.maximum(history.until, history.received_at), met_at)
    first = np.searchsorted(dates, history.received_at, side="right")
    change = np.append(dates, np.iinfo(np.int64).max)[first]
    may = _may_change(edition, kind, answered)[answered.rows]
    rows = np.flatnonzero(may & (change <= evaluated) & ((due_at == NAT) | (due_at > change)))
    book = Book(name=edition.book, amendments=edition.amendments)
    waits = _Waits(history)
    clocks = tuple(
        straddled_clock(
            book,
            answered.cells[answered.rows[row]],
            kind,
            received_at=datetime_of(int(history.received_at[row])),
            evaluated_at=datetime_of(int(evaluated[row])),
            waits=waits.of(row),
            first_known_at=edition.amendments[-1].published_at,
        )
        for row in rows.tolist()
    )
    return Concerned(rows=rows, clocks=clocks)


def _about(edition: Edition, kind: ClockKind) -> list[Clause]:
    matter = clock_matter(kind)
    deciding = (clause for clause in edition.clauses if clause.applies_from is not None)
    return [clause for clause in deciding if matter in clause.effect.matters(edition.clock_kinds)]


def _dates(clauses: Sequence[Clause]) -> set[int]:
    ends = ((clause.applies_from, clause.in_force.to_at) for clause in clauses)
    return {instant_of(at) for both in ends for at in both if at is not None}


def _may_change(edition: Edition, kind: ClockKind, answered: Answered) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Of each answer, whether the clause that decides lets go of a request; where none decides, whether one that
    speaks about such requests takes those that are open."""
    taking = [clause for clause in _about(edition, kind) if clause.straddle is not Straddle.at_creation]
    found = []
    for cell, at in zip(answered.cells, answered.instants, strict=True):
        clause = terms_at(edition, cell, kind, received_us=at, at_us=at).clause
        facts = cell._asdict()
        open_to = [clause] if clause else [one for one in taking if one.condition.holds(facts)]
        found.append(any(one.straddle is not Straddle.at_creation for one in open_to))
    return np.array(found, dtype=np.bool_)


class _Waits:
    """The waits of single tickets as values."""

    def __init__(self, history: History) -> None:
        self.pauses = history.pauses
        self.first = np.searchsorted(history.pauses.rows, np.arange(len(history) + 1))

    def of(self, row: int) -> dict[StateName, list[Pause]]:
        """The waits of a ticket by status."""
        found: dict[StateName, list[Pause]] = {}
        for place in range(int(self.first[row]), int(self.first[row + 1])):
            begin, end, state = (
                int(self.pauses.from_at[place]),
                int(self.pauses.to_at[place]),
                self.pauses.state[place],
            )
            ends = None if end == NAT else datetime_of(end)
            pause = Pause(from_at=datetime_of(begin), to_at=ends, cause=pause_cause(str(state)), evidence="")
            found.setdefault(StateName(str(state)), []).append(pause)
        return found

"""Decides and judges a history by an edition, in columns; row by row as `decide`, `due_with_pauses` and `judge` do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from firsthand.domain.book import Clause, Edition, NoClockResult
from firsthand.domain.book.answers import CellAnswer
from firsthand.domain.book.deciding import AT_RECEIPT, starts_on_of
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.calendars import WorkingTime
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Role
from firsthand.workbench.columns import WorkingTimeColumns
from firsthand.workbench.deciding.cells import Answered, answered
from firsthand.workbench.deciding.due import due_columns
from firsthand.workbench.deciding.pausing import United, united
from firsthand.workbench.deciding.straddled import Concerned, concerned
from firsthand.workbench.history import NAT, History, Int32s, Int64s

Int8s = NDArray[np.int8]
Paused = dict[tuple[str, ...], United]


def roles_of(*editions: Edition) -> tuple[Role, ...]:
    """The roles that these editions declare, in their order."""
    return tuple(dict.fromkeys(Role(str(name)) for one in editions for name in one.fields["owner"].values))


NOBODY = -1
# Which recorded act meets a clock. The other kinds are not recorded in histories.
MET_BY = {ClockKind.first_response: "first_response_at", ClockKind.resolution: "resolved_at"}


class VerdictCode(IntEnum):
    """How a clock of a ticket stands. `unknown`: the log does not record the act that would meet it, or
    records one before the receipt of the ticket."""

    met = 0
    breached = 1
    running = 2
    unknown = 3
    no_clock_by_policy = 4
    no_policy = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class ClockColumn:
    """One kind of clock for every ticket. `clauses[clause[i]]` is the clause that says so, or None where none speaks;
    `due_at` is NAT where no clock runs, an open pause holds it, or it does not start at receipt."""

    kind: ClockKind
    clauses: tuple[str | None, ...]
    clause: Int32s
    due_at: Int64s
    verdict: Int8s


@dataclass(frozen=True, kw_only=True, eq=False)
class DecidedHistory:
    """A history as one edition has it. `owner[i]` is a place in `roles` or NOBODY, `answer[i]` one in `answers`."""

    edition: Edition
    roles: tuple[Role, ...]
    answers: tuple[CellAnswer, ...]
    answer: Int32s
    owner: Int8s
    clocks: Mapping[ClockKind, ClockColumn]


class Decider:
    """Decides histories by one edition; compiled calendars are kept between calls. Not for several threads at once."""

    def __init__(self, edition: Edition, roles: tuple[Role, ...] = ()) -> None:
        self.edition = edition
        self.roles = roles or roles_of(edition)
        self._columns: dict[WorkingTime, WorkingTimeColumns] = {}

    def decide(self, history: History) -> DecidedHistory:
        """Owner, due instants and verdicts of every ticket, by the clauses in force when it was received; a clock that
        is open when its clause changes goes by what the clause says about that.

        Raises CalendarError when an instant lies outside the years that calendars cover.
        """
        found = answered(self.edition, history)
        owners = [self.roles.index(one.owner.role) if one.owner else NOBODY for one in found.answers]
        return DecidedHistory(
            edition=self.edition,
            roles=self.roles,
            answers=found.answers,
            answer=found.rows,
            owner=np.array(owners or [NOBODY], dtype=np.int8)[found.rows],
            clocks={kind: self._clock(kind, found, history) for kind in self.edition.clock_kinds},
        )

    def columns(self, calendar: str) -> WorkingTimeColumns:
        """The compiled calendar of that name, for columns."""
        working = self.edition.calendar(calendar)
        return self._columns.setdefault(working, WorkingTimeColumns(working))

    def _clock(self, kind: ClockKind, found: Answered, history: History) -> ClockColumn:
        answers, rows = found.answers, found.rows
        said = [_said(answer, kind) for answer in answers]
        verdicts = np.array([verdict for _, verdict in said] or [VerdictCode.no_policy], dtype=np.int8)
        verdict = verdicts[rows]
        due_at = np.full(len(history), NAT, dtype=np.int64)
        paused: Paused = {}
        runs = _alike(answers, kind) if starts_on_of(kind) == AT_RECEIPT else {}
        for effect, places in runs.items():
            mine = np.flatnonzero(np.isin(np.arange(len(answers)), places)[rows])
            self._due(effect, mine, history, due_at=due_at, paused=paused)
        column = ClockColumn(
            kind=kind, clauses=tuple(clause for clause, _ in said), clause=rows, due_at=due_at, verdict=verdict
        )
        met_at = _met_at(kind, history)
        if met_at is None:
            verdict[verdict == VerdictCode.running] = VerdictCode.unknown
            return column
        late = concerned(self.edition, kind, history, answered=found, due_at=due_at, met_at=met_at)
        column = _straddled(column, late)
        _judge(column, met_at, history.until)
        column.verdict[(column.verdict <= VerdictCode.running) & history.before_receipt(met_at)] = VerdictCode.unknown
        return column

    def _due(
        self,
        effect: ClockEffect,
        rows: Int64s,
        history: History,
        *,
        due_at: Int64s,
        paused: dict[tuple[str, ...], United],
    ) -> None:
        states = tuple(effect.stands_still_in)
        if states and states not in paused:
            paused[states] = united(history, states, history.received_at)
        due_at[rows] = due_columns(
            self.columns(effect.calendar),
            effect.budget,
            history.received_at[rows],
            pauses=paused.get(states),
            rows=rows,
        )


def _said(answer: CellAnswer, kind: ClockKind) -> tuple[str | None, VerdictCode]:
    """The clause that an answer gives for a kind of clock, and the verdict as long as nothing was judged."""
    for clause in answer.clocks:
        if _kind(clause) is kind:
            return clause.id, VerdictCode.running
    for none in answer.no_clocks:
        if none.kind is kind and none.result is NoClockResult.no_clock_by_policy:
            return none.clause, VerdictCode.no_clock_by_policy
    return None, VerdictCode.no_policy


def _kind(clause: Clause) -> ClockKind | None:
    return clause.effect.kind if isinstance(clause.effect, ClockEffect) else None


def _alike(answers: Sequence[CellAnswer], kind: ClockKind) -> dict[ClockEffect, list[int]]:
    """The clocks of one kind with different terms, and the places of the answers in which each of them runs."""
    found: dict[ClockEffect, list[int]] = {}
    for place, answer in enumerate(answers):
        for clause in answer.clocks:
            if isinstance(clause.effect, ClockEffect) and clause.effect.kind is kind:
                terms = replace(clause.effect, warn_share=None, owed_by=None)
                found.setdefault(terms, []).append(place)
    return found


def _met_at(kind: ClockKind, history: History) -> Int64s | None:
    """When each ticket's clock of a kind was met; None when the log does not record that."""
    name = MET_BY.get(kind)
    if name is None or name in history.unrecorded:
        return None
    column: Int64s = getattr(history, name)
    return column


def _straddled(column: ClockColumn, late: Concerned) -> ClockColumn:
    """The column with the terms of the clocks that a change of clause concerned."""
    if not late.clocks:
        return column
    names = [clock.terms.clause.id if clock.terms.clause else None for clock in late.clocks]
    clauses = (*column.clauses, *dict.fromkeys(names))
    places = {name: place for place, name in enumerate(clauses)}
    clause = column.clause.copy()
    clause[late.rows] = [places[name] for name in names]
    for row, clock in zip(late.rows.tolist(), late.clocks, strict=True):
        column.due_at[row] = NAT if clock.due_at is None else instant_of(clock.due_at)
        if clock.terms.effect is not None:
            column.verdict[row] = VerdictCode.running
        else:
            column.verdict[row] = VerdictCode.no_clock_by_policy if clock.terms.clause else VerdictCode.no_policy
    return replace(column, clauses=clauses, clause=clause)


def _judge(column: ClockColumn, met_at: Int64s, until: int) -> None:
    """Met at or before the due instant (A4), breached after it, else running: into the verdicts of what runs."""
    due_at, verdict = column.due_at, column.verdict
    runs, answered_at = verdict == VerdictCode.running, met_at != NAT
    in_time = (due_at == NAT) | (met_at <= due_at)
    verdict[runs & answered_at & in_time] = VerdictCode.met
    verdict[runs & answered_at & ~in_time] = VerdictCode.breached
    verdict[runs & ~answered_at & (due_at != NAT) & (until > due_at)] = VerdictCode.breached

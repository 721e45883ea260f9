"""Decides and judges a history by an edition, in columns; row by row as `decide`, `due_with_pauses` and `judge` do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from firsthand.domain.calendars import WorkingTime
from firsthand.domain.clocks import ClockKind
from firsthand.domain.policy import Clause, Edition, NoClockResult
from firsthand.domain.policy.answers import Answer
from firsthand.domain.policy.values import ClockEffect
from firsthand.domain.tickets import Role
from firsthand.simulate.calendars import WorkingTimeColumns
from firsthand.simulate.deciding.cells import answered
from firsthand.simulate.deciding.due import due_columns
from firsthand.simulate.deciding.pausing import United, united
from firsthand.simulate.history import NAT, History, Int32s, Int64s

Int8s = NDArray[np.int8]
Paused = dict[tuple[str, ...], United]

ROLES = tuple(Role)
NOBODY = -1
# Which recorded act meets a clock. The other kinds are not recorded in histories.
MET_BY = {ClockKind.first_response: "first_response_at", ClockKind.resolution: "resolved_at"}


class Verdict(IntEnum):
    """How a clock of a ticket stands. `unknown`: the log does not record the act that would meet it."""

    met = 0
    breached = 1
    running = 2
    unknown = 3
    no_clock_by_policy = 4
    no_policy = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class ClockColumn:
    """One kind of clock for every ticket. `clauses` has, for each of the edition's answers, the clause that says so,
    or None where none speaks; `due_at` is NAT where no clock runs or an open pause holds it."""

    kind: ClockKind
    clauses: tuple[str | None, ...]
    due_at: Int64s
    verdict: Int8s


@dataclass(frozen=True, kw_only=True, eq=False)
class Decided:
    """A history as one edition has it. `owner[i]` is a place in ROLES or NOBODY, `answer[i]` one in `answers`."""

    edition: Edition
    answers: tuple[Answer, ...]
    answer: Int32s
    owner: Int8s
    clocks: Mapping[ClockKind, ClockColumn]


class Decider:
    """Decides histories by one edition; compiled calendars are kept between calls. Not for several threads at once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._columns: dict[WorkingTime, WorkingTimeColumns] = {}

    def decide(self, history: History) -> Decided:
        """Owner, due instants and verdicts of every ticket, by the clauses in force when it was received.

        Raises CalendarError when an instant lies outside the years that calendars cover.
        """
        found = answered(self.edition, history)
        owners = [ROLES.index(one.owner.role) if one.owner else NOBODY for one in found.answers]
        return Decided(
            edition=self.edition,
            answers=found.answers,
            answer=found.rows,
            owner=np.array(owners or [NOBODY], dtype=np.int8)[found.rows],
            clocks={kind: self._clock(kind, found.answers, found.rows, history) for kind in self.edition.clock_kinds},
        )

    def columns(self, calendar: str) -> WorkingTimeColumns:
        """The compiled calendar of that name, for columns."""
        working = self.edition.calendar(calendar)
        return self._columns.setdefault(working, WorkingTimeColumns(working))

    def _clock(self, kind: ClockKind, answers: Sequence[Answer], rows: Int32s, history: History) -> ClockColumn:
        said = [_said(answer, kind) for answer in answers]
        verdicts = np.array([verdict for _, verdict in said] or [Verdict.no_policy], dtype=np.int8)
        verdict = verdicts[rows]
        due_at = np.full(len(history), NAT, dtype=np.int64)
        paused: Paused = {}
        for effect, places in _alike(answers, kind).items():
            mine = np.flatnonzero(np.isin(np.arange(len(answers)), places)[rows])
            self._due(effect, mine, history, due_at=due_at, paused=paused)
        _judge(kind, history, due_at=due_at, verdict=verdict)
        return ClockColumn(kind=kind, clauses=tuple(clause for clause, _ in said), due_at=due_at, verdict=verdict)

    def _due(
        self,
        effect: ClockEffect,
        rows: Int64s,
        history: History,
        *,
        due_at: Int64s,
        paused: dict[tuple[str, ...], United],
    ) -> None:
        states = tuple(status.value for status in effect.pauses_on)
        if states and states not in paused:
            paused[states] = united(history, states, history.received_at)
        due_at[rows] = due_columns(
            self.columns(effect.calendar),
            effect.budget,
            history.received_at[rows],
            pauses=paused.get(states),
            rows=rows,
        )


def _said(answer: Answer, kind: ClockKind) -> tuple[str | None, Verdict]:
    """The clause that an answer gives for a kind of clock, and the verdict as long as nothing was judged."""
    for clause in answer.clocks:
        if _kind(clause) is kind:
            return clause.id, Verdict.running
    for none in answer.no_clocks:
        if none.kind is kind and none.result is NoClockResult.no_clock_by_policy:
            return none.clause, Verdict.no_clock_by_policy
    return None, Verdict.no_policy


def _kind(clause: Clause) -> ClockKind | None:
    return clause.effect.kind if isinstance(clause.effect, ClockEffect) else None


def _alike(answers: Sequence[Answer], kind: ClockKind) -> dict[ClockEffect, list[int]]:
    """The clocks of one kind with different terms, and the places of the answers in which each of them runs."""
    found: dict[ClockEffect, list[int]] = {}
    for place, answer in enumerate(answers):
        for clause in answer.clocks:
            if isinstance(clause.effect, ClockEffect) and clause.effect.kind is kind:
                terms = replace(clause.effect, warn_share=None, owed_by=None)
                found.setdefault(terms, []).append(place)
    return found


def _judge(kind: ClockKind, history: History, *, due_at: Int64s, verdict: Int8s) -> None:
    """Met at or before the due instant (A4), breached after it, else running: into `verdict`, where a clock runs."""
    runs = verdict == Verdict.running
    column = MET_BY.get(kind)
    if column is None or column in history.unrecorded:
        verdict[runs] = Verdict.unknown
        return
    met_at: Int64s = getattr(history, column)
    answered_at = met_at != NAT
    in_time = (due_at == NAT) | (met_at <= due_at)
    verdict[runs & answered_at & in_time] = Verdict.met
    verdict[runs & answered_at & ~in_time] = Verdict.breached
    verdict[runs & ~answered_at & (due_at != NAT) & (history.until > due_at)] = Verdict.breached

"""What the matching clauses of a cell add up to: the owner, the clocks, what is owed by nobody, and why.

Two clauses about the same thing are settled by precedence (A5), then by a clause that names the other under
`over`. If that leaves two, the first in the book decides and the overlap is reported, never silently
resolved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from firsthand.domain.book.effects.clock import ClockEffect, clock_matter
from firsthand.domain.book.effects.context import ContextEffect
from firsthand.domain.book.effects.no_clock import NoClockEffect
from firsthand.domain.book.effects.owner import OWNER, OwnerEffect
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.prose import teller_of
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.values import PRECEDENCE_ORDER, Clause, NoClockResult, Precedence
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role, TeamName
from firsthand.domain.organisation import Organisation
from firsthand.domain.words import as_sentence, capital, words

_Effect = TypeVar("_Effect", ClockEffect, ContextEffect, NoClockEffect, OwnerEffect)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A reason of a decision in words. Without a clause it says what no clause covers."""

    clause: str | None
    source: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Owner:
    """The one role that owns a request, in which of its teams, and the clause that says so."""

    role: Role
    clause: str
    team: TeamName | None = None


@dataclass(frozen=True, kw_only=True)
class NoClock:
    """That no clock of a kind runs is a result: by policy, or because there is no policy."""

    kind: ClockKind
    result: NoClockResult
    clause: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Clauses about the same thing that neither precedence nor `over` tells apart; the first decided."""

    about: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CellAnswer:
    """All that depends on the cell alone; only the instants are still to be computed."""

    owner: Owner | None
    clocks: tuple[Clause, ...]
    no_clocks: tuple[NoClock, ...]
    context_required: tuple[str, ...]
    because: tuple[Reason, ...]
    conflicts: tuple[Conflict, ...]


def answer(matching: Sequence[Clause], kinds: Sequence[ClockKind], cell: Cell, company: Organisation) -> CellAnswer:
    """Settle the clauses that match a cell, in the words of the company. `kinds` are the clocks that the book knows at
    all."""
    draft = _Draft(matching, cell, company)
    owner = draft.owner()
    clocks, no_clocks = [], []
    for kind in kinds:
        clause = draft.settle(clock_matter(kind), _clock_clauses(matching, kind))
        if clause is not None and isinstance(clause.effect, ClockEffect):
            clocks.append(clause)
            draft.say_clock(clause, clause.effect)
        else:
            no_clocks.append(draft.no_clock(kind, clause))
    draft.say_own_contract(clocks)
    context = draft.context()
    draft.settle_the_rest(kinds)
    return CellAnswer(
        owner=owner,
        clocks=tuple(clocks),
        no_clocks=tuple(no_clocks),
        context_required=context,
        because=tuple(draft.because),
        conflicts=tuple(draft.conflicts),
    )


def settled(candidates: Sequence[Clause]) -> Sequence[Clause]:
    """The candidates that nothing beats, by precedence and then by `over`; more than one is an overlap."""
    if len(candidates) <= 1:
        return candidates
    best = min(PRECEDENCE_ORDER[clause.precedence] for clause in candidates)
    top = [clause for clause in candidates if PRECEDENCE_ORDER[clause.precedence] == best]
    beaten = {loser for clause in top for loser in clause.over}
    left = [clause for clause in top if clause.id not in beaten]
    return left or top


def contradict(clauses: Sequence[Clause]) -> bool:
    """Whether clauses that settle the same, and that nothing tells apart, are in conflict. Two equal statements of what
    may be repeated are not."""
    if len(clauses) < 2:
        return False
    first = clauses[0].effect
    return not first.may_be_repeated or any(clause.effect != first for clause in clauses[1:])


def _clock_clauses(matching: Sequence[Clause], kind: ClockKind) -> list[Clause]:
    found = []
    for clause in matching:
        effect = clause.effect
        runs = isinstance(effect, ClockEffect) and effect.kind is kind
        stops = isinstance(effect, NoClockEffect) and (not effect.kinds or kind in effect.kinds)
        if runs or stops:
            found.append(clause)
    return found


def _with_effect(matching: Sequence[Clause], shape: type[_Effect]) -> list[Clause]:
    return [clause for clause in matching if isinstance(clause.effect, shape)]


class _Draft:
    """An answer in the making: reasons and conflicts are collected as things are settled."""

    def __init__(self, matching: Sequence[Clause], cell: Cell, company: Organisation) -> None:
        self.company = company
        self.matching = matching
        self.cell = cell
        self.because: list[Reason] = []
        self.conflicts: list[Conflict] = []

    def settle(self, matter: Matter, candidates: Sequence[Clause]) -> Clause | None:
        """The clause that decides; an overlap is noted with the clauses in it."""
        left = settled(candidates)
        if contradict(left):
            ids = tuple(clause.id for clause in left)
            self.conflicts.append(Conflict(about=matter.about, clauses=ids))
            about = teller_of(self.company).phrase(matter.said)
            self._say(
                left[0],
                f"{', '.join(ids)} overlap on {about} without precedence; {ids[0]} stands first in the book "
                "and decides until an amendment settles it.",
            )
        return left[0] if left else None

    def settle_the_rest(self, kinds: Sequence[ClockKind]) -> None:
        """Note the overlaps about what is neither the owner nor a clock."""
        candidates: dict[Matter, list[Clause]] = {}
        for clause in self.matching:
            for matter in clause.effect.matters(kinds):
                if not matter.asked_always:
                    candidates.setdefault(matter, []).append(clause)
        for matter, clauses in candidates.items():
            self.settle(matter, clauses)

    def owner(self) -> Owner | None:
        """The owner, with its reason."""
        clause = self.settle(OWNER, _with_effect(self.matching, OwnerEffect))
        if clause is None or not isinstance(clause.effect, OwnerEffect):
            self._no_policy(f"no clause in force says who owns {self._request()}")
            return None
        role = clause.effect.role
        owns = f"{capital(self.company.called(role, NameFamily.role))} owns this {self.company.one(self.cell.kind)}"
        self._say(clause, f"{owns}: {as_sentence(clause.text)}")
        return Owner(role=role, clause=clause.id, team=clause.effect.team)

    def say_clock(self, clause: Clause, effect: ClockEffect) -> None:
        """The reason of a clock that runs: its terms, the text, how it was read and what it comes before."""
        terms = f"{words(effect.kind).capitalize()} within {effect.budget} of {effect.calendar}"
        text = f"{terms}: {as_sentence(clause.text)}"
        if clause.reading:
            text += f" Read as: {as_sentence(clause.reading)}"
        self._say(clause, text + self._beaten(clause, effect.kind))

    def no_clock(self, kind: ClockKind, clause: Clause | None) -> NoClock:
        """That no clock of this kind runs, with its reason."""
        if clause is not None and isinstance(clause.effect, NoClockEffect):
            reason = as_sentence(clause.effect.reason)
            self._say(clause, f"No {words(kind)} clock, by policy: {reason}" + self._beaten(clause, kind))
            return NoClock(kind=kind, result=NoClockResult.no_clock_by_policy, clause=clause.id, reason=reason)
        reason = as_sentence(f"no clause in force says when {self._request()} gets a {words(kind)}")
        self._no_policy(reason)
        return NoClock(kind=kind, result=NoClockResult.no_policy, clause=None, reason=reason)

    def say_own_contract(self, clocks: Sequence[Clause]) -> None:
        """An account with its own contract runs on default terms where no clause is about that contract
        (A5)."""
        if self.cell.contract is None:
            return
        default = [
            clause
            for clause in clocks
            if clause.precedence is Precedence.plan and clause.condition.on("contract") is None
        ]
        if default:
            self._say(
                default[0],
                "The book has no clause for this account's own contract, so the default terms of the plan "
                "hold; see the contract for others.",
            )

    def context(self) -> tuple[str, ...]:
        """What must be given along, from every clause that asks for some."""
        items: dict[str, None] = {}
        for clause in _with_effect(self.matching, ContextEffect):
            if isinstance(clause.effect, ContextEffect):
                items.update(dict.fromkeys(clause.effect.items))
                self._say(clause, f"Give along {', '.join(clause.effect.items)}: {as_sentence(clause.text)}")
        return tuple(items)

    def _beaten(self, winner: Clause, kind: ClockKind) -> str:
        rest = [clause for clause in _clock_clauses(self.matching, kind) if clause is not winner]
        lower = [clause for clause in rest if clause.precedence is not winner.precedence]
        if not lower:
            return ""
        return f" It comes before {' and '.join(f'{clause.id} ({clause.precedence})' for clause in lower)}."

    def _request(self) -> str:
        severity = f" of severity {words(self.cell.severity)}" if self.cell.severity is not None else ""
        stage = self.company.called(self.cell.stage, NameFamily.stage)
        return f"a {self.company.one(self.cell.kind)}{severity} from a {stage} account"

    def _say(self, clause: Clause, text: str) -> None:
        self.because.append(Reason(clause=clause.id, source=clause.source_text, text=text))

    def _no_policy(self, text: str) -> None:
        self.because.append(Reason(clause=None, source="", text=f"No policy: {as_sentence(text)}"))

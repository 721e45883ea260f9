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
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role, TeamName
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Name, Sentence, Series, as_written, every, say
from firsthand.domain.words import as_sentence, capital

_Effect = TypeVar("_Effect", ClockEffect, ContextEffect, NoClockEffect, OwnerEffect)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A reason of a decision in words. Without a clause it says what no clause covers."""

    clause: str | None
    source: str
    text: Sentence


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
    reason: Sentence


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
                say(
                    "{clauses} overlap on {matter} without precedence; {first} stands first in the book and decides "
                    "until an amendment settles it.",
                    clauses=Series(tuple(ids)),
                    matter=about,
                    first=ids[0],
                ),
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
            self._no_policy(say("No clause in force says who owns {request}.", request=self._request()))
            return None
        role = clause.effect.role
        owns = say(
            "{role} owns this {kind}: {text}",
            role=capital(self.company.called(role, NameFamily.role)),
            kind=self.company.one(self.cell.kind),
            text=as_sentence(clause.text),
        )
        self._say(clause, owns)
        return Owner(role=role, clause=clause.id, team=clause.effect.team)

    def say_clock(self, clause: Clause, effect: ClockEffect) -> None:
        """The reason of a clock that runs: its terms, the text, how it was read and what it comes before."""
        read = [say(" Read as: {text}", text=as_sentence(clause.reading))] if clause.reading else []
        said = clock_reason(effect.kind, clause.text, budget=effect.budget, calendar=effect.calendar)
        self._say(clause, said.followed_by(*read, *self._beaten(clause, effect.kind)))

    def no_clock(self, kind: ClockKind, clause: Clause | None) -> NoClock:
        """That no clock of this kind runs, with its reason."""
        if clause is not None and isinstance(clause.effect, NoClockEffect):
            reason = as_written(as_sentence(clause.effect.reason))
            said = say("No {clock} clock, by policy: {reason}", clock=Name(kind), reason=reason)
            self._say(clause, said.followed_by(*self._beaten(clause, kind)))
            return NoClock(kind=kind, result=NoClockResult.no_clock_by_policy, clause=clause.id, reason=reason)
        reason = say(
            "No clause in force says when {request} gets a {clock}.", request=self._request(), clock=Name(kind)
        )
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
                say(
                    "The book has no clause for this account's own contract, so the default terms of the plan "
                    "hold; see the contract for others."
                ),
            )

    def context(self) -> tuple[str, ...]:
        """What must be given along, from every clause that asks for some."""
        items: dict[str, None] = {}
        for clause in _with_effect(self.matching, ContextEffect):
            if isinstance(clause.effect, ContextEffect):
                items.update(dict.fromkeys(clause.effect.items))
                items_said = Series(clause.effect.items)
                self._say(clause, say("Give along {items}: {text}", items=items_said, text=as_sentence(clause.text)))
        return tuple(items)

    def _beaten(self, winner: Clause, kind: ClockKind) -> tuple[Sentence, ...]:
        rest = [clause for clause in _clock_clauses(self.matching, kind) if clause is not winner]
        lower = [clause for clause in rest if clause.precedence is not winner.precedence]
        if not lower:
            return ()
        clauses = every(
            say("{clause} ({precedence})", clause=clause.id, precedence=Name(clause.precedence)) for clause in lower
        )
        return (say(" It comes before {clauses}.", clauses=clauses),)

    def _request(self) -> Sentence:
        kind, stage = self.company.one(self.cell.kind), self.company.called(self.cell.stage, NameFamily.stage)
        if self.cell.severity is None:
            return say("a {kind} from a {stage} account", kind=kind, stage=stage)
        return say(
            "a {kind} of severity {severity} from a {stage} account",
            kind=kind,
            severity=Name(self.cell.severity),
            stage=stage,
        )

    def _say(self, clause: Clause, text: Sentence) -> None:
        self.because.append(Reason(clause=clause.id, source=clause.source_text, text=text))

    def _no_policy(self, text: Sentence) -> None:
        self.because.append(Reason(clause=None, source="", text=no_policy(text)))


def no_policy(reason: Sentence) -> Sentence:
    """That the book says nothing."""
    return say("No policy: {reason}", reason=reason)


def unknown_name(field: str) -> Reason:
    """That a request gives a name of a field that the book does not know."""
    text = say(
        "The book neither declares nor speaks of this {field}; the request is decided as one of any other {field}.",
        field=Name(field),
    )
    return Reason(clause=None, source="", text=text)


def clock_reason(kind: ClockKind, text: str, *, budget: Budget, calendar: str) -> Sentence:
    """The reason of a clock that runs: its terms and the text of its clause."""
    said = as_sentence(text)
    return say(
        "{clock} within {budget} of {calendar}: {text}",
        clock=Name(kind),
        budget=budget.sentence,
        calendar=calendar,
        text=said,
    )

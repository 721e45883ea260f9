"""What clauses settle: two clauses with a subject in common speak about the same thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from firsthand.domain.clocks import ClockKind
from firsthand.domain.policy.values import (
    Clause,
    ClockEffect,
    LifecycleEffect,
    NoClockEffect,
    OrderEffect,
    OwnerEffect,
    RouteEffect,
    TargetEffect,
    TriageEffect,
)
from firsthand.domain.words import words


class SubjectKind(StrEnum):
    """The kinds of things that exactly one clause should settle."""

    owner = "owner"
    clock = "clock"
    triage = "triage"
    route = "route"
    closing = "closing"
    order = "order"
    target = "target"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A thing that exactly one clause should settle. `name` tells those of one kind apart: the clock, the two roles of
    a route, the team of an order, the measure of a target."""

    kind: SubjectKind
    name: str = ""

    @property
    def about(self) -> str:
        """The subject in words, such as "the first response clock"."""
        match self.kind:
            case SubjectKind.owner:
                return "the owner"
            case SubjectKind.clock:
                return f"the {words(self.name)} clock"
            case SubjectKind.route:
                sender, receiver = self.name.split(" to ")
                return f"the way from {words(sender)} to {words(receiver)}"
            case SubjectKind.order | SubjectKind.target:
                return f"the {self.kind} of {words(self.name)}"
            case _:
                return str(self.kind)


OWNER = Subject(kind=SubjectKind.owner)


def clock_subject(kind: ClockKind) -> Subject:
    """The subject of a clock."""
    return Subject(kind=SubjectKind.clock, name=kind.value)


def subjects_of(clause: Clause, kinds: Sequence[ClockKind]) -> tuple[Subject, ...]:
    """What the clause settles. `kinds` are the clocks that the book knows: "no clock" without kinds is about each."""
    effect = clause.effect
    match effect:
        case OwnerEffect():
            return (OWNER,)
        case ClockEffect():
            return (clock_subject(effect.kind),)
        case NoClockEffect():
            return tuple(clock_subject(kind) for kind in effect.kinds or kinds)
        case TriageEffect():
            return (Subject(kind=SubjectKind.triage),)
        case RouteEffect():
            return (Subject(kind=SubjectKind.route, name=f"{effect.from_role} to {effect.to_role}"),)
        case LifecycleEffect():
            return (Subject(kind=SubjectKind.closing),)
        case OrderEffect():
            return (Subject(kind=SubjectKind.order, name=effect.team.value),)
        case TargetEffect():
            return (Subject(kind=SubjectKind.target, name=effect.measure),)
        case _:
            return ()


def contradict(clauses: Sequence[Clause]) -> bool:
    """Whether clauses that settle the same, and that nothing tells apart, are in conflict. Two statements of one order
    or one number are not."""
    if len(clauses) < 2:
        return False
    stated = isinstance(clauses[0].effect, OrderEffect | TargetEffect)
    return not stated or any(clause.effect != clauses[0].effect for clause in clauses[1:])

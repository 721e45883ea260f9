"""What clauses settle: two clauses with a matter in common speak about the same thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from firsthand.domain.book.values import (
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
from firsthand.domain.clocks import ClockKind
from firsthand.domain.words import words


class MatterKind(StrEnum):
    """The kinds of things that exactly one clause should settle."""

    owner = "owner"
    clock = "clock"
    triage = "triage"
    route = "route"
    closing = "closing"
    order = "order"
    target = "target"


@dataclass(frozen=True, kw_only=True)
class Matter:
    """A thing that exactly one clause should settle. `name` tells those of one kind apart: the clock, the two roles of
    a route, the team of an order, the measure of a target."""

    kind: MatterKind
    name: str = ""

    @property
    def about(self) -> str:
        """The matter in words, such as "the first response clock"."""
        match self.kind:
            case MatterKind.owner:
                return "the owner"
            case MatterKind.clock:
                return f"the {words(self.name)} clock"
            case MatterKind.route:
                sender, receiver = self.name.split(" to ")
                return f"the way from {words(sender)} to {words(receiver)}"
            case MatterKind.order | MatterKind.target:
                return f"the {self.kind} of {words(self.name)}"
            case _:
                return str(self.kind)


OWNER = Matter(kind=MatterKind.owner)


def clock_matter(kind: ClockKind) -> Matter:
    """The matter of a clock."""
    return Matter(kind=MatterKind.clock, name=kind.value)


def matters_of(clause: Clause, kinds: Sequence[ClockKind]) -> tuple[Matter, ...]:
    """What the clause settles. `kinds` are the clocks that the book knows: "no clock" without kinds is about each."""
    effect = clause.effect
    match effect:
        case OwnerEffect():
            return (OWNER,)
        case ClockEffect():
            return (clock_matter(effect.kind),)
        case NoClockEffect():
            return tuple(clock_matter(kind) for kind in effect.kinds or kinds)
        case TriageEffect():
            return (Matter(kind=MatterKind.triage),)
        case RouteEffect():
            return (Matter(kind=MatterKind.route, name=f"{effect.from_role} to {effect.to_role}"),)
        case LifecycleEffect():
            return (Matter(kind=MatterKind.closing),)
        case OrderEffect():
            return (Matter(kind=MatterKind.order, name=effect.team),)
        case TargetEffect():
            return (Matter(kind=MatterKind.target, name=effect.measure),)
        case _:
            return ()


def contradict(clauses: Sequence[Clause]) -> bool:
    """Whether clauses that settle the same, and that nothing tells apart, are in conflict. Two statements of one order
    or one number are not."""
    if len(clauses) < 2:
        return False
    stated = isinstance(clauses[0].effect, OrderEffect | TargetEffect)
    return not stated or any(clause.effect != clauses[0].effect for clause in clauses[1:])

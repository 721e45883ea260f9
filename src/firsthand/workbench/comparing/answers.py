"""What an edition answers about a matter, as a value that is equal when the answer is, and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.fields import Value
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.prose import condition_words, effect_words, percentage
from firsthand.domain.book.values import (
    Clause,
    ClockEffect,
    ContextEffect,
    LifecycleEffect,
    NoClockEffect,
    OrderBy,
    OrderEffect,
    OwnerEffect,
    RouteEffect,
    TargetEffect,
    TriageEffect,
)
from firsthand.domain.proving.answers import ClauseAnswer
from firsthand.domain.words import words


@dataclass(frozen=True, kw_only=True)
class Words:
    """Two answers in words; what they have in common is left out where it can be."""

    before: str
    after: str


def context_of(clauses: Sequence[Clause]) -> ClauseAnswer:
    """What must be given along, by every clause that asks for some."""
    found: dict[Value, None] = {}
    for clause in clauses:
        if isinstance(clause.effect, ContextEffect):
            found.update(dict.fromkeys(clause.effect.items))
    return tuple(found)


def context_words(items: ClauseAnswer) -> str:
    """The items in words."""
    return f"give along {', '.join(str(item) for item in items)}" if items else "nothing to give along"


def both_in_words(matter: Matter, before: Clause | None, after: Clause | None) -> Words:
    """The two answers in words."""
    old, new = before.effect if before else None, after.effect if after else None
    if before and after and isinstance(old, ClockEffect) and isinstance(new, ClockEffect):
        return _two_clocks((before, old), (after, new))
    return Words(before=_words(matter, before), after=_words(matter, after))


def _words(matter: Matter, clause: Clause | None) -> str:
    if clause is None:
        return f"no policy about {matter.about}"
    match clause.effect:
        case OwnerEffect(role=role):
            return f"owned by {words(role)}"
        case ClockEffect() as clock:
            return f"{words(clock.kind)} {clock.budget} on {clock.calendar}"
        case NoClockEffect():
            return f"no {words(matter.name)} clock, by policy"
        case RouteEffect(allowed=allowed, instead=instead):
            return f"{matter.about} " + ("free" if allowed else f"by way of {words(instead or '')}")
        case TriageEffect(role=role, clocks_as=kind):
            return f"{words(role)} holds it, clocks as for {words(kind)}"
        case LifecycleEffect(solved_closes_after=budget, calendar=calendar):
            return f"solved closes after {budget} on {calendar}"
        case OrderEffect(by=by):
            keys = [words(key) if isinstance(key, OrderBy) else condition_words(key) for key in by]
            return f"{words(matter.name)} takes first {', then '.join(keys)}"
        case TargetEffect(at_least=least, at_most=most, period=period):
            sides = [f"{name} {percentage(share)}" for name, share in (("at least", least), ("at most", most)) if share]
            return f"{words(matter.name)} {' and '.join(sides)}" + (f" over a {words(period)}" if period else "")
        case effect:
            return effect_words(effect)


def _two_clocks(before: tuple[Clause, ClockEffect], after: tuple[Clause, ClockEffect]) -> Words:
    """Two clocks by what differs between them; the budget and the calendar are always said."""
    old, new = _terms(*before), _terms(*after)
    said = [
        f"{words(clock.kind)} {clock.budget} on {clock.calendar}"
        + "".join(f", {term}" for term, other in zip(mine, theirs, strict=True) if term != other)
        for (_, clock), mine, theirs in ((before, old, new), (after, new, old))
    ]
    return Words(before=said[0], after=said[1])


def _terms(clause: Clause, clock: ClockEffect) -> tuple[str, ...]:
    pauses = " or ".join(sorted(words(status) for status in clock.pauses_on))
    return (
        words(clause.commitment or "no class"),
        "a customer may be told" if clause.disclosable else "a customer is not told",
        f"warns at {clock.warn_share}" if clock.warn_share else "no warning",
        f"stands still while {pauses}" if pauses else "never stands still",
    )

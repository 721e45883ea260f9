"""Clauses that could be left out, widened or moved without a gap: only worked examples can hold them in place.

Most clauses hold themselves: without one there is a gap, and a wider or a moved one overlaps with its neighbours or
leaves a gap. An override does not: what it comes before takes over in silence. The same holds for a clause that
replaces another, and for one that asks for context. Such a clause needs worked examples: one that it decides, and one
on either side of each of its dates. And whatever a clause would take over in silence, were it wider by one value, needs
one for that value.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice

from firsthand.domain.book.answers import settled
from firsthand.domain.book.conditions import Condition, Match
from firsthand.domain.book.effects.clock import clock_matter
from firsthand.domain.book.effects.context import ContextEffect
from firsthand.domain.book.effects.owner import OWNER
from firsthand.domain.book.fields import NAMED_FAMILIES, Value
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.rules import OTHER
from firsthand.domain.book.values import PRECEDENCE_ORDER, Clause
from firsthand.domain.calendars.instants import DAY, END_OF_INSTANTS, instant_of
from firsthand.domain.proving.answers import answer_of
from firsthand.domain.proving.axes import axes_of
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.examples import current_examples
from firsthand.domain.proving.findings import ExampleTicket, Finding, smallest_ticket
from firsthand.domain.proving.proof import Proof, stretches
from firsthand.domain.proving.regions import Part, Regions, fitting
from firsthand.domain.proving.showing import answered
from firsthand.domain.proving.space import Axis, Space, rule_of
from firsthand.domain.proving.times import Times, less, meet, union
from firsthand.domain.sentences import Name, Sentence, Series, say
from firsthand.domain.words import words

_MOST_SAID = 2
_MOST_CLAUSES = 100


@dataclass(frozen=True, kw_only=True)
class MissingExample:
    """A worked example that a clause needs and the book does not have: what it would show, and for which requests."""

    clause: Clause
    what: Sentence
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """A worked example by what clauses look at, the matters that it speaks about, and the clauses that decide them."""

    facts: Mapping[str, Value]
    at_us: int
    about: frozenset[str]
    matching: tuple[Clause, ...]


_CONTEXT = "context"


def unproven_overrides(proof: Proof) -> Iterator[Finding]:
    """The clauses that only worked examples could hold in place, and that none does, in a book that gives any. Each
    says the first examples that it misses; `missing_examples` has them all. After a hundred clauses it only says that
    there may be more: nobody reads on, and looking costs more than all other findings together."""
    found = 0
    for clause, missing in _by_clause(proof) if proof.edition.examples else ():
        first = list(islice(missing, _MOST_SAID))
        if not first:
            continue
        found += 1
        if found > _MOST_CLAUSES:
            message = say(
                "more than {n} clauses want a worked example; none after {clause} was looked at",
                n=_MOST_CLAUSES,
                clause=clause.id,
            )
            yield Finding(
                code=FindingCode.unproven_override,
                about=say("worked examples"),
                message=message,
                said={"first": say("more of the clauses"), "missing": say("what each of them decides")},
            )
            return
        whats = tuple(one.what for one in first)
        said = say("{examples}", examples=Series(whats, between="; "))
        ticket = next(filter(None, (smallest_ticket(one.parts, proof.edition, "unproven") for one in first)), None)
        yield Finding(
            code=FindingCode.unproven_override,
            clauses=(clause.id,),
            about=say("worked examples"),
            message=say(
                "a slip in {clause} would go unnoticed: no worked example shows {examples}",
                clause=clause.id,
                examples=said,
            ),
            region=said,
            example=ticket,
            expect=_expected(proof, clause, ticket) if ticket else {},
            said={"missing": Series(whats, between=" and ")},
        )


def _expected(proof: Proof, clause: Clause, ticket: ExampleTicket) -> dict[str, object]:
    matter = next((one for one in _matters_of(proof, clause)), None)
    return answered(proof.edition, ticket, matter) if matter else {}


def missing_examples(proof: Proof) -> Iterator[MissingExample]:
    """Every worked example that the book needs to hold its overrides in place and does not have."""
    for _, missing in _by_clause(proof):
        yield from missing


def _by_clause(proof: Proof) -> Iterator[tuple[Clause, Iterator[MissingExample]]]:
    shown = tuple(_shown(proof))
    axes = axes_of([proof.edition], proof.clauses)
    gaps: dict[Matter, Regions[str]] = {}
    for clause in proof.clauses:
        matters = _matters_of(proof, clause)
        if not isinstance(clause.effect, ContextEffect) and not matters:
            continue
        outside = _outside(proof, clause, axes, shown)
        held = not _replaces(proof, clause) and any(_opens_a_gap(proof, clause, one, gaps) for one in matters)
        yield clause, outside if held else chain(_inside(proof, clause, axes, shown), outside)


def _matters_of(proof: Proof, clause: Clause) -> list[Matter]:
    """The owner and the clocks, if the clause is about them; nothing else can a worked example speak about."""
    matters = clause.effect.matters(proof.edition.clock_kinds)
    return [matter for matter in matters if matter.asked_always]


def _opens_a_gap(proof: Proof, clause: Clause, matter: Matter, known: dict[Matter, Regions[str]]) -> bool:
    """Whether some request would find no answer if the clause were not there."""
    space = proof.space(matter)
    if matter not in known:
        known[matter] = Regions(space, _gaps(proof, matter))
    without = space.within(clause.condition, space.everything & ~(1 << space.position(clause)))
    times = meet(rule_of(clause).times, proof.asked(matter))
    return any(meet(part, times) for boxes in known[matter].boxes(without).values() for _, part in boxes)


def _gaps(proof: Proof, matter: Matter) -> Callable[[int], Mapping[str, Times]]:
    space, asked = proof.space(matter), proof.asked(matter)

    def judge(mask: int) -> Mapping[str, Times]:
        return {"gap": union(meet(one.times, asked) for one in stretches(space.of(mask), asked) if not one.left)}

    return judge


def _shown(proof: Proof) -> Iterator[_Shown]:
    edition = proof.edition
    for example in (one for one in current_examples(edition) if one.at is None):
        at_us = instant_of(example.received_at)
        cell, rules = edition.rules.cell(example.cell), edition.rules
        about = {clock_matter(one.kind).about for one in example.clocks}
        about |= {OWNER.about} if example.owner is not None or example.nobody else set()
        about |= {_CONTEXT} if example.context is not None else set()
        matching = rules.matching(cell, rules.segment_at(at_us))
        yield _Shown(facts=cell._asdict(), at_us=at_us, about=frozenset(about), matching=matching)


def _matters(clause: Clause, others: Sequence[Clause]) -> bool:
    """Whether the clause decides among the others, and they would answer otherwise without it."""
    with_it, without = settled([*others, clause]), settled(others)
    left = without[0] if without else None
    return any(one is clause for one in with_it) and answer_of(left) != answer_of(clause)


def _shows(proof: Proof, clause: Clause, one: _Shown) -> bool:
    """Whether the example would fail if the clause, which fits it or would, were gone, or were there."""
    if isinstance(clause.effect, ContextEffect):
        return _CONTEXT in one.about
    for matter in _matters_of(proof, clause):
        about = [each for each in one.matching if matter in each.effect.matters(proof.edition.clock_kinds)]
        if matter.about in one.about and _matters(clause, [each for each in about if each is not clause]):
            return True
    return False


def _inside(
    proof: Proof, clause: Clause, axes: tuple[Axis, ...], shown: tuple[_Shown, ...]
) -> Iterator[MissingExample]:
    """What the clause decides, and either side of its dates."""
    about = _about(proof, clause)
    speaking = [one for one in shown if about & one.about]
    times = meet(rule_of(clause).times, proof.since)
    inside = partial(fitting, clause.condition, axes)
    parts = _decided(proof, clause, inside(times) if isinstance(clause.effect, ContextEffect) else (), times)
    if parts and not any(_fits(clause, one) and _within(times, one) and _shows(proof, clause, one) for one in speaking):
        yield MissingExample(clause=clause, what=say("what it decides"), parts=parts)
    for what, day in _edges(clause, proof.since) if parts or _replaces(proof, clause) else ():
        if (fit := inside(day)) and not any(_fits(clause, one) and _within(day, one) for one in speaking):
            yield MissingExample(clause=clause, what=what, parts=fit)


def _outside(
    proof: Proof, clause: Clause, axes: tuple[Axis, ...], shown: tuple[_Shown, ...]
) -> Iterator[MissingExample]:
    """The values just outside its matches that the clause would take over in silence, were it wider."""
    times = meet(rule_of(clause).times, proof.since)
    for axis, match in _matched(clause.condition, axes):
        if clause.exception is not None and axis.name == "account":
            continue  # a deviation is for one account, or the book does not load
        near = [one for one in shown if _within(times, one) and _fits(clause, one, but=axis.name)]
        others = [one for one in near if _shows(proof, clause, one)]
        for number, value in enumerate(axis.values):
            declared = axis.declared[number]
            when = times if declared is None else meet(times, declared)
            shows = any(_same(axis, one.facts[axis.name], value) for one in others)
            if when and not match.holds(value) and not shows:
                wider = Condition(matches=tuple(_wider(clause, match, value)))
                parts = _in_silence(proof, clause, wider, when)
                if parts:
                    what = say("that it does not hold for {value}", value=_value_said(axis.name, value))
                    yield MissingExample(clause=clause, what=what, parts=parts)


def _wider(clause: Clause, match: Match, value: Value) -> Iterator[Match]:
    """The clause's matches, with another value in place of those of one."""
    for one in clause.condition.matches:
        yield replace(one, values=frozenset((value,)), negated=False) if one.field == match.field else one


def _about(proof: Proof, clause: Clause) -> set[str]:
    return {matter.about for matter in _matters_of(proof, clause)} or {_CONTEXT}


_FOUND, _TAKEN = "found", "taken over"


def _in_silence(proof: Proof, clause: Clause, wider: Condition, times: Times) -> tuple[Part, ...]:
    """The requests that the clause, were it to hold for them too, would take over from others with another answer. None
    where that would be found: as an overlap with one of its own precedence, or as a gap that closes."""
    if isinstance(clause.effect, ContextEffect):
        axes = axes_of([proof.edition], proof.clauses)
        return fitting(wider, axes, times)
    found: list[Part] = []
    for matter in _matters_of(proof, clause):
        space = proof.space(matter)
        regions = Regions(space, partial(_taken_over, space, clause, times))
        seen = regions.boxes(space.within(wider))
        if seen.get(_FOUND):
            return ()
        found += regions.some(seen.get(_TAKEN, ()))
    return tuple(found)


def _taken_over(space: Space, clause: Clause, times: Times, mask: int) -> dict[str, Times]:
    seen: dict[str, list[Times]] = {}
    for one in stretches(space.of(mask), times):
        key = _against(clause, one.winner)
        if key == _TAKEN and answer_of(clause) == answer_of(one.winner):
            continue
        seen.setdefault(key, []).append(meet(one.times, times))
    return {key: union(parts) for key, parts in seen.items() if key}


def _against(clause: Clause, winner: Clause | None) -> str:
    """What would become of the one that decides: taken over, found to be in conflict, or nothing."""
    if winner is None:
        return _FOUND
    rank, other = PRECEDENCE_ORDER[clause.precedence], PRECEDENCE_ORDER[winner.precedence]
    if rank != other:
        return _TAKEN if rank < other else ""
    if clause.id in winner.over:
        return ""
    return _TAKEN if winner.id in clause.over else _FOUND


def _replaces(proof: Proof, clause: Clause) -> bool:
    return any(one.new == clause.id for amendment in proof.edition.amendments for one in amendment.replaces)


def _decided(proof: Proof, clause: Clause, inside: tuple[Part, ...], times: Times) -> tuple[Part, ...]:
    for matter in _matters_of(proof, clause):
        space = proof.space(matter)
        without = space.within(clause.condition, space.everything & ~(1 << space.position(clause)))
        regions = Regions(space, partial(_taken_over, space, clause, times))
        if taken := regions.boxes(without).get(_TAKEN, ()):
            return regions.some(taken)
    return inside


def _matched(condition: Condition, axes: Sequence[Axis]) -> Iterator[tuple[Axis, Match]]:
    for axis in axes:
        match = condition.on(axis.name)
        if match is not None:
            yield axis, match


def _fits(clause: Clause, one: _Shown, *, but: str = "") -> bool:
    """Whether the example fits the condition; but for one field, which is not looked at."""
    return all(match.field == but or match.holds(one.facts.get(match.field)) for match in clause.condition.matches)


def _within(times: Times, one: _Shown) -> bool:
    return any(begin <= one.at_us < end for begin, end in times)


def _same(axis: Axis, given: Value, value: Value) -> bool:
    return given == value or (value == OTHER and given not in axis.values)


def _edges(clause: Clause, since: Times) -> Iterator[tuple[Sentence, Times]]:
    """The day on either side of each date of the clause, as far as the book was published."""
    times = meet(rule_of(clause).times, since)
    if not times:
        return
    begin, end = times[0][0], times[-1][1]
    yield say("the day from which it holds"), meet(((begin, begin + DAY),), times)
    yield say("the day before it holds"), less(meet(((begin - DAY, begin),), since), times)
    if end < END_OF_INSTANTS:
        yield say("its last day"), meet(((end - DAY, end),), times)
        yield say("the day after it ends"), less(meet(((end, end + DAY),), since), times)


def _value_said(field: str, value: Value) -> Sentence:
    name = Name(field)
    if value == OTHER:
        return say("any other {field}", field=name)
    if value is None:
        return say("no {field}", field=name)
    if isinstance(value, bool):
        return say("{field} yes", field=name) if value else say("{field} no", field=name)
    family = NAMED_FAMILIES.get(field)
    return say("{field} {value}", field=name, value=Name(value, family) if family is not None else words(value))

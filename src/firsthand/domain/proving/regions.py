"""Which requests something holds for, and when: as few parts as there are, and in words."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from firsthand.domain.book.conditions import Condition
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.fields import Value
from firsthand.domain.book.prose import dates_said
from firsthand.domain.book.rules import OTHER
from firsthand.domain.calendars.instants import END_OF_INSTANTS, FIRST_INSTANT, datetime_of
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Organisation
from firsthand.domain.proving.space import Axis, Leaf, Node, Over, Space
from firsthand.domain.proving.times import Times, less, meet, union
from firsthand.domain.sentences import Name, Sentence, SentenceValue, Series, say
from firsthand.domain.words import words

FoundKey = TypeVar("FoundKey", bound=Hashable)
Box = tuple[tuple[int, tuple[int, ...]], ...]
Found = Mapping[FoundKey, tuple[tuple[Box, Times], ...]]

MOST_MERGED = 200
_MOST_SAID = 4
_ALL_REQUESTS = say("all requests")
_FEW = 6


@dataclass(frozen=True, kw_only=True)
class Fact:
    """The values of a field that requests of a part have, and the other ones that are told apart from them."""

    field: str
    values: tuple[Value, ...]
    others: tuple[Value, ...]

    def holds(self, value: Value) -> bool:
        """Whether a request with that value is meant."""
        return value in self.values or (OTHER in self.values and value not in self.others)


@dataclass(frozen=True, kw_only=True)
class Part:
    """Requests whose fields are as the facts say (a field that none names: whatever it is), at the given times."""

    facts: tuple[Fact, ...]
    times: Times

    def holds(self, request: Mapping[str, Value], at_us: int) -> bool:
        """Whether a request, by the values of its fields, is among them when it comes at an instant."""
        return any(begin <= at_us < end for begin, end in self.times) and all(
            fact.holds(request.get(fact.field)) for fact in self.facts
        )


def fact_of(axis: Axis, numbers: Iterable[int]) -> Fact:
    """The fact that the field has one of the values at those positions of its axis."""
    chosen = set(numbers)
    return Fact(
        field=axis.name,
        values=tuple(value for number, value in enumerate(axis.values) if number in chosen),
        others=tuple(value for number, value in enumerate(axis.values) if number not in chosen),
    )


def fitting(condition: Condition, axes: Iterable[Axis], times: Times) -> tuple[Part, ...]:
    """The requests of the times that fit a condition, each name while it is declared, whatever decides them."""
    parts = [Part(facts=(), times=times)] if times else []
    for axis in axes:
        match = condition.on(axis.name)
        if match is None:
            continue
        allowed: dict[Times | None, list[int]] = {}
        for number, (value, declared) in enumerate(zip(axis.values, axis.declared, strict=True)):
            if match.holds(value):
                allowed.setdefault(declared, []).append(number)
        parts = [
            Part(facts=(*part.facts, fact_of(axis, numbers)), times=now)
            for part in parts
            for declared, numbers in allowed.items()
            if (now := part.times if declared is None else meet(part.times, declared))
        ]
    return tuple(parts)


class Regions(Generic[FoundKey]):
    """For what a judge finds in single pieces: all the requests that it holds for."""

    def __init__(self, space: Space, judge: Callable[[int], Mapping[FoundKey, Times]]) -> None:
        self._space = space
        self._judge = judge
        self._known: dict[Node, Found[FoundKey]] = {}

    def of(self, node: Node) -> dict[FoundKey, tuple[Part, ...]]:
        """What the judge finds in a part of the space, each with its requests, the earliest first."""
        return {key: self.parts(boxes) for key, boxes in self.boxes(node).items()}

    def boxes(self, node: Node) -> Found[FoundKey]:
        """The same, as boxes of the axes that have nothing in common."""
        return self._found(node)

    def some(self, boxes: Sequence[tuple[Box, Times]]) -> tuple[Part, ...]:
        """A few of the boxes, those that say least, as they are; for who needs a ticket and not the whole region."""
        axes, simple = self._space.axes, sorted(boxes, key=lambda one: (len(one[0]), one[1][0][0]))
        return tuple(
            Part(facts=tuple(fact_of(axes[field], numbers) for field, numbers in box), times=times)
            for box, times in simple[:_FEW]
        )

    def _found(self, node: Node) -> Found[FoundKey]:
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = self._worked_out(node)
        return known

    def _worked_out(self, node: Node) -> Found[FoundKey]:
        if isinstance(node, Leaf):
            return {key: (((), times),) for key, times in self._judge(node.mask).items() if times}
        if isinstance(node, Over):
            return _joined(
                _at(self._found(node.upper), lambda times: meet(times, node.times)),
                _at(self._found(node.lower), lambda times: less(times, node.times)),
            )
        whole = len(self._space.axes[node.field].values)
        alike: dict[FoundKey, dict[tuple[Box, Times], list[int]]] = {}
        for numbers, declared, child in node.branches:
            for key, boxes in self._found(child).items():
                for box, times in boxes:
                    now = times if declared is None else meet(times, declared)
                    if now:
                        alike.setdefault(key, {}).setdefault((box, now), []).extend(numbers)
        return {
            key: tuple((_with(box, node.field, numbers, whole), times) for (box, times), numbers in boxes.items())
            for key, boxes in alike.items()
        }

    def parts(self, boxes: Sequence[tuple[Box, Times]]) -> tuple[Part, ...]:
        """Boxes in as few parts as there are."""
        axes = self._space.axes
        parts = (
            Part(facts=tuple(fact_of(axes[field], numbers) for field, numbers in box), times=times)
            for box, times in merged(boxes, axes)
        )
        return tuple(sorted(parts, key=lambda part: (part.times[0][0], len(part.facts))))


def _at(found: Found[FoundKey], times_of: Callable[[Times], Times]) -> Found[FoundKey]:
    return {
        key: kept
        for key, boxes in found.items()
        if (kept := tuple((box, now) for box, times in boxes if (now := times_of(times))))
    }


def _joined(one: Found[FoundKey], other: Found[FoundKey]) -> Found[FoundKey]:
    """The parts of both, which have no request and instant in common."""
    joined: dict[FoundKey, tuple[tuple[Box, Times], ...]] = {}
    for key in dict.fromkeys((*one, *other)):
        times: dict[Box, list[Times]] = {}
        for box, now in (*one.get(key, ()), *other.get(key, ())):
            times.setdefault(box, []).append(now)
        joined[key] = tuple((box, union(parts)) for box, parts in times.items())
    return joined


def _with(box: Box, field: int, numbers: Iterable[int], whole: int) -> Box:
    found = tuple(sorted(set(numbers)))
    return box if len(found) == whole else tuple(sorted((*box, (field, found))))


def merged(boxes: Sequence[tuple[Box, Times]], axes: Sequence[Axis]) -> list[tuple[Box, Times]]:
    """The same requests and times in fewer parts: parts that differ in one field, or only in their times, are one."""
    left = _of_one_box(boxes)
    count = 0
    while count != len(left) <= MOST_MERGED:
        count = len(left)
        for field, axis in enumerate(axes):
            left = _of_one_box(_alike_but_for(field, left, len(axis.values)))
    return left


def _of_one_box(boxes: Iterable[tuple[Box, Times]]) -> list[tuple[Box, Times]]:
    found: dict[Box, Times] = {}
    for box, times in boxes:
        found[box] = union((found[box], times)) if box in found else times
    return list(found.items())


def _alike_but_for(field: int, boxes: Iterable[tuple[Box, Times]], whole: int) -> Iterator[tuple[Box, Times]]:
    """The boxes, those as one that have the same times and differ in nothing but the field."""
    alike: dict[tuple[Box, Times, bool], list[int]] = {}
    for box, times in boxes:
        rest = tuple(each for each in box if each[0] != field)
        here = [number for each, numbers in box for number in numbers if each == field]
        alike.setdefault((rest, times, bool(here)), []).extend(here)
    for (rest, times, has), numbers in alike.items():
        yield (_with(rest, field, numbers, whole) if has else rest), times


# In words ---------------------------------------------------------------------------------------------------------


def region_said(parts: Sequence[Part], edition: Edition) -> Sentence:
    """The requests and times of a region, such as "pre-sales troubleshooting, from Sun 2021-08-01 on"."""
    regions = Series(
        tuple(
            say(
                "{requests}, {times}",
                requests=requests_said(part, edition.declared),
                times=times_said(part.times, edition.zone),
            )
            for part in parts[:_MOST_SAID]
        ),
        between="; ",
    )
    more = len(parts) - _MOST_SAID
    return say("{regions}; and {n} more", regions=regions, n=more) if more > 0 else say("{regions}", regions=regions)


def requests_said(part: Part, company: Organisation, whatever: Sentence = _ALL_REQUESTS) -> Sentence:
    """The requests of a part, whenever they come, as people of the company call them; `whatever` where it has every
    kind and stage."""
    facts = {fact.field: fact for fact in part.facts}
    kind, stage = facts.pop("kind", None), facts.pop("stage", None)
    kinds = Series(tuple(_kind_said(value, company) for value in kind.values), between=" and ") if kind else None
    stages = frozenset(str(value) for value in stage.values) if stage else frozenset()
    if group := company.group_of(stages):
        head: SentenceValue = say("{group} {requests}", group=group, requests=kinds or _REQUESTS)
    elif stages:
        named = Series(tuple(Name(one, NameFamily.stage) for one in sorted(stages)), between=" or ")
        head = say("{requests} of {stages} accounts", requests=kinds or _REQUESTS, stages=named)
    else:
        head = kinds or whatever
    return say("{facts}", facts=Series((head, *map(_fact_said, facts.values()))))


def _kind_said(kind: Value, company: Organisation) -> SentenceValue:
    return say("requests of no confirmed kind") if kind is None else company.many(str(kind))


def _fact_said(fact: Fact) -> Sentence:
    if fact.field == "strategic":
        return say("strategic accounts") if fact.values == (True,) else say("accounts that are not strategic")
    field = Name(fact.field)
    if OTHER in fact.values:
        excluded, is_given = _names_said(fact.others), None in fact.others
        if excluded is None:
            return say("any {field} given", field=field) if is_given else say("any {field}", field=field)
        text = "any {field} but {names} given" if is_given else "any {field} but {names}"
        return say(text, field=field, names=excluded)
    named = _names_said(fact.values)
    found = [say("{field} {names}", field=field, names=named)] if named is not None else []
    found += [say("no {field}", field=field)] if None in fact.values else []
    return say("{facts}", facts=Series(tuple(found), between=" or "))


def _names_said(values: Iterable[Value]) -> SentenceValue | None:
    named = [words(str(value)) for value in values if value is not None and value != OTHER]
    names, more = Series(tuple(named[:_MOST_SAID]), between=" or "), len(named) - _MOST_SAID
    if more > 0:
        return say("{names} or {n} more", names=names, n=more)
    return names if named else None


def times_said(times: Times, zone: str) -> Sentence:
    """The times, in the zone of the policy."""
    said = Series(tuple(_span_said(one, zone) for one in times[:_MOST_SAID]), between=" and ")
    more = len(times) - _MOST_SAID
    return say("{times} and {n} more times", times=said, n=more) if more > 0 else say("{times}", times=said)


def _span_said(span: tuple[int, int], zone: str) -> Sentence:
    begin, end = (datetime_of(edge) if edge in _WITHIN else None for edge in span)
    return dates_said(begin, end, zone)


_WITHIN = range(FIRST_INSTANT + 1, END_OF_INSTANTS)
_REQUESTS = say("requests")

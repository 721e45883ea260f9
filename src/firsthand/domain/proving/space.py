"""Every request that a book could be asked about, in as few pieces as its clauses tell apart.

A clause is one bit. The space is split field by field; values between which no remaining clause distinguishes stay
together, and a piece that was met before is not worked out again. Two rules keep the cost additive in the clauses:

- Once a clause is settled to match, everything that it comes before by precedence is out of the question while it is in
  force. So the clauses of one contract, plan or account never multiply with those of another.
- Dates are no dimension of the space. They are looked at in the pieces, where only the dates of a few clauses count.

What comes out is a graph: a split by a field, a piece with the clauses that match all of it, or a piece in which some
clauses take over at some times.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from firsthand.domain.book.conditions import Condition
from firsthand.domain.book.fields import REQUEST_FIELDS, Value
from firsthand.domain.book.values import PRECEDENCE_ORDER, Clause
from firsthand.domain.calendars.instants import END_OF_INSTANTS
from firsthand.domain.proving.times import ALWAYS, Times, less, meet, span, union

ALL_FIELDS = (1 << len(REQUEST_FIELDS)) - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class SpaceRule:
    """A clause in the space. Clauses of one group settle one thing; within it the lower level comes first."""

    clause: Clause
    group: int
    level: int
    times: Times


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """A field with every value that a request can have, and since when until when each is declared (None: always)."""

    name: str
    values: tuple[Value, ...]
    declared: tuple[Times | None, ...]


@dataclass(eq=False, slots=True)
class Leaf:
    """A piece: every clause of the mask matches all of it, and no other does."""

    mask: int


@dataclass(eq=False, slots=True)
class Split:
    """Pieces by the values of a field: positions of values, when these are declared, and the piece."""

    field: int
    branches: tuple[tuple[tuple[int, ...], Times | None, "Node"], ...]


@dataclass(eq=False, slots=True)
class Over:
    """At `times` the piece is `upper`, at others `lower`."""

    times: Times
    upper: "Node"
    lower: "Node"


Node = Leaf | Split | Over
_Alike = tuple[tuple[int, ...], Times | None, int]


def rule_of(clause: Clause, group: int = 0) -> SpaceRule:
    """The clause as a rule of a group, at the times at which it may decide."""
    start = clause.applies_from
    times = span(start, clause.in_force.to_at) if start is not None else ()
    return SpaceRule(clause=clause, group=group, level=PRECEDENCE_ORDER[clause.precedence], times=times)


class Space:
    """The space of some rules, worked out as far as it is asked about."""

    def __init__(self, rules: Sequence[SpaceRule], axes: Sequence[Axis]) -> None:
        self.rules = tuple(rules)
        self.axes = tuple(axes)
        self.everything = (1 << len(rules)) - 1
        self._masks = [self._by_value(axis) for axis in axes]
        self._depends = [self.everything & ~self._common(masks) for masks in self._masks]
        self._levels = [self._mask(rule.level == level for rule in rules) for level in range(len(PRECEDENCE_ORDER))]
        self._groups = [
            self._mask(rule.group == group for rule in rules) for group in sorted({rule.group for rule in rules})
        ]
        self._positions = {id(rule.clause): position for position, rule in enumerate(rules)}
        self._nodes: dict[tuple[int, int], Node] = {}
        self._unsettled: dict[int, int] = {}
        self._times: dict[int, Times] = {}

    def of(self, mask: int) -> list[SpaceRule]:
        """The rules of a mask, in the order of the book."""
        found = []
        while mask:
            lowest = mask & -mask
            found.append(self.rules[lowest.bit_length() - 1])
            mask ^= lowest
        return found

    def position(self, clause: Clause) -> int:
        """The position of a clause, by its identity, among the rules."""
        return self._positions[id(clause)]

    def root(self) -> Node:
        """The whole space."""
        return self.node(self.everything, ALL_FIELDS)

    def without(self, bits: int) -> Node:
        """The whole space, were those rules not there."""
        return self.node(self.everything & ~bits, ALL_FIELDS)

    def within(self, condition: Condition, mask: int | None = None) -> Node:
        """The part of the space that fits the condition, by the rules of the mask."""
        wanted = [index for index, axis in enumerate(self.axes) if condition.on(axis.name)]
        return self._within(condition, wanted, self.everything if mask is None else mask, ALL_FIELDS)

    def node(self, mask: int, fields: int) -> Node:
        """The piece in which the rules of `mask` can still match, and `fields` were not split yet."""
        unsettled = self._unsettled_by(fields)
        mask = self._reduced(mask, unsettled)
        found = self._nodes.get((mask, fields))
        if found is None:
            open_rules = mask & unsettled
            found = self._taken_over(mask, fields) or self._split(mask, fields) if open_rules else Leaf(mask)
            self._nodes[mask, fields] = found
        return found

    def reached(self, node: Node, times: Times = ALWAYS) -> Iterator[tuple[int, Times]]:
        """Each mask of clauses that matches some request together, with times at which it does. Every instant of a
        mask comes at least once."""
        seen: dict[Node, Times] = {}
        ahead = [(node, times)]
        while ahead:
            here, now = ahead.pop()
            before = seen.get(here, ())
            new = less(now, before) if before else now
            if not new:
                continue
            seen[here] = union((before, new))
            if isinstance(here, Leaf):
                yield here.mask, new
            elif isinstance(here, Over):
                ahead += [(here.upper, meet(new, here.times)), (here.lower, less(new, here.times))]
            else:
                ahead += [
                    (child, new if declared is None else meet(new, declared)) for _, declared, child in here.branches
                ]

    def _within(self, condition: Condition, wanted: list[int], mask: int, fields: int) -> Node:
        if not wanted:
            return self.node(mask, fields)
        index, rest = wanted[0], wanted[1:]
        match = condition.on(self.axes[index].name)
        fits = [number for number, value in enumerate(self.axes[index].values) if match is None or match.holds(value)]
        branches = tuple(
            (numbers, declared, self._within(condition, rest, inner, fields & ~(1 << index)))
            for numbers, declared, inner in self._branches(index, mask, fits)
        )
        return Split(field=index, branches=branches)

    def _split(self, mask: int, fields: int) -> Node:
        index = self._telling_field(mask, fields)
        branches = tuple(
            (numbers, declared, self.node(inner, fields & ~(1 << index)))
            for numbers, declared, inner in self._branches(index, mask, range(len(self.axes[index].values)))
        )
        return Split(field=index, branches=branches)

    def _branches(
        self, index: int, mask: int, numbers: Iterable[int]
    ) -> list[tuple[tuple[int, ...], Times | None, int]]:
        alike: dict[tuple[int, Times | None], list[int]] = {}
        masks, declared = self._masks[index], self.axes[index].declared
        for number in numbers:
            alike.setdefault((masks[number] & mask, declared[number]), []).append(number)
        return [(tuple(found), times, inner) for (inner, times), found in alike.items()]

    def _telling_field(self, mask: int, fields: int) -> int:
        """The field that most of the first rules that are not settled look at; of two, the one with more values."""
        unsettled = mask & self._unsettled_by(fields)
        first = next(unsettled & level for level in self._levels if unsettled & level)
        left = [index for index in range(len(self.axes)) if fields >> index & 1]
        return max(left, key=lambda index: ((first & self._depends[index]).bit_count(), len(self.axes[index].values)))

    def _reduced(self, mask: int, unsettled: int) -> int:
        """The mask without what is beaten whenever it is in force."""
        for group in self._groups:
            above = 0
            for level in self._levels:
                here = mask & group & level
                if above and here and self._always_beaten(above, here):
                    mask &= ~here
                    continue
                above |= here & ~unsettled
        return mask

    def _always_beaten(self, above: int, below: int) -> bool:
        times = self._times_of(above)
        if len(times) == 1 and times[0][1] == END_OF_INSTANTS and times[0][0] <= self._times_of(below)[0][0]:
            return True
        return not less(self._times_of(below), times)

    def _taken_over(self, mask: int, fields: int) -> Node | None:
        """Where settled rules come before others only at some times: those times apart."""
        unsettled = self._unsettled_by(fields)
        for group in self._groups:
            below = mask & group
            for level in self._levels:
                settled = mask & group & level & ~unsettled
                below &= ~level
                if settled and below & unsettled:
                    return Over(
                        times=self._times_of(settled),
                        upper=self.node(mask & ~below, fields),
                        lower=self.node(mask & ~settled, fields),
                    )
        return None

    def _times_of(self, mask: int) -> Times:
        found = self._times.get(mask)
        if found is None:
            found = self._times[mask] = union(rule.times for rule in self.of(mask))
        return found

    def _unsettled_by(self, fields: int) -> int:
        """The rules that look at one of the fields."""
        found = self._unsettled.get(fields)
        if found is None:
            found = 0
            for index, depends in enumerate(self._depends):
                if fields >> index & 1:
                    found |= depends
            self._unsettled[fields] = found
        return found

    def _by_value(self, axis: Axis) -> list[int]:
        """For each value of the field, the rules that it fits."""
        masks = [0] * len(axis.values)
        places: dict[Value, list[int]] = {}
        for number, value in enumerate(axis.values):
            places.setdefault(value, []).append(number)
        silent = 0
        for bit, rule in enumerate(self.rules):
            match = rule.clause.condition.on(axis.name)
            if match is None:
                silent |= 1 << bit
                continue
            named = {number for value in match.values for number in places.get(value, ())}
            for number in set(range(len(masks))) - named if match.negated else named:
                masks[number] |= 1 << bit
        return [mask | silent for mask in masks]

    def _common(self, masks: Iterable[int]) -> int:
        common = self.everything
        for mask in masks:
            common &= mask
        return common

    @staticmethod
    def _mask(holds: Iterable[bool]) -> int:
        return sum(1 << bit for bit, yes in enumerate(holds) if yes)

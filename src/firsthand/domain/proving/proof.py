"""The spaces of what a book settles: one for each matter, with the clauses about it alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from firsthand.domain.book.answers import settled
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.clock import CLOCK, clock_matter
from firsthand.domain.book.effects.owner import OWNER
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.values import Clause
from firsthand.domain.proving.axes import axes_of, with_no_kind
from firsthand.domain.proving.space import Space, SpaceRule, rule_of
from firsthand.domain.proving.times import NEVER, Times, edges, meet, span


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A stretch of time in a piece: the clauses in force, and those that nothing beats, the first of which decides."""

    begin: int
    end: int
    in_force: tuple[Clause, ...]
    left: tuple[Clause, ...]

    @property
    def times(self) -> Times:
        return ((self.begin, self.end),)

    @property
    def winner(self) -> Clause | None:
        """The clause that decides."""
        return self.left[0] if self.left else None


def stretches(rules: Sequence[SpaceRule], window: Times) -> Iterator[Stretch]:
    """The stretches of a window in which the same clauses are in force, in order; also those without any."""
    here = edges((window, *(rule.times for rule in rules)))
    for begin, end in pairwise(here):
        if not any(first <= begin < last for first, last in window):
            continue
        in_force = tuple(rule.clause for rule in rules if any(first <= begin < last for first, last in rule.times))
        yield Stretch(begin=begin, end=end, in_force=in_force, left=tuple(settled(in_force)))


class Proof:
    """An edition as it is proven: its clauses by matter, and the spaces that were worked out."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.clauses = tuple(clause for clause in edition.clauses if rule_of(clause).times)
        self._spaces: dict[Matter, Space] = {}
        self._owned: dict[Matter, Space] = {}

    @cached_property
    def by_matter(self) -> Mapping[Matter, tuple[Clause, ...]]:
        """What the book settles, each with the clauses about it; the owner and the known clocks always."""
        found: dict[Matter, list[Clause]] = {OWNER: []}
        found.update({clock_matter(kind): [] for kind in self.edition.clock_kinds})
        for clause in self.clauses:
            for matter in clause.effect.matters(self.edition.clock_kinds):
                found.setdefault(matter, []).append(clause)
        return {matter: tuple(clauses) for matter, clauses in found.items()}

    @cached_property
    def since(self) -> Times:
        """From the first publication on, or from when a book that is published ahead takes force; before it there was
        no book to follow."""
        if not self.edition.amendments:
            return NEVER
        first = self.edition.amendments[0]
        starts = [one.applies_from for one in self.edition.clauses if one.amendment == first.id and one.applies_from]
        return span(max(first.published_at, min(starts, default=first.published_at)), None)

    def asked(self, matter: Matter) -> Times:
        """When a request must find an answer about the matter: since the book is published; for a clock, since the
        book first speaks of one of that kind."""
        if matter.kind != CLOCK:
            return self.since
        published = {amendment.id: amendment.published_at for amendment in self.edition.amendments}
        spoken = [
            min(published[clause.amendment], clause.in_force.from_at)
            for clause in self.edition.clauses
            if matter in clause.effect.matters(()) and clause.amendment in published
        ]
        return meet(span(min(spoken), None), self.since) if spoken else NEVER

    def space(self, matter: Matter) -> Space:
        """The space of the clauses about a matter."""
        found = self._spaces.get(matter)
        if found is None:
            clauses = self.by_matter.get(matter, ())
            found = self._spaces[matter] = space_of([self.edition], [clauses], matter)
        return found

    def owned(self, matter: Matter) -> Space:
        """The space of a clock and the owner together."""
        found = self._owned.get(matter)
        if found is None:
            found = self._owned[matter] = space_of([self.edition], [self.by_matter[matter], self.by_matter[OWNER]])
        return found


def winners(rules: Sequence[SpaceRule], window: Times) -> Iterator[tuple[Times, tuple[Clause | None, ...]]]:
    """The stretches of a window with the clause that decides in each of the groups 0, 1, …"""
    groups = range(1 + max((rule.group for rule in rules), default=0))
    group_of = {id(rule.clause): rule.group for rule in rules}
    for one in stretches(rules, window):
        found = (settled([clause for clause in one.in_force if group_of[id(clause)] == group]) for group in groups)
        yield one.times, tuple(left[0] if left else None for left in found)


def space_of(editions: Sequence[Edition], groups: Sequence[Sequence[Clause]], about: Matter = OWNER) -> Space:
    """A space in which each group of clauses settles one thing. A way between teams is also asked for while nobody has
    confirmed the kind of a request."""
    rules = [rule_of(clause, group) for group, clauses in enumerate(groups) for clause in clauses]
    rules = [rule for rule in rules if rule.times]
    axes = axes_of(editions, [rule.clause for rule in rules])
    return Space(rules, with_no_kind(axes) if about.asked_before_kind else axes)

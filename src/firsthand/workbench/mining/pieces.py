"""The rules of one group: one for all of its rows, or several, parted by a date or by another column.

A group is parted only where two rules and the parting are together described in fewer bits than one rule.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from firsthand.domain.calendars import BudgetUnit
from firsthand.domain.calendars.instants import DAY
from firsthand.workbench.mining.choosing import Search, amounts, units_on
from firsthand.workbench.mining.hours import Hours
from firsthand.workbench.mining.lengths import Floats, Lengths, amount_bits
from firsthand.workbench.mining.observations import Labels, Observations
from firsthand.workbench.mining.rules import MinedRule, Seen
from firsthand.workbench.mining.wall_clock import Flags, Int64s

_DEEPEST = 4
_FEWEST = 5  # rows that a side's rule must explain, else a handful of odd rows would be a change of policy


@dataclass(frozen=True, kw_only=True, slots=True)
class Prices:
    """What a rule costs to name: one that groups follow already, or a new one of a calendar and unit that they use."""

    pairs: Mapping[tuple[Hours, BudgetUnit], float] = field(default_factory=dict)
    rules: Mapping[MinedRule, float] = field(default_factory=dict)

    def of(self, rule: MinedRule, even: float) -> float:
        """The bits of a rule; `even` for its calendar and unit while nothing is known of their use."""
        new = self.pairs.get((rule.hours, rule.unit), even) + amount_bits(rule.unit, rule.amount)
        return min(new, self.rules.get(rule, new))


@dataclass(frozen=True, kw_only=True, slots=True)
class Where:
    """The part of a group that a piece is about: received in `[from_at, to_at)`, with and without some values.

    `has` and `lacks` are pairs of a column's name and a value in it.
    """

    group: str
    from_at: int | None = None
    to_at: int | None = None
    has: tuple[tuple[str, str], ...] = ()
    lacks: tuple[tuple[str, str], ...] = ()

    def rows(self, observations: Observations) -> Flags:
        """Which rows of any observations are of this part."""
        found = _is(observations.group, self.group)
        if self.from_at is not None:
            found &= observations.received_at >= self.from_at
        if self.to_at is not None:
            found &= observations.received_at < self.to_at
        columns = {column.name: column for column in observations.others}
        for name, value in self.has:
            found &= _is(columns[name], value)
        for name, value in self.lacks:
            found &= ~_is(columns[name], value)
        return found


def _is(column: Labels, value: str) -> Flags:
    where = column.names.index(value) if value in column.names else -1
    return np.asarray(column.codes == where, dtype=np.bool_)


@dataclass(frozen=True, kw_only=True)
class GroupPiece:
    """A part of a group, the rule that describes it best (None where writing every end out is shorter), and how many
    of its rows the rule explains. The bits of the first of several parts hold what the parting costs."""

    where: Where
    rule: MinedRule | None
    rows: int
    explained: int
    bits: float


def pieces_of(search: Search, calendars: Sequence[Hours]) -> list[GroupPiece]:
    """The pieces of every group; prices of calendar and unit follow from how often the groups choose them."""
    seen, rows_of_groups = search.seen, search.groups.rows
    options = _options(search, calendars)
    groups = [
        _Group(seen=seen, rows=rows, rules=tuple(rules), lengths=search.lengths)
        for rows, rules in zip(rows_of_groups, options, strict=True)
    ]
    for _ in range(2):
        whole = [group.single(np.ones(len(group.rows), dtype=np.bool_))[0] for group in groups]
        prices = _prices([rule for rule in whole if rule is not None], calendars)
        groups = [replace(group, prices=prices) for group in groups]
    found: list[GroupPiece] = []
    for group in groups:
        names = seen.observations.group
        where = Where(group=names.names[int(names.codes[group.rows[0]])])
        found += group.described(where, np.ones(len(group.rows), dtype=np.bool_), _DEEPEST)
    return found


def _options(search: Search, calendars: Sequence[Hours]) -> list[list[MinedRule]]:
    """The rules that are tried for each group."""
    groups = search.groups
    options: list[list[MinedRule]] = [[] for _ in groups.rows]
    for hours in calendars:
        for unit in units_on(hours):
            tops = amounts(search.seen.trial(hours).implied(unit), groups.codes, len(groups.rows))
            for rules, found in zip(options, tops, strict=True):
                rules += [MinedRule(hours=hours, unit=unit, amount=amount) for amount, _ in found]
    return options


def _prices(rules: Sequence[MinedRule], calendars: Sequence[Hours]) -> Prices:
    """The fewer bits, the more groups name the same; a rule that one group alone follows is dear to the others."""
    pairs = {(hours, unit): 0.5 for hours in calendars for unit in units_on(hours)}
    for rule in rules:
        pairs[rule.hours, rule.unit] += 1
    total = sum(pairs.values())
    shared = {rule: count for rule, count in Counter(rules).items() if count > 1}
    return Prices(
        pairs={pair: 1 - math.log2(count / total) for pair, count in pairs.items()},
        rules={rule: 1 - math.log2(count / (len(rules) + 1)) for rule, count in shared.items()},
    )


@dataclass(frozen=True, kw_only=True)
class _Group:
    """One group: its rows in the order received, and the rules that are tried, as a table of what each explains."""

    seen: Seen
    rows: Int64s
    rules: tuple[MinedRule, ...]
    lengths: Lengths
    prices: Prices = field(default_factory=Prices)

    @cached_property
    def off(self) -> Int64s:
        """`[rule, row]`: how far off the rule is; the last rule is no rule and explains nothing."""
        nothing = np.full(len(self.rows), self.seen.tolerance + 1, dtype=np.int64)
        return np.array([*(self.seen.off(rule, self.rows) for rule in self.rules), nothing])

    @cached_property
    def hits(self) -> Flags:
        """`[rule, row]`: whether the rule explains the row."""
        return np.asarray(np.abs(self.off) <= self.seen.tolerance, dtype=np.bool_)

    @cached_property
    def saved(self) -> Floats:
        """`[rule, row]`: what explaining the row saves."""
        return np.where(self.hits, self.lengths.saved(self.off), 0.0)

    @cached_property
    def costs(self) -> Floats:
        """What each rule costs to write; no rule costs a bit."""
        even = math.log2(max(len(self.rules), 1))
        return np.array([*(self.prices.of(rule, even) for rule in self.rules), 1.0])

    def single(self, members: Flags) -> tuple[MinedRule | None, int, float]:
        """The best rule for some of the rows, how many it explains, and its bits."""
        hits = self.hits[:, members].sum(axis=1)
        saved = self.saved[:, members].sum(axis=1)
        bits = self.lengths.rows(hits, int(members.sum()), saved) + self.costs
        best = int(np.argmin(bits))
        return (self.rules[best] if best < len(self.rules) else None), int(hits[best]), float(bits[best])

    def described(self, where: Where, members: Flags, depth: int) -> list[GroupPiece]:
        """The cheapest pieces of some rows."""
        rule, explained, bits = self.single(members)
        size = int(members.sum())
        whole = GroupPiece(where=where, rule=rule, rows=size, explained=explained, bits=bits)
        if depth == 0 or explained == size or size < 2:
            return [whole]
        best = [whole]
        for parting in (self._dated(where, members), self._by_column(where, members)):
            if parting is None or parting.bits >= bits:
                continue
            (one, ours), (other, theirs) = parting.sides
            parts = [*self.described(one, ours, depth - 1), *self.described(other, theirs, depth - 1)]
            if not _is_a_change(parts):
                continue
            parts[0] = replace(parts[0], bits=parts[0].bits + parting.own)
            if sum(part.bits for part in parts) < sum(part.bits for part in best):
                best = parts
        return best

    def _dated(self, where: Where, members: Flags) -> "_Parting | None":
        """The instant that best parts the rows into before and from then on."""
        rows = self.rows[members]
        received = self.seen.received[rows]
        size = len(rows)
        before: Int64s = np.cumsum(self.hits[:, members], axis=1, dtype=np.int64)
        counts = np.arange(1, size + 1)
        costs = self.costs[:, None]
        saved = np.cumsum(self.saved[:, members], axis=1)
        first = (self.lengths.rows(before, counts[None, :], saved) + costs).min(axis=0)
        rest: Int64s = before[:, -1:] - before
        rest_saved = saved[:, -1:] - saved
        second = (self.lengths.rows(rest, size - counts[None, :], rest_saved) + costs).min(axis=0)
        total = (first + second)[:-1]
        total[received[1:] == received[:-1]] = np.inf
        own = float(np.log2(size)) + 1
        cut = int(np.argmin(total))
        if not np.isfinite(total[cut]):
            return None
        at = self._round(int(received[cut]), int(received[cut + 1]))
        early = members & (self.seen.received[self.rows] < at)
        return _Parting(
            bits=float(total[cut]) + own,
            own=own,
            sides=((replace(where, to_at=at), early), (replace(where, from_at=at), members & ~early)),
        )

    def _round(self, last: int, first: int) -> int:
        """The local midnight between two instants where there is one, else the second."""
        clock = self.seen.clock
        local = clock.local(np.array([last, first]))
        midnight = local[1] // DAY * DAY
        return int(clock.instants(np.array([midnight]))[0]) if local[0] < midnight else first

    def _by_column(self, where: Where, members: Flags) -> "_Parting | None":
        """The value of another column that best parts the rows into those that have it and the others."""
        best: _Parting | None = None
        rows = self.rows[members]
        hits, saved = self.hits[:, members], self.saved[:, members]
        costs = self.costs[:, None]
        for column in self.seen.observations.others:
            codes, width = column.codes[rows], len(column.names)
            of = np.bincount(codes, minlength=width)
            if np.count_nonzero(of) < 2:
                continue
            has = np.array([np.bincount(codes, weights=row, minlength=width) for row in hits])
            has_saved = np.array([np.bincount(codes, weights=row, minlength=width) for row in saved])
            lacks, lacks_saved = hits.sum(axis=1)[:, None] - has, saved.sum(axis=1)[:, None] - has_saved
            bits = (self.lengths.rows(has, of[None, :], has_saved) + costs).min(axis=0)
            bits += (self.lengths.rows(lacks, (len(rows) - of)[None, :], lacks_saved) + costs).min(axis=0)
            bits[of == 0] = np.inf
            value = int(np.argmin(bits))
            own = float(np.log2(len(self.seen.observations.others)) + np.log2(len(column.names))) + 1
            if best is None or bits[value] + own < best.bits:
                ours = members & (column.codes[self.rows] == value)
                pair = (column.name, column.names[value])
                sides = (
                    (replace(where, has=(*where.has, pair)), ours),
                    (replace(where, lacks=(*where.lacks, pair)), members & ~ours),
                )
                best = _Parting(bits=float(bits[value]) + own, own=own, sides=sides)
        return best


def _is_a_change(parts: Sequence[GroupPiece]) -> bool:
    """Whether the parts follow different rules, each with rows that say so."""
    return len({part.rule for part in parts}) > 1 and all(
        part.rule is not None and part.explained >= _FEWEST for part in parts
    )


@dataclass(frozen=True, kw_only=True)
class _Parting:
    """Two sides of some rows, and what both with one rule each and the parting cost."""

    bits: float
    own: float
    sides: tuple[tuple[Where, Flags], tuple[Where, Flags]]

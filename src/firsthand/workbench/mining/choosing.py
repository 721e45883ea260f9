"""Which rule each group follows on a few calendars, and which few calendars describe all groups best."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.domain.calendars import BudgetUnit
from firsthand.workbench.mining.hours import ALWAYS, Hours
from firsthand.workbench.mining.lengths import Floats, Lengths, hours_bits
from firsthand.workbench.mining.rules import NO_AMOUNT, MinedRule, Seen
from firsthand.workbench.mining.wall_clock import Int64s

_AMOUNTS = 3  # the most frequent implied amounts of a group that are tried
_NO_HOURS = (BudgetUnit.ELAPSED_EXACT, BudgetUnit.BUSINESS_DAYS)
_NIGHTS = (BudgetUnit.BUSINESS_TIME, BudgetUnit.ELAPSED_NEXT_OPENING)


def units_on(hours: Hours) -> tuple[BudgetUnit, ...]:
    """The units that mean different things on these hours, and that the search can count on them."""
    if hours.always:
        return _NO_HOURS
    if hours.is_nightly:
        return _NIGHTS
    return tuple(unit for unit in BudgetUnit if unit is not BudgetUnit.ELAPSED_EXACT)


@dataclass(frozen=True, kw_only=True)
class RuleChoice:
    """A rule for some rows of one group and what it costs; no rule says that every end is written out."""

    rule: MinedRule | None
    explained: int
    bits: float


@dataclass(frozen=True, kw_only=True)
class Groups:
    """The rows of each group, in the order received."""

    rows: tuple[Int64s, ...]
    codes: Int64s


def groups_of(seen: Seen) -> Groups:
    """The groups that have rows, by code."""
    codes = seen.observations.group.codes
    order = np.lexsort((seen.received, codes))
    _, starts = np.unique(codes[order], return_index=True)
    rows = tuple(np.split(order.astype(np.int64), starts[1:])) if len(codes) else ()
    place = np.empty(len(codes), dtype=np.int64)
    for number, members in enumerate(rows):
        place[members] = number
    return Groups(rows=rows, codes=place)


def amounts(implied: Int64s, codes: Int64s, groups: int) -> list[list[tuple[int, int]]]:
    """For each group the most frequent amounts, with how many rows imply each, the most frequent first."""
    known = implied != NO_AMOUNT
    tops: list[list[tuple[int, int]]] = [[] for _ in range(groups)]
    if not known.any():
        return tops
    width = int(implied.max()) + 1
    keys, counts = np.unique(codes[known] * width + implied[known], return_counts=True)
    for place in np.argsort(counts, kind="stable")[::-1].tolist():
        mine = tops[int(keys[place]) // width]
        if len(mine) < _AMOUNTS:
            mine.append((int(keys[place]) % width, int(counts[place])))
    return tops


@dataclass(frozen=True, kw_only=True)
class Search:
    """What every step of the search needs: the rows seen, their groups and the costs."""

    seen: Seen
    groups: Groups
    lengths: Lengths

    @property
    def days_in_log(self) -> int:
        return self.seen.last_day - self.seen.first_day

    def best_on(self, hours: Hours) -> list[RuleChoice]:
        """For each group the cheapest rule on these hours, counted as the only calendar."""
        none = [float(self.lengths.rows(0, len(rows), 0.0)) for rows in self.groups.rows]
        best = [RuleChoice(rule=None, explained=0, bits=bits) for bits in none]
        for unit in units_on(hours):
            tops = amounts(self.seen.trial(hours).implied(unit), self.groups.codes, len(self.groups.rows))
            for number, found in enumerate(tops):
                for amount, count in found:
                    rule = MinedRule(hours=hours, unit=unit, amount=amount)
                    best[number] = self._cheaper(best[number], rule, self.groups.rows[number], count)
        return best

    def _cheaper(self, best: RuleChoice, rule: MinedRule, rows: Int64s, count: int) -> RuleChoice:
        """The rule where it is cheaper than the best so far; `count` rows imply its amount."""
        own = self.lengths.rule(rule.unit, rule.amount)
        most = count if rule.unit.in_days else len(rows)
        if float(self.lengths.rows(most, len(rows), most * self.lengths.surprise)) + own >= best.bits:
            return best
        off = self.seen.trial(rule.hours).off_where_implied(rule.unit, rule.amount, rows)
        saved = float(self.lengths.saved(off).sum())
        explained = len(off)
        bits = float(self.lengths.rows(explained, len(rows), saved)) + own
        return RuleChoice(rule=rule, explained=explained, bits=bits) if bits < best.bits else best

    def limits(self, calendars: Sequence[Hours]) -> list[float]:
        """For each group what it costs on the best of these calendars."""
        choices = [self.best_on(hours) for hours in calendars]
        return [min((one[number].bits for one in choices), default=np.inf) for number in range(len(self.groups.rows))]

    def described(self, hours: Hours, limits: Sequence[float]) -> tuple[float, list[RuleChoice]]:
        """All groups on these hours, or for their limits elsewhere: the bits, and the choices of those that stay."""
        mine = [
            choice if choice.bits < limit else RuleChoice(rule=None, explained=0, bits=limit)
            for choice, limit in zip(self.best_on(hours), limits, strict=True)
        ]
        return sum(choice.bits for choice in mine) + hours_bits(hours, self.days_in_log), mine


def choose_calendars(search: Search, candidates: Iterable[Hours]) -> tuple[Hours, ...]:
    """The few calendars with which rules, calendars and what they leave open are described in the fewest bits.

    Greedy: the best one more, again and again, then every one that is no longer worth its bits is dropped.
    """
    tried = [ALWAYS, *candidates]
    bits = np.array([_bits_on(search, hours) for hours in tried])
    own = np.array([hours_bits(hours, search.days_in_log) for hours in tried])
    chosen = [0]
    while True:
        now = _total(bits, own, chosen)
        totals = [_total(bits, own, [*chosen, more]) if more not in chosen else np.inf for more in range(len(tried))]
        more = int(np.argmin(totals))
        if totals[more] >= now:
            break
        chosen.append(more)
    for less in list(chosen[1:]):
        without = [one for one in chosen if one != less]
        if _total(bits, own, without) <= _total(bits, own, chosen):
            chosen = without
    return tuple(tried[number] for number in chosen)


def _bits_on(search: Search, hours: Hours) -> list[float]:
    """What each group costs on the hours, of which nothing is kept: a candidate takes a hundred bytes a row."""
    bits = [choice.bits for choice in search.best_on(hours)]
    search.seen.forget(hours)
    return bits


def _total(bits: Floats, own: Floats, chosen: Sequence[int]) -> float:
    naming = float(np.log2(len(chosen))) * bits.shape[1]
    return float(bits[list(chosen)].min(axis=0).sum() + own[list(chosen)].sum() + naming)

"""Two editions side by side: each matter in one space that holds the clauses of both."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.domain.book.answers import settled
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.context import ContextEffect
from firsthand.domain.book.effects.owner import OWNER
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.prose import moment
from firsthand.domain.book.values import Clause, Precedence
from firsthand.domain.calendars.instants import END_OF_INSTANTS, FIRST_INSTANT, datetime_of, instant_of
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.proving.answers import ClauseAnswer, terms_of
from firsthand.domain.proving.axes import at_instants, axes_of, with_no_kind
from firsthand.domain.proving.proof import Proof, space_of, stretches
from firsthand.domain.proving.regions import Box, Part, Regions, requests_said, times_said
from firsthand.domain.proving.space import Space, SpaceRule, rule_of
from firsthand.domain.proving.times import ALWAYS, Times, meet, union
from firsthand.domain.sentences import NOTHING_SAID, Sentence, Series, say
from firsthand.workbench.comparing.answers import both_said, context_of, context_said
from firsthand.workbench.comparing.texts import text_changes
from firsthand.workbench.comparing.values import AnswerChange, AnswerWords, Comparison

# The answers of both editions, and the clauses that give them.
_Pair = tuple[ClauseAnswer, ClauseAnswer]
_Key = tuple[_Pair, tuple[int, ...], tuple[int, ...]]
_Boxes = list[tuple[Box, Times]]


@dataclass(frozen=True, kw_only=True)
class _Sides:
    """Two editions, at every instant or at one each."""

    before: Edition
    after: Edition
    window: Times
    instants: tuple[datetime, datetime] | None = None

    def space(self, before: Sequence[Clause], after: Sequence[Clause], about: Matter = OWNER) -> Space:
        """The space of both sides' clauses, also of those that are in both. At single instants it holds those that are
        in force then, as if they always were."""
        # A clause is known by its identity, so those of the second side are copies.
        groups = (before, [replace(clause) for clause in after])
        if self.instants is None:
            return space_of([self.before, self.after], groups, about)
        rules = [
            replace(rule_of(clause, group), times=ALWAYS)
            for group, (clauses, at) in enumerate(zip(groups, self.instants, strict=True))
            for clause in clauses
            if clause.in_force_at(at)
        ]
        axes = at_instants(axes_of([self.before, self.after], [rule.clause for rule in rules]), self.instants)
        return Space(rules, with_no_kind(axes) if about.asked_before_kind else axes)


def compare(before: Edition, after: Edition) -> Comparison:
    """What the second edition answers otherwise than the first, for requests received since either was published."""
    return _compared(_Sides(before=before, after=after, window=_window(before, after)))


def compare_instants(edition: Edition, before_at: datetime, after_at: datetime) -> Comparison:
    """What an edition answers otherwise at the second instant than at the first."""
    return _compared(_Sides(before=edition, after=edition, window=ALWAYS, instants=(before_at, after_at)))


def _window(*editions: Edition) -> Times:
    return union(Proof(edition).since for edition in editions)


def _compared(sides: _Sides) -> Comparison:
    changes = [*_matter_changes(sides), *_context_changes(sides)]
    if sides.instants is None:
        changes += text_changes(sides.before, sides.after)
    return Comparison(before=sides.before.id, after=sides.after.id, changes=tuple(changes))


def _matter_changes(sides: _Sides) -> Iterator[AnswerChange]:
    before, after = Proof(sides.before), Proof(sides.after)
    for matter in dict.fromkeys((*before.by_matter, *after.by_matter)):
        space = sides.space(before.by_matter.get(matter, ()), after.by_matter.get(matter, ()), matter)
        for found in _different(space, sides, lambda clauses: terms_of(_first(settled(clauses)))):
            yield from _changes(sides, matter, space, found)


def _first(clauses: Sequence[Clause]) -> Clause | None:
    return clauses[0] if clauses else None


@dataclass(frozen=True, kw_only=True)
class _Difference:
    """Requests that get one pair of answers, with the positions of the clauses that give them."""

    pair: _Pair
    before: tuple[int, ...]
    after: tuple[int, ...]
    parts: tuple[Part, ...]


def _different(
    space: Space, sides: _Sides, answer: Callable[[Sequence[Clause]], ClauseAnswer]
) -> Iterator[_Difference]:
    regions: Regions[_Key] = Regions(space, lambda mask: _of_a_piece(space, mask, sides, answer))
    alike: dict[_Pair, tuple[_Boxes, dict[int, None], dict[int, None]]] = {}
    for (pair, before, after), boxes in regions.boxes(space.root()).items():
        found, old, new = alike.setdefault(pair, ([], {}, {}))
        found += boxes
        old.update(dict.fromkeys(before))
        new.update(dict.fromkeys(after))
    for pair, (found, old, new) in alike.items():
        yield _Difference(pair=pair, before=tuple(old), after=tuple(new), parts=regions.parts(found))


def _of_a_piece(
    space: Space, mask: int, sides: _Sides, answer: Callable[[Sequence[Clause]], ClauseAnswer]
) -> dict[_Key, Times]:
    rules = space.of(mask)
    found: dict[_Key, list[Times]] = {}
    for times, before, after in _both(rules, sides):
        pair = answer(before), answer(after)
        if pair[0] != pair[1]:
            old, new = (tuple(map(space.position, _deciding(one))) for one in (before, after))
            found.setdefault((pair, old, new), []).append(times)
    return {key: union(parts) for key, parts in found.items()}


def _deciding(clauses: Sequence[Clause]) -> Sequence[Clause]:
    return clauses if clauses and isinstance(clauses[0].effect, ContextEffect) else settled(clauses)[:1]


def _both(rules: Sequence[SpaceRule], sides: _Sides) -> Iterator[tuple[Times, list[Clause], list[Clause]]]:
    """The clauses in force in each edition, stretch by stretch."""
    group_of = {id(rule.clause): rule.group for rule in rules}

    def of(group: int, clauses: Sequence[Clause]) -> list[Clause]:
        return [clause for clause in clauses if group_of[id(clause)] == group]

    for one in stretches(rules, sides.window):
        yield meet(one.times, sides.window), of(0, one.in_force), of(1, one.in_force)


def _changes(sides: _Sides, matter: Matter, space: Space, found: _Difference) -> Iterator[AnswerChange]:
    old, new = (_clause(space, one) for one in (found.before, found.after))
    before, after = both_said(matter, (old, sides.before), (new, sides.after))
    clauses = _ids(space, found.before), _ids(space, found.after)
    for change in _by_time(sides, found.parts, about=matter.said, answers=(before, after)):
        counted = _first_counted(sides.after, new, change.from_at)
        yield replace(
            change,
            clauses=clauses,
            first_counted_at=counted,
            first_counted=_minute(counted, sides.after.zone) if counted else NOTHING_SAID,
        )


def _clause(space: Space, positions: tuple[int, ...]) -> Clause | None:
    return space.rules[positions[0]].clause if positions else None


def _ids(space: Space, positions: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(space.rules[position].clause.id for position in positions))


def _by_time(
    sides: _Sides, parts: Sequence[Part], *, about: Sentence, answers: tuple[AnswerWords, AnswerWords]
) -> Iterator[AnswerChange]:
    """One change for all requests that have it at the same times."""
    alike: dict[Times, list[Part]] = {}
    for part in parts:
        alike.setdefault(part.times, []).append(part)
    zone = sides.after.zone
    for times, found in alike.items():
        begin, end = times[0][0], times[-1][1]
        if sides.instants is not None:
            begin, end, when = instant_of(sides.instants[1]), END_OF_INSTANTS, NOTHING_SAID
        else:
            when = times_said(times, zone)
        requests = (requests_said(part, sides.after.declared) for part in found)
        yield AnswerChange(
            about=about,
            region=say("{requests}", requests=Series(tuple(requests), between=" and ")),
            when=when,
            before=answers[:1],
            after=answers[1:],
            from_at=datetime_of(begin) if begin > FIRST_INSTANT else None,
            to_at=datetime_of(end) if end < END_OF_INSTANTS else None,
            parts=tuple(found),
        )


def _first_counted(edition: Edition, clause: Clause | None, from_at: datetime | None) -> datetime | None:
    """The first instant that the clock counts from a change on; None where no clock counts opening hours."""
    effect = clause.effect if clause else None
    if not isinstance(effect, ClockEffect) or from_at is None or not effect.budget.unit.needs_hours:
        return None
    return edition.calendar(effect.calendar).next_opening(from_at)


def _minute(at: datetime, zone: str) -> Sentence:
    """An instant with its time also at midnight: the first minute that counts."""
    local, said = at.astimezone(zone_named(zone)), moment(at, zone)
    is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return say("{day} {time}", day=said, time="00:00") if is_midnight else said


def _context_changes(sides: _Sides) -> Iterator[AnswerChange]:
    """What must be given along; every clause that matches asks for its items, none comes before another."""
    old, new = (
        [replace(clause, precedence=Precedence.scope) for clause in edition.clauses if _asks(clause)]
        for edition in (sides.before, sides.after)
    )
    space = sides.space(old, new)
    for found in _different(space, sides, context_of):
        before, after = (context_said([str(item) for item in items]) for items in found.pair)
        clauses = _ids(space, found.before), _ids(space, found.after)
        for change in _by_time(sides, found.parts, about=say("what is given along"), answers=(before, after)):
            yield replace(change, clauses=clauses)


def _asks(clause: Clause) -> bool:
    return isinstance(clause.effect, ContextEffect)

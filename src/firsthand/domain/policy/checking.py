"""What can be said against a book that loads: reported, never silently resolved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from firsthand.domain.policy.answers import settled
from firsthand.domain.policy.book import Edition
from firsthand.domain.policy.conditions import Condition, Match
from firsthand.domain.policy.fields import Fields, FieldShape
from firsthand.domain.policy.values import (
    Clause,
    ClockEffect,
    LifecycleEffect,
    NoClockEffect,
    OwnerEffect,
    RouteEffect,
    TriageEffect,
)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something about a book that its author should settle, with the clauses it is about."""

    code: str
    clauses: tuple[str, ...]
    message: str


def check(edition: Edition) -> tuple[Finding, ...]:
    """The findings of an edition: clauses that overlap without precedence, and calendars that nothing
    uses."""
    return (*_overlaps(edition), *_unused_calendars(edition))


def _overlaps(edition: Edition) -> Iterator[Finding]:
    for one, other in combinations(edition.clauses, 2):
        about = _same_subject(one, other)
        if not about or not _at_the_same_time(one, other):
            continue
        if _both_can_hold(one.condition, other.condition, edition.fields) and len(settled((one, other))) > 1:
            message = f"{one.id} and {other.id} overlap on {about} without precedence"
            yield Finding(code="overlap", clauses=(one.id, other.id), message=message)


def _same_subject(one: Clause, other: Clause) -> str:
    """What both clauses settle, if they settle the same."""
    first, second = one.effect, other.effect
    for shape, about in ((OwnerEffect, "the owner"), (TriageEffect, "triage"), (LifecycleEffect, "closing")):
        if isinstance(first, shape) and isinstance(second, shape):
            return about
    if isinstance(first, RouteEffect) and isinstance(second, RouteEffect):
        same = (first.from_role, first.to_role) == (second.from_role, second.to_role)
        return f"the way from {first.from_role} to {first.to_role}" if same else ""
    kinds, others = _clock_kinds(one), _clock_kinds(other)
    if kinds is None or others is None:
        return ""
    common = kinds & others if kinds and others else kinds | others or {"every"}
    return f"the {sorted(common)[0].replace('_', ' ')} clock" if common else ""


def _clock_kinds(clause: Clause) -> set[str] | None:
    """The clocks that a clause settles; an empty set means every clock, None no clock."""
    if isinstance(clause.effect, ClockEffect):
        return {clause.effect.kind.value}
    if isinstance(clause.effect, NoClockEffect):
        return {kind.value for kind in clause.effect.kinds}
    return None


def _at_the_same_time(one: Clause, other: Clause) -> bool:
    starts = (one.applies_from, other.applies_from)
    if starts[0] is None or starts[1] is None:
        return False
    ends: list[datetime] = [clause.in_force.to_at for clause in (one, other) if clause.in_force.to_at is not None]
    return not ends or max(starts[0], starts[1]) < min(ends)


def _both_can_hold(one: Condition, other: Condition, fields: Fields) -> bool:
    """Whether some request fits both conditions. Conditions are boxes, so each field can be looked at
    alone."""
    for match in one.matches:
        against = other.on(match.field)
        if against is not None and not _share_a_value(match, against, fields):
            return False
    return True


def _share_a_value(one: Match, other: Match, fields: Fields) -> bool:
    if one.shape in (FieldShape.words, FieldShape.address) or (one.negated and other.negated):
        field = fields[one.field]
        closed = field.shape is FieldShape.closed
        return not closed or bool({*field.values, *_absent(field.may_be_absent)} - one.values - other.values)
    if one.negated:
        return bool(other.values - one.values)
    return bool(one.values - other.values) if other.negated else bool(one.values & other.values)


def _absent(may_be: bool) -> tuple[None, ...]:  # noqa: FBT001 - a yes or no is all it is about
    return (None,) if may_be else ()


def _unused_calendars(edition: Edition) -> Iterator[Finding]:
    used = {
        clause.effect.calendar for clause in edition.clauses if isinstance(clause.effect, ClockEffect | LifecycleEffect)
    }
    for calendar in edition.calendars:
        if calendar.name not in used:
            message = f"no clause uses the calendar {calendar.name}"
            yield Finding(code="unused_calendar", clauses=(), message=message)

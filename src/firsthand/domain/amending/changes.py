"""What changed in the book: clauses and calendars side by side, as they were and as they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.domain.book.amendments import Amendment
from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars import Calendar


class Became(StrEnum):
    """What became of a clause."""

    added = "added"
    changed = "changed"
    ended = "ended"
    announced = "announced"
    dropped = "dropped"
    activated = "activated"


@dataclass(frozen=True, kw_only=True)
class ClauseChange:
    """A clause before and after; one of them is None where there was, or is, none. `why` is said by a withdrawal or
    an activation."""

    became: Became
    old: Clause | None
    new: Clause | None
    why: str = ""

    @property
    def shown(self) -> Clause:
        """The clause that the change is listed under: the new one where there is one."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a change is about a clause")
        return found

    @property
    def rule_set(self) -> ClauseSet:
        """The rule set that changed."""
        return self.shown.set


@dataclass(frozen=True, kw_only=True)
class CalendarChange:
    """A calendar before and after."""

    name: str
    old: Calendar | None
    new: Calendar | None


def changes_of(amendment: Amendment, before: Edition) -> tuple[ClauseChange, ...]:
    """What an amendment does to the clauses of the edition before it, in its own order."""
    newest = {clause.id: clause for clause in before.clauses}
    found = []
    for clause in amendment.adds:
        olds = [newest[one.old] for one in amendment.replaces if one.new == clause.id and one.old in newest]
        first = Became.changed if olds else Became.added
        found.append(ClauseChange(became=first, old=olds[0] if olds else None, new=clause))
        found += [ClauseChange(became=Became.ended, old=old, new=None) for old in olds[1:]]
    for gone in amendment.withdraws:
        found.append(ClauseChange(became=Became.ended, old=newest.get(gone.clause), new=None, why=gone.why))
    for active in amendment.activates:
        clause_now = newest.get(active.clause)
        found.append(ClauseChange(became=Became.activated, old=clause_now, new=clause_now, why=active.why))
    return tuple(found)


def changes_between(
    before: Edition, before_at: datetime, after: Edition, after_at: datetime
) -> tuple[ClauseChange, ...]:
    """What is in force at one instant against another, each in its own edition, in the order of the book; and what
    was announced, or is no longer."""
    found = [*_in_force(before, before_at, after, after_at), *_announced(before, before_at, after, after_at)]
    ids = [clause.id for clause in (*before.clauses, *after.clauses)]
    place = {ident: number for number, ident in reversed(list(enumerate(ids)))}
    sets = list(ClauseSet)
    return tuple(sorted(found, key=lambda one: (sets.index(one.rule_set), place[one.shown.id])))


def _in_force(before: Edition, before_at: datetime, after: Edition, after_at: datetime) -> Iterator[ClauseChange]:
    old = {clause.id: clause for clause in before.clauses_in_force(before_at)}
    new = {clause.id: clause for clause in after.clauses_in_force(after_at)}
    replaced = {one.new: one.old for amendment in after.amendments for one in amendment.replaces}
    paired = set()
    for clause in new.values():
        was = old.get(clause.id) or old.get(replaced.get(clause.id, ""))
        if was is None:
            yield ClauseChange(became=Became.added, old=None, new=clause)
            continue
        paired.add(was.id)
        if _content(was) != _content(clause):
            yield ClauseChange(became=Became.changed, old=was, new=clause)
    for clause in old.values():
        if clause.id not in paired and clause.id not in new:
            yield ClauseChange(became=Became.ended, old=clause, new=None)


def _announced(before: Edition, before_at: datetime, after: Edition, after_at: datetime) -> Iterator[ClauseChange]:
    old = {(one.id, one.amendment): one for one in _waiting(before, before_at)}
    new = {(one.id, one.amendment): one for one in _waiting(after, after_at)}
    for key, clause in new.items():
        if key not in old:
            yield ClauseChange(became=Became.announced, old=None, new=clause)
    alive = {(one.id, one.amendment) for one in after.clauses if one.applies_from is not None}
    for key, clause in old.items():
        if key not in alive:
            yield ClauseChange(became=Became.dropped, old=clause, new=None)


def _waiting(edition: Edition, at: datetime) -> list[Clause]:
    return [one for one in edition.clauses if one.applies_from is not None and one.applies_from > at]


def _content(clause: Clause) -> tuple[object, ...]:
    """What a clause says and does, without who published it and when it holds."""
    return (
        *(clause.text, clause.reading, clause.effect, clause.condition, clause.commitment, clause.disclosable),
        *(clause.precedence, clause.over, clause.straddle, clause.exception),
    )


def calendar_changes(before: Edition, after: Edition) -> tuple[CalendarChange, ...]:
    """The calendars that two editions write differently."""
    old = {calendar.name: calendar for calendar in before.calendars}
    new = {calendar.name: calendar for calendar in after.calendars}
    return tuple(
        CalendarChange(name=name, old=old.get(name), new=new.get(name))
        for name in (old | new)
        if old.get(name) != new.get(name)
    )

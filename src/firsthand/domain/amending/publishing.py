"""Who must agree before an amendment is published: the owner of each rule set that it touches (S5, A21).

Anybody may propose (S6). A rule set whose owner role is vacant falls to an owner of the desk, and it is said (A20).
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from firsthand.domain.book.amendments import Amendment
from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.values import Clause
from firsthand.domain.clocks import BOOK_RULES
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, every, say

_AN_OWNER = say("an owner of the desk")


class Area(StrEnum):
    """A part of the book that has one owner: the six rule sets, and what an owner of the desk answers for."""

    organisation = "organisation"
    ownership = "ownership"
    service_levels = "service_levels"
    priority = "priority"
    escalation = "escalation"
    promise_wording = "promise_wording"
    desk = "desk"


@dataclass(frozen=True, kw_only=True)
class Touched:
    """An area that an amendment touches, and by what: clause ids, calendars, people."""

    area: Area
    by: tuple[str | Sentence, ...]


def clocks_not_run(amendment: Amendment) -> tuple[Clause, ...]:
    """The clauses of an amendment that promise a clock which nothing starts. A book that was published with one loads,
    and the rest of it runs; a new amendment may bring none."""
    return tuple(
        clause
        for clause in amendment.adds
        if isinstance(clause.effect, ClockEffect) and clause.effect.kind not in BOOK_RULES
    )


def refusal_to_run(clause: Clause) -> Sentence:
    """Why an amendment with this clause is not published."""
    kind = Name(clause.effect.kind) if isinstance(clause.effect, ClockEffect) else say("such a")
    return say(
        "Clause {clause} promises a {kind} clock, which the desk does not run. It runs {kinds}.",
        clause=clause.id,
        kind=kind,
        kinds=every(map(Name, BOOK_RULES)),
    )


def touched(amendment: Amendment, before: Edition) -> tuple[Touched, ...]:
    """The areas that an amendment on top of an edition touches, in the order of the book. A new owner of a rule set
    touches the set too, so that it is not taken without its owner."""
    found: dict[Area, dict[str | Sentence, None]] = {}
    for area, by in _touches(amendment, before):
        found.setdefault(area, {})[by] = None
    return tuple(Touched(area=area, by=tuple(found[area])) for area in Area if area in found)


def _touches(amendment: Amendment, before: Edition) -> Iterator[tuple[Area, str | Sentence]]:
    set_of = {clause.id: clause.set for clause in (*before.clauses, *amendment.adds)}
    named = [clause.id for clause in amendment.adds]
    named += [one.old for one in amendment.replaces]
    named += [one.clause for one in amendment.withdraws]
    named += [one.clause for one in amendment.activates]
    for clause in named:
        yield Area(set_of[clause].value), clause
    for calendar in amendment.calendars:
        yield Area.service_levels, calendar.name
    for owner in amendment.owners:
        if before.owners[owner.set] != owner.role:
            role = Name(owner.role, NameFamily.role)
            yield Area(owner.set.value), say("its owner becomes {role}", role=role)
            yield Area.desk, say("owner of {area}", area=Name(owner.set))
    for holder in amendment.holders:
        yield Area.desk, say("{role}: {name}", role=Name(holder.role, NameFamily.role), name=holder.name)
    for roster in amendment.rosters:
        yield Area.desk, say("roster of {role}", role=Name(roster.role, NameFamily.role))
    for example in amendment.examples:
        yield Area.desk, say("example: {about}", about=example.about)
    known = {reading.id: reading.text for reading in before.readings}
    yield from ((Area.desk, one.id) for one in amendment.readings if known.get(one.id) != one.text)
    if before.amendments and amendment.fields != before.fields:
        yield Area.desk, say("declared names")


@dataclass(frozen=True, kw_only=True)
class Need:
    """Whose approval an area needs, in words `whose`. `role` None is an owner of the desk; `vacant` is the owner role
    that nobody holds, for which an owner of the desk stands in."""

    area: Area
    by: tuple[str | Sentence, ...]
    role: Role | None
    whose: Sentence
    vacant: Role | None = None

    def may_be_given_by(self, *, roles: AbstractSet[Role], is_owner: bool) -> bool:
        """Whether somebody with these roles may approve the area."""
        return is_owner if self.role is None else self.role in roles


def needs(touched_areas: Iterable[Touched], *, before: Edition, vacant: AbstractSet[Role]) -> tuple[Need, ...]:
    """Whose approvals the areas need, with the owners of an edition's rule sets and the roles that nobody holds."""
    return tuple(_need(one, before, vacant) for one in touched_areas)


def _need(one: Touched, before: Edition, vacant: AbstractSet[Role]) -> Need:
    if one.area is Area.desk:
        return Need(area=one.area, by=one.by, role=None, whose=_AN_OWNER)
    role = before.owners[ClauseSet(one.area.value)]
    if role in vacant:
        return Need(area=one.area, by=one.by, role=None, whose=_AN_OWNER, vacant=role)
    return Need(area=one.area, by=one.by, role=role, whose=say("{role}", role=Name(role, NameFamily.role)))

"""Folds amendments, in the order of their publication, into the clauses that hold.

A clause that is replaced keeps its past: it ends where the new one starts. One that had not yet taken force
when it was replaced never does (a promised date that moves). A withdrawal ends a clause and puts nothing in
its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from firsthand.domain.book.amendments import (
    ActivationRecord,
    Amendment,
    Example,
    OldEnds,
    Replacement,
    RoleHolder,
    Roster,
)
from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.company import deciding, missing_states, name_of, organisation_of
from firsthand.domain.book.effects.state import StateEffect
from firsthand.domain.book.entries import unknown_value
from firsthand.domain.book.errors import PolicyError, UnknownClause
from firsthand.domain.book.values import Activation, ActivationKind, Clause
from firsthand.domain.calendars import Calendar, CalendarError, working_time
from firsthand.domain.names import Role
from firsthand.domain.organisation.default import RULE_SET_OWNERS
from firsthand.domain.sentences import Name, Sentence, Series, say


@dataclass(kw_only=True)
class _Version:
    """A clause as published, with what later amendments did to it."""

    clause: Clause
    ends: list[datetime] = field(default_factory=list)
    ended_by: "list[_Version]" = field(default_factory=list)
    last: Clause | None = None

    def folded(self) -> Clause:
        """The clause with its last possible instant; a version that starts later ends it when it takes
        force."""
        ends = [
            *self.ends,
            *(start for new in self.ended_by if (start := new.clause.applies_from) is not None),
        ]
        if self.clause.in_force.to_at is not None:
            ends.append(self.clause.in_force.to_at)
        to_at = min(ends, default=None)
        if to_at == self.clause.in_force.to_at:
            return self.clause
        if self.last is None or self.last.in_force.to_at != to_at:
            self.last = replace(self.clause, in_force=replace(self.clause.in_force, to_at=to_at))
        return self.last


@dataclass(frozen=True, kw_only=True)
class Folded:
    """What a run of amendments adds up to. `brought_by` is the amendment of each calendar as it stands."""

    clauses: tuple[Clause, ...]
    calendars: tuple[Calendar, ...]
    brought_by: Mapping[str, Amendment]
    owners: Mapping[ClauseSet, Role]
    holders: tuple[RoleHolder, ...]
    rosters: tuple[Roster, ...]
    examples: tuple[Example, ...]


_USUAL_OWNERS = {ClauseSet(name): role for name, role in RULE_SET_OWNERS.items()}


def fold(amendments: Sequence[Amendment]) -> Folded:
    """The clauses and calendars that the amendments add up to. Raises PolicyError with the amendment's
    file."""
    folding = Folding()
    for amendment in amendments:
        folding.add(amendment)
    return folding.folded()


class Folding:
    """Amendments as they are folded, one after the other; what was folded is not folded again for the next."""

    def __init__(self) -> None:
        self._amendments: list[Amendment] = []
        self._versions: list[_Version] = []
        self._live: dict[str, _Version] = {}
        self._calendars: dict[str, Calendar] = {}

    def add(self, amendment: Amendment) -> None:
        """Fold the next amendment. Raises PolicyError with its file; the folding is of no use then."""
        self._amendments.append(amendment)
        self._calendars.update({calendar.name: calendar for calendar in amendment.calendars})
        added = _added(self._live, amendment)
        self._versions += added
        self._live |= {version.clause.id: version for version in added}
        for withdrawal in amendment.withdraws:
            version = _taken(self._live, withdrawal.clause, amendment, withdrawal.place)
            version.ends.append(withdrawal.at)
        for record in amendment.activates:
            _activate(_found(self._live, record.clause, amendment, record.place), record, amendment)

    def folded(self) -> Folded:
        """What all of them add up to so far."""
        amendments = self._amendments
        people = {(one.role, one.name, one.from_at): one for amendment in amendments for one in amendment.holders}
        return Folded(
            clauses=tuple(version.folded() for version in self._versions),
            calendars=tuple(self._calendars.values()),
            brought_by={calendar.name: amendment for amendment in amendments for calendar in amendment.calendars},
            owners=_USUAL_OWNERS | {owner.set: owner.role for amendment in amendments for owner in amendment.owners},
            holders=tuple(people.values()),
            rosters=tuple({one.role: one for amendment in amendments for one in amendment.rosters}.values()),
            examples=tuple(example for amendment in amendments for example in amendment.examples),
        )


def check_amendment(amendment: Amendment, before: Folding) -> None:
    """Fold the amendment onto those before it. Raises PolicyError when it does not fit on them."""
    _check_circles(amendment)
    before.add(amendment)
    folded = before.folded()
    calendars = {calendar.name for calendar in folded.calendars}
    for calendar in amendment.calendars:
        _check_opens(calendar, f"calendars.{calendar.name}", amendment)
    for roster in amendment.rosters:
        _check_opens(roster.calendar, f"rosters.{roster.role}", amendment)
    ids = {clause.id for clause in folded.clauses}
    for clause in amendment.adds:
        missing = [name for _, name in clause.effect.counting if name not in calendars]
        if missing:
            known = Series(tuple(sorted(calendars)))
            message = say("no calendar is named {name}; known are {known}", name=repr(missing[0]), known=known)
            raise _misplaced(clause, amendment, message)
        unknown = [one for one in clause.over if one not in ids]
        if unknown:
            message = say(
                "clause {id}: over names {unknown}, which is no clause of the book",
                id=clause.id,
                unknown=repr(unknown[0]),
            )
            raise UnknownClause("unknown_name", message, clause=unknown[0], field=clause.place, file=amendment.file)
    _check_states(folded, amendment)
    _check_becomes(folded, amendment)
    over = {clause.id: clause.over for clause in folded.clauses}
    for clause in amendment.adds:
        if circle := _circle(clause.id, over):
            raise PolicyError(
                "cyclic_precedence",
                say(
                    "{circle}: each would win over itself; expected one of them to stand first",
                    circle=" is over ".join(circle),
                ),
                field=clause.place,
                file=amendment.file,
            )


def _check_states(folded: Folded, amendment: Amendment) -> None:
    """Whenever the states change, a ticket can be worked on and can be over."""
    declaring = [one for one in folded.clauses if isinstance(one.effect, StateEffect)]
    edges = {edge for one in declaring for edge in (one.applies_from, one.in_force.to_at) if edge is not None}
    for at in sorted(edges):
        lacks = missing_states(organisation_of(deciding([one for one in declaring if one.in_force_at(at)]), {}))
        if lacks:
            place = next((one.place for one in amendment.adds if isinstance(one.effect, StateEffect)), "withdraws")
            raise PolicyError(
                "states_incomplete",
                say("from {at} {lacks}", at=at.isoformat(), lacks=lacks),
                field=place,
                file=amendment.file,
            )


def _check_becomes(folded: Folded, amendment: Amendment) -> None:
    """What takes the place of a name that is withdrawn is another declared name of its family."""
    names = {clause.id: found for clause in folded.clauses if (found := name_of(clause)) is not None}
    for withdrawal in amendment.withdraws:
        if not withdrawal.becomes:
            continue
        field = f"{withdrawal.place}.becomes"
        if withdrawal.clause not in names:
            message = say("clause {clause} declares no name; leave becomes out", clause=withdrawal.clause)
            raise PolicyError("declares_nothing", message, field=field, file=amendment.file)
        family, own = names[withdrawal.clause]
        others = sorted({name for other, name in names.values() if other == family and name != own})
        if withdrawal.becomes not in others:
            none = say("the book has no other {family}", family=Name(family))
            message = unknown_value(withdrawal.becomes, others) if others else none
            raise PolicyError("unknown_value", message, field=field, file=amendment.file)


def _check_opens(calendar: Calendar, place: str, amendment: Amendment) -> None:
    try:
        working_time(calendar)
    except CalendarError as error:
        field = f"{place}.{error.field}"
        raise PolicyError(error.code, error.problem, field=field, file=amendment.file) from None


def _check_circles(amendment: Amendment) -> None:
    """Clauses of one amendment may not replace each other in a circle; one that replaces its own earlier version
    may."""
    gives_way: dict[str, list[str]] = {}
    for replacement in amendment.replaces:
        if replacement.old != replacement.new:
            gives_way.setdefault(replacement.new, []).append(replacement.old)
    for clause in amendment.adds:
        if circle := _circle(clause.id, gives_way):
            raise PolicyError(
                "cyclic_replacement",
                say(
                    "{circle}: the replacement goes in a circle; expected a clause to replace one of an earlier "
                    "amendment",
                    circle=" replaces ".join(circle),
                ),
                field=f"{clause.place}.replaces",
                file=amendment.file,
            )


def _circle(start: str, steps: Mapping[str, Sequence[str]]) -> list[str]:
    """A way from `start` back to itself, both ends included; empty when there is none."""
    ways = [[start, step] for step in steps.get(start, ())]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, step] for step in steps.get(way[-1], ())]
    return []


def _misplaced(clause: Clause, amendment: Amendment, message: Sentence) -> PolicyError:
    return PolicyError(
        "unknown_name",
        say("clause {id}: {message}", id=clause.id, message=message),
        field=clause.place,
        file=amendment.file,
    )


def _added(live: dict[str, _Version], amendment: Amendment) -> list[_Version]:
    """The clauses that the amendment adds; those that they replace live no longer."""
    old_of: dict[str, list[Replacement]] = {}
    for replacement in amendment.replaces:
        old_of.setdefault(replacement.new, []).append(replacement)
    added = []
    for clause in amendment.adds:
        new = _Version(clause=clause)
        for replacement in old_of.get(clause.id, ()):
            old = _taken(live, replacement.old, amendment, f"{clause.place}.replaces")
            _end(old, new, replacement, amendment.published_at)
        if clause.id in live:
            raise PolicyError(
                "repeated",
                say("clause {id} is in force from an earlier amendment; say replaces: {id}", id=clause.id),
                field=clause.place,
                file=amendment.file,
            )
        added.append(new)
    return added


def _end(old: _Version, new: _Version, replacement: Replacement, published_at: datetime) -> None:
    ends = replacement.ends
    if isinstance(ends, datetime):
        old.ends.append(ends)
        return
    if ends is None:
        start = old.clause.applies_from
        not_yet = start is None or start > published_at
        ends = OldEnds.at_once if not_yet else OldEnds.when_in_force
    if ends is OldEnds.at_once:
        old.ends.append(published_at)
    else:
        old.ended_by.append(new)


def _activate(version: _Version, record: ActivationRecord, amendment: Amendment) -> None:
    activation = version.clause.activation
    if activation.kind is ActivationKind.date:
        raise PolicyError(
            "not_activated_by_hand",
            say("clause {id} takes force by its dates; nothing activates it", id=version.clause.id),
            field=record.place,
            file=amendment.file,
        )
    active = Activation(kind=activation.kind, text=activation.text, activated_at=record.at, activated_by=record.by)
    version.clause, version.last = replace(version.clause, activation=active), None


def _taken(live: dict[str, _Version], clause_id: str, amendment: Amendment, place: str) -> _Version:
    found = _found(live, clause_id, amendment, place)
    del live[clause_id]
    return found


def _found(live: Mapping[str, _Version], clause_id: str, amendment: Amendment, place: str) -> _Version:
    if clause_id in live:
        return live[clause_id]
    message = say(
        "no amendment before {id} has a clause {clause_id} that is still in the book",
        id=amendment.id,
        clause_id=clause_id,
    )
    if any(clause.id == clause_id for clause in amendment.adds):
        message = say(
            "clause {clause_id} is published by this same amendment; it cannot be changed by it too",
            clause_id=clause_id,
        )
    raise UnknownClause("not_in_the_book", message, clause=clause_id, field=place, file=amendment.file)

"""Folds amendments, in the order of their publication, into the clauses that hold.

A clause that is replaced keeps its past: it ends where the new one starts. One that had not yet taken force
when it was replaced never does (a promised date that moves). A withdrawal ends a clause and puts nothing in
its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from firsthand.domain.calendars import Calendar, CalendarError, working_time
from firsthand.domain.policy.errors import PolicyError
from firsthand.domain.policy.values import (
    Activation,
    ActivationKind,
    Amendment,
    Clause,
    ClockEffect,
    LifecycleEffect,
    OldEnds,
    Replacement,
)


@dataclass(kw_only=True)
class _Version:
    """A clause as published, with what later amendments did to it."""

    clause: Clause
    ends: list[datetime] = field(default_factory=list)
    ended_by: "list[_Version]" = field(default_factory=list)
    live: bool = True

    def folded(self) -> Clause:
        """The clause with its last possible instant; a version that starts later ends it when it takes
        force."""
        ends = [
            *self.ends,
            *(start for new in self.ended_by if (start := new.clause.applies_from) is not None),
        ]
        if self.clause.in_force.to_at is not None:
            ends.append(self.clause.in_force.to_at)
        in_force = replace(self.clause.in_force, to_at=min(ends)) if ends else self.clause.in_force
        return replace(self.clause, in_force=in_force)


@dataclass(frozen=True, kw_only=True)
class Folded:
    """What a run of amendments adds up to."""

    clauses: tuple[Clause, ...]
    calendars: tuple[Calendar, ...]


def fold(amendments: Sequence[Amendment]) -> Folded:
    """The clauses and calendars that the amendments add up to. Raises PolicyError with the amendment's
    file."""
    versions: list[_Version] = []
    calendars: dict[str, Calendar] = {}
    for amendment in amendments:
        calendars.update({calendar.name: calendar for calendar in amendment.calendars})
        _add(versions, amendment)
        for withdrawal in amendment.withdraws:
            version = _live(versions, withdrawal.clause, amendment, "withdraws")
            version.ends.append(withdrawal.at)
            version.live = False
        for record in amendment.activates:
            version = _live(versions, record.clause, amendment, "activates")
            _activate(version, record.at, record.by, amendment)
    return Folded(clauses=tuple(version.folded() for version in versions), calendars=tuple(calendars.values()))


def check_amendment(amendment: Amendment, before: Sequence[Amendment]) -> None:
    """Raises PolicyError when the amendment does not fit on those before it."""
    folded = fold([*before, amendment])
    calendars = {calendar.name for calendar in folded.calendars}
    for calendar in amendment.calendars:
        try:
            working_time(calendar)
        except CalendarError as error:
            raise PolicyError(
                error.code,
                error.message,
                field=f"calendars.{calendar.name}.{error.field}",
                file=amendment.file,
            ) from None
    ids = {clause.id for clause in folded.clauses}
    for clause in amendment.adds:
        name = _calendar_of(clause)
        if name is not None and name not in calendars:
            raise _misplaced(
                clause, amendment, f"no calendar is named {name!r}; known are {', '.join(sorted(calendars))}"
            )
        unknown = [one for one in clause.over if one not in ids]
        if unknown:
            raise _misplaced(clause, amendment, f"over names {unknown[0]!r}, which is no clause of the book")


def _calendar_of(clause: Clause) -> str | None:
    effect = clause.effect
    return effect.calendar if isinstance(effect, ClockEffect | LifecycleEffect) else None


def _misplaced(clause: Clause, amendment: Amendment, message: str) -> PolicyError:
    return PolicyError("unknown_name", f"clause {clause.id}: {message}", field=clause.place, file=amendment.file)


def _add(versions: list[_Version], amendment: Amendment) -> None:
    old_of: dict[str, list[Replacement]] = {}
    for replacement in amendment.replaces:
        old_of.setdefault(replacement.new, []).append(replacement)
    added = []
    for clause in amendment.adds:
        new = _Version(clause=clause)
        for replacement in old_of.get(clause.id, ()):
            old = _live(versions, replacement.old, amendment, clause.place)
            old.live = False
            _end(old, new, replacement, amendment.published_at)
        if any(version.live and version.clause.id == clause.id for version in versions):
            raise PolicyError(
                "repeated",
                f"clause {clause.id} is in force from an earlier amendment; say replaces: {clause.id}",
                field=clause.place,
                file=amendment.file,
            )
        added.append(new)
    versions.extend(added)


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


def _activate(version: _Version, at: datetime, by: str, amendment: Amendment) -> None:
    activation = version.clause.activation
    if activation.kind is ActivationKind.date:
        raise PolicyError(
            "not_activated_by_hand",
            f"clause {version.clause.id} takes force by its dates; nothing activates it",
            field="activates",
            file=amendment.file,
        )
    active = Activation(kind=activation.kind, text=activation.text, activated_at=at, activated_by=by)
    version.clause = replace(version.clause, activation=active)


def _live(versions: Iterable[_Version], clause_id: str, amendment: Amendment, place: str) -> _Version:
    found = [version for version in versions if version.clause.id == clause_id and version.live]
    if found:
        return found[-1]
    message = f"no amendment before {amendment.id} has a clause {clause_id} that is still in the book"
    if any(clause.id == clause_id for clause in amendment.adds):
        message = f"clause {clause_id} is published by this same amendment; it cannot be changed by it too"
    raise PolicyError("not_in_the_book", message, field=place, file=amendment.file)

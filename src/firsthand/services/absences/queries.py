"""Reads about calendars of absences: when each of some people is away by them, and how they fare."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from firsthand.domain.absences import AbsenceSource, AwayStretch, absence_of, away_by
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.rosters import Absence
from firsthand.domain.sentences import Sentence
from firsthand.models.absences import AbsenceCalendar, CalendarAbsence
from firsthand.models.people import Person, RoleHolding
from firsthand.services.access.viewers import Viewer, held_at, require

_FURTHEST_ZONE = timedelta(hours=14)
"""So far a wall clock can be from UTC."""


def absences_of(people: Collection[int], at: datetime) -> dict[int, list[Absence]]:
    """When each of these people is away by their own calendars, those of their roles and those of everybody, as far as
    it matters at `at` or later: in one query, and in two more where something is said of more than one person."""
    rows = list(
        CalendarAbsence.objects.filter(to_at__gt=at - _FURTHEST_ZONE)
        .filter(Q(calendar__person__in=people) | Q(calendar__person=None))
        .order_by("from_at")
        .values_list(
            "calendar__person_id",
            "calendar__person__zone",
            "calendar__role_name",
            "calendar__source",
            "from_at",
            "to_at",
            "floating",
        )
    )
    found: defaultdict[int, list[Absence]] = defaultdict(list)
    shared = any(row[0] is None for row in rows)
    zones = dict(Person.objects.filter(pk__in=people).values_list("pk", "zone")) if shared else {}
    holders = _holders(people, at) if any(row[2] is not None for row in rows) else {}
    for person, zone, role, source, from_at, to_at, floating in rows:
        stretch = AwayStretch(from_at=from_at, to_at=to_at, floating=floating)
        by = away_by(AbsenceSource(source), of_person=person is not None, of_role=role is not None)
        whose = {person: zone} if person is not None else _of(holders[role], zones) if role is not None else zones
        for who, there in whose.items():
            absence = absence_of(stretch, zone=there, by=by)
            if absence.to_at > at:
                found[who].append(absence)
    return found


def _holders(people: Collection[int], at: datetime) -> defaultdict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    held = RoleHolding.objects.filter(held_at(at), person__in=people)
    for role, person in held.values_list("role_name", "person_id"):
        found[role].add(person)
    return found


def _of(holders: set[int], zones: dict[int, str]) -> dict[int, str]:
    return {who: zone for who, zone in zones.items() if who in holders}


@dataclass(frozen=True, kw_only=True)
class CalendarRow:
    """A calendar and how it fares: where it comes from (`said` is a host or a place), when it was last read well, what
    went wrong since, how many of its events count."""

    id: int
    role: Role | None
    source: AbsenceSource
    said: str
    every: bool
    given_by: str
    given_at: datetime
    read_at: datetime | None
    failing_since: datetime | None
    last_error: Sentence
    events: int
    counted: int
    left_out: int


def calendars_of(*, viewer: Viewer, person_id: int) -> tuple[CalendarRow, ...]:
    """Somebody's own calendars, for them and for whoever runs the desk; nobody else sees that there are any."""
    if person_id != viewer.person_id and not viewer.may(Right.run_desk):
        return ()
    return _rows(Q(person=person_id))


def shared_calendars(*, viewer: Viewer) -> tuple[CalendarRow, ...]:
    """The calendars of roles and of everybody. Raises Refused for somebody without a role."""
    require(viewer, Right.see_desk)
    return _rows(Q(person=None))


def _rows(whose: Q) -> tuple[CalendarRow, ...]:
    rows = AbsenceCalendar.objects.filter(whose).select_related("given_by").order_by("role_name", "id")
    return tuple(
        CalendarRow(
            id=one.pk,
            role=Role(one.role) if one.role is not None else None,
            source=AbsenceSource(one.source),
            said=one.said,
            every=one.counts == "every",
            given_by=one.given_by.name,
            given_at=one.given_at,
            read_at=one.read_at,
            failing_since=one.failing_since,
            last_error=one.last_error,
            events=one.events,
            counted=one.counted,
            left_out=one.left_out,
        )
        for one in rows
    )

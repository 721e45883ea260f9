"""Reads about people at work: who is, until when, who is next, and what somebody said about their hours."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from firsthand.domain.calendars import Interval
from firsthand.domain.errors import Missing
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.rosters import (
    Absence,
    AwayBy,
    OnDuty,
    Presence,
    WorkingWeek,
    WorkState,
    gaps_between,
    on_duty,
    presence,
    read_hours,
)
from firsthand.domain.sentences import say
from firsthand.models.people import Person
from firsthand.models.rosters import Capacity, TimeOff, WorkingHours
from firsthand.services.absences.queries import CalendarRow, absences_of, calendars_of
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import Desk
from firsthand.services.people.queries import Teammate, teammates_by_role

GAPS_WITHIN = timedelta(days=7)
MOST_AHEAD = 20
"""So many absences by calendars are shown, the next ones."""

Attendance = tuple[list[WorkingWeek], list[Absence]]
"""Somebody's weekly hours, and the time that they are away."""


def attendance_of(people: Collection[int], at: datetime) -> dict[int, Attendance]:
    """What each of these people said about when they work, as far as it matters at `at` or later, in three
    queries, and in two more where a calendar is of more than one person."""
    found: defaultdict[int, Attendance] = defaultdict(lambda: ([], []))
    hours = WorkingHours.objects.filter(person__in=people).order_by("from_on")
    for person, from_on, zone, text in hours.values_list("person_id", "from_on", "zone", "hours"):
        found[person][0].append(WorkingWeek(from_on=from_on, zone=zone, weekly=read_hours(text)))
    away = TimeOff.objects.filter(person__in=people, to_at__gt=at).order_by("from_at")
    for person, from_at, to_at in away.values_list("person_id", "from_at", "to_at"):
        found[person][1].append(Absence(from_at=from_at, to_at=to_at))
    for person, absences in absences_of(people, at).items():
        found[person][1].extend(absences)
    return {person: found[person] for person in people}


def presences(people: Collection[int], at: datetime) -> dict[int, Presence]:
    """How it is with each of these people at `at`, in the queries of `attendance_of`."""
    return {who: presence(weeks, away, at) for who, (weeks, away) in attendance_of(people, at).items()}


def capacities(people: Collection[int], at: datetime) -> dict[int, int]:
    """How many open tickets these people said that they can have at most; whoever set no limit is left out."""
    said = Capacity.objects.filter(person__in=people, said_at__lte=at).order_by("said_at", "id")
    newest = dict(said.values_list("person_id", "at_most"))
    return {who: most for who, most in newest.items() if most is not None}


@dataclass(frozen=True, kw_only=True)
class AwayNow:
    """Somebody who is away: until when they are back, as far as that is in sight, and what says so."""

    teammate: Teammate
    until: datetime | None
    by: AwayBy | None


@dataclass(frozen=True, kw_only=True)
class DutyOfRole:
    """Who of a role is on duty, until when, who is next and who is away. So many hold it (`held`); `unsaid` gave no
    hours. `gaps` are the stretches of the next seven days in which the book's roster of the role is open and nobody of
    it is at work; None where that is not known, because somebody gave no hours or the book has no roster of it."""

    role: Role
    names: dict[int, str]
    zones: dict[int, str]
    duty: OnDuty
    away: tuple[AwayNow, ...]
    unsaid: tuple[Teammate, ...]
    gaps: tuple[Interval, ...] | None
    held: int


def duty_of_roles(*, viewer: Viewer, desk: Desk) -> tuple[DutyOfRole, ...]:
    """Every role of the book that somebody holds, with who is on duty now, in five queries, and two more where a
    calendar is of more than one person. Raises Refused."""
    require(viewer, Right.see_desk)
    at = desk.at
    held = {role: people for role, people in teammates_by_role(viewer.organisation.roles, at).items() if people}
    everybody = {one.id: one.name for people in held.values() for one in people}
    attendance = attendance_of(everybody, at)
    zones = dict(Person.objects.filter(pk__in=everybody).values_list("pk", "zone"))
    return tuple(
        DutyOfRole(
            role=role,
            names=everybody,
            zones=zones,
            duty=on_duty({one.id: attendance[one.id] for one in people}, at),
            away=_away(people, attendance, at),
            unsaid=tuple(one for one in people if not attendance[one.id][0]),
            gaps=_gaps(role, [attendance[one.id] for one in people], desk),
            held=len(people),
        )
        for role, people in held.items()
    )


def _away(people: Iterable[Teammate], attendance: dict[int, Attendance], at: datetime) -> tuple[AwayNow, ...]:
    here = ((one, presence(*attendance[one.id], at)) for one in people)
    return tuple(AwayNow(teammate=one, until=now.until, by=now.by) for one, now in here if now.state is WorkState.away)


def _gaps(role: Role, people: list[Attendance], desk: Desk) -> tuple[Interval, ...] | None:
    rosters = {desk.organisation.now(one.role): one.calendar for one in desk.edition.rosters}
    if role not in rosters or not all(weeks for weeks, _away in people):
        return None
    return tuple(gaps_between(rosters[role], people, desk.at, desk.at + GAPS_WITHIN))


@dataclass(frozen=True, kw_only=True)
class HoursRow:
    """Weekly hours from a day on; `in_force` are those of now."""

    from_on: date
    zone: str
    hours: str
    in_force: bool


@dataclass(frozen=True, kw_only=True)
class TimeOffRow:
    """Time away that is not over."""

    id: int
    from_at: datetime
    to_at: datetime
    entered_by: str


@dataclass(frozen=True, kw_only=True)
class HoursPage:
    """Somebody's hours and time off, and whether the viewer may change them. `by_calendars` are their next absences
    that calendars tell of; `calendars` are their own, for whom they are to be seen."""

    person_id: int
    name: str
    zone: str
    presence: Presence
    hours: tuple[HoursRow, ...]
    away: tuple[TimeOffRow, ...]
    by_calendars: tuple[Absence, ...]
    calendars: tuple[CalendarRow, ...]
    at_most: int | None
    is_own: bool
    may_change: bool


def hours_page(*, viewer: Viewer, person_id: int, at: datetime) -> HoursPage:
    """When somebody works, as of `at`. Raises Refused, and Missing for nobody."""
    require(viewer, Right.see_desk)
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Missing("no_person", say("There is no such person on this desk."))
    weeks, away = attendance_of([person_id], at)[person_id]
    begun = [week for week in weeks if week.begins_at <= at]
    rows = WorkingHours.objects.filter(person=person).order_by("-from_on")
    is_own = person_id == viewer.person_id
    return HoursPage(
        person_id=person_id,
        name=person.name,
        zone=person.zone,
        presence=presence(weeks, away, at),
        hours=tuple(
            HoursRow(
                from_on=one.from_on,
                zone=one.zone,
                hours=one.hours,
                in_force=bool(begun) and one.from_on == max(begun, key=lambda week: week.begins_at).from_on,
            )
            for one in rows
        ),
        away=tuple(
            TimeOffRow(id=one.pk, from_at=one.from_at, to_at=one.to_at, entered_by=one.entered_by.name)
            for one in TimeOff.objects.filter(person=person, to_at__gt=at)
            .select_related("entered_by")
            .order_by("from_at")
        ),
        by_calendars=_by_calendars(away),
        calendars=calendars_of(viewer=viewer, person_id=person_id),
        at_most=capacities([person_id], at).get(person_id),
        is_own=is_own,
        may_change=person.is_active and (is_own or viewer.may(Right.run_desk)),
    )


def _by_calendars(away: Iterable[Absence]) -> tuple[Absence, ...]:
    found = sorted((one for one in away if one.by is not AwayBy.entered), key=lambda one: one.from_at)
    return tuple(found[:MOST_AHEAD])

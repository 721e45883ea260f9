"""Reads about people at work: who is, until when, who is next, and what somebody said about their hours."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from firsthand.domain.errors import Missing
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.rosters import Absence, OnDuty, Presence, WorkingWeek, on_duty, presence, read_hours
from firsthand.domain.sentences import say
from firsthand.models.people import Person
from firsthand.models.rosters import Capacity, TimeOff, WorkingHours
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.people.queries import Teammate, teammates_by_role

Attendance = tuple[list[WorkingWeek], list[Absence]]
"""Somebody's weekly hours, and the time that they are away."""


def attendance_of(people: Collection[int], at: datetime) -> dict[int, Attendance]:
    """What each of these people said about when they work, as far as it matters at `at` or later, in two queries."""
    found: defaultdict[int, Attendance] = defaultdict(lambda: ([], []))
    hours = WorkingHours.objects.filter(person__in=people).order_by("from_on")
    for person, from_on, zone, text in hours.values_list("person_id", "from_on", "zone", "hours"):
        found[person][0].append(WorkingWeek(from_on=from_on, zone=zone, weekly=read_hours(text)))
    away = TimeOff.objects.filter(person__in=people, to_at__gt=at).order_by("from_at")
    for person, from_at, to_at in away.values_list("person_id", "from_at", "to_at"):
        found[person][1].append(Absence(from_at=from_at, to_at=to_at))
    return {person: found[person] for person in people}


def presences(people: Collection[int], at: datetime) -> dict[int, Presence]:
    """How it is with each of these people at `at`, in two queries."""
    return {who: presence(weeks, away, at) for who, (weeks, away) in attendance_of(people, at).items()}


def capacities(people: Collection[int], at: datetime) -> dict[int, int]:
    """How many open tickets these people said that they can have at most; whoever set no limit is left out."""
    said = Capacity.objects.filter(person__in=people, said_at__lte=at).order_by("said_at", "id")
    newest = dict(said.values_list("person_id", "at_most"))
    return {who: most for who, most in newest.items() if most is not None}


@dataclass(frozen=True, kw_only=True)
class DutyOfRole:
    """Who of a role is on duty, until when, and who is next. So many hold it (`held`); `unsaid` gave no hours."""

    role: Role
    names: dict[int, str]
    zones: dict[int, str]
    duty: OnDuty
    unsaid: tuple[Teammate, ...]
    held: int


def duty_of_roles(*, viewer: Viewer, at: datetime) -> tuple[DutyOfRole, ...]:
    """Every role of the book that somebody holds, with who is on duty at `at`, in four queries. Raises Refused."""
    require(viewer, Right.see_desk)
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
            unsaid=tuple(one for one in people if not attendance[one.id][0]),
            held=len(people),
        )
        for role, people in held.items()
    )


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
    """Somebody's hours and time off, and whether the viewer may change them."""

    person_id: int
    name: str
    zone: str
    presence: Presence
    hours: tuple[HoursRow, ...]
    away: tuple[TimeOffRow, ...]
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
        at_most=capacities([person_id], at).get(person_id),
        is_own=is_own,
        may_change=person.is_active and (is_own or viewer.may(Right.run_desk)),
    )

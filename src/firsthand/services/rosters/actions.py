"""Writes about when people work. Everybody says it of themselves, whoever runs the desk of anybody."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Missing
from firsthand.domain.events.rosters import CapacitySaid, HoursSet, TimeOffEntered, TimeOffTakenBack
from firsthand.domain.organisation import Right
from firsthand.domain.rosters import hours_text, read_day, read_days_away, read_hours
from firsthand.domain.sentences import say
from firsthand.models.people import Person
from firsthand.models.rosters import Capacity, TimeOff, WorkingHours
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk
from firsthand.services.people.actions.members import locked
from firsthand.services.people.words import check_zone


@transaction.atomic
def set_hours(*, viewer: Viewer, person_id: int, hours: str, zone: str, from_on: str, at: datetime) -> WorkingHours:
    """From a day on somebody works these weekly hours; what was said from that day on before is replaced. Raises
    Invalid on `hours`, `zone` or `from_on`."""
    person = _person(viewer, person_id)
    week, wall, day = hours_text(read_hours(hours)), check_zone(zone), read_day(from_on, field="from_on")
    row, _made = WorkingHours.objects.update_or_create(
        person=person, from_on=day, defaults={"zone": wall, "hours": week}
    )
    with acting(person.subject, desk=open_desk(at), actor=viewer.actor) as act:
        act.append(HoursSet(from_on=day.isoformat(), hours=week, zone=wall))
    return row


@transaction.atomic
def enter_time_off(*, viewer: Viewer, person_id: int, first: str, last: str, at: datetime) -> TimeOff:
    """Somebody is away on whole days of their zone, the last one included. Raises Invalid on `first` or `last`."""
    person = _person(viewer, person_id)
    away = read_days_away(first, last, zone=person.zone)
    row = TimeOff.objects.create(person=person, from_at=away.from_at, to_at=away.to_at, entered_by_id=viewer.person_id)
    with acting(person.subject, desk=open_desk(at), actor=viewer.actor) as act:
        act.append(TimeOffEntered(from_at=away.from_at, to_at=away.to_at))
    return row


@transaction.atomic
def take_back_time_off(*, viewer: Viewer, time_off_id: int, at: datetime) -> Person:
    """Time off that has not begun is none; one that has begun ends now. Raises Missing for what is over or unknown."""
    whose = TimeOff.objects.filter(pk=time_off_id, to_at__gt=at).values_list("person_id", flat=True).first()
    if whose is None:
        raise Missing("no_time_off", say("There is no such time off ahead."))
    person = _person(viewer, whose)
    row = TimeOff.objects.filter(pk=time_off_id, to_at__gt=at).first()
    if row is None:
        raise Missing("no_time_off", say("There is no such time off ahead."))
    with acting(person.subject, desk=open_desk(at), actor=viewer.actor) as act:
        act.append(TimeOffTakenBack(from_at=max(row.from_at, at), to_at=row.to_at))
    if row.from_at < at:
        row.to_at = at
        row.save(update_fields=["to_at"])
    else:
        row.delete()
    return person


@transaction.atomic
def say_capacity(*, viewer: Viewer, person_id: int, at_most: int | None, at: datetime) -> Capacity:
    """From now on somebody can have so many open tickets at most; None is without a limit. What they have stays."""
    person = _person(viewer, person_id)
    row = Capacity.objects.create(person=person, said_at=at, at_most=at_most)
    with acting(person.subject, desk=open_desk(at), actor=viewer.actor) as act:
        act.append(CapacitySaid(at_most=at_most))
    return row


def _person(viewer: Viewer, person_id: int) -> Person:
    require(viewer, Right.see_desk if person_id == viewer.person_id else Right.run_desk)
    return locked(person_id)

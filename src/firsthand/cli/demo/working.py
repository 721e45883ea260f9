"""When the demo's people work: office hours where they live, and one of them is away next week."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from firsthand.models.people import Person
from firsthand.services.access.viewers import viewer_of
from firsthand.services.rosters.actions import enter_time_off, set_hours

_OFFICE_HOURS = "mon-fri 09:00-12:30, 13:00-17:30"


def say_hours(people: Mapping[str, Person], *, since: datetime, at: datetime) -> None:
    """Everybody says their hours, in force since a day; the last who came takes next week off."""
    for person in people.values():
        set_hours(
            viewer=viewer_of(person, at=at),
            person_id=person.pk,
            hours=_OFFICE_HOURS,
            zone=person.zone,
            from_on=since.date().isoformat(),
            at=at,
        )
    away, monday = list(people.values())[-1], _next_monday(at.date())
    enter_time_off(
        viewer=viewer_of(away, at=at),
        person_id=away.pk,
        first=monday.isoformat(),
        last=(monday + timedelta(days=4)).isoformat(),
        at=at,
    )


def _next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())

"""When the demo's people work: office hours where they live; one is away next week, another by their calendar."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from firsthand.models.people import Person
from firsthand.services.absences.actions import Whose, give_file, give_holidays
from firsthand.services.access.viewers import viewer_of
from firsthand.services.rosters.actions import enter_time_off, set_hours

_OFFICE_HOURS = "mon-fri 09:00-17:30"
_CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//firsthand//demo//EN
BEGIN:VEVENT
UID:conference@lighthouse.example
DTSTAMP:{first}T000000Z
DTSTART;VALUE=DATE:{first}
DTEND;VALUE=DATE:{after}
SUMMARY:Away: a conference
END:VEVENT
END:VCALENDAR
"""


def say_hours(people: Mapping[str, Person], *, since: datetime, at: datetime) -> None:
    """Everybody says their hours, in force since a day; the last who came takes next week off, the second gives a
    calendar in which they are away tomorrow, and the holidays of their country."""
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
    follows = list(people.values())[1]
    whose, viewer, tomorrow = Whose(person=follows.pk), viewer_of(follows, at=at), at.date() + timedelta(days=1)
    content = _CALENDAR.format(first=f"{tomorrow:%Y%m%d}", after=f"{tomorrow + timedelta(days=4):%Y%m%d}")
    give_file(viewer=viewer, whose=whose, content=content.replace("\n", "\r\n").encode(), every=True, at=at)
    give_holidays(viewer=viewer, whose=whose, place="DE-BE", at=at)


def _next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())

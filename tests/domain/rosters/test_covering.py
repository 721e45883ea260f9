"""Where the book has a role at work and nobody is."""

from datetime import UTC, date, datetime, timedelta

from firsthand.domain.calendars import Calendar, CalendarVersion, Interval
from firsthand.domain.rosters import Absence, WorkingWeek, gaps_between, read_hours

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ROSTER = Calendar(
    name="support",
    zone="UTC",
    versions=(CalendarVersion(in_force_from=None, weekly=read_hours("mon-fri 06:00-22:00")),),
)


def works(hours: str, zone: str = "UTC") -> list[WorkingWeek]:
    """Somebody's hours."""
    return [WorkingWeek(from_on=date(2026, 1, 1), zone=zone, weekly=read_hours(hours))]


def at(hour: int, *, day: int = 2) -> datetime:
    """An hour of a day of that week."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_two_who_follow_the_sun_leave_what_neither_works() -> None:
    people: list[tuple[list[WorkingWeek], list[Absence]]] = [
        (works("mon-fri 06:00-12:00"), []),
        (works("mon-fri 14:00-22:00"), []),
    ]
    assert gaps_between(ROSTER, people, MONDAY, MONDAY + timedelta(days=2)) == [
        Interval(opens_at=at(12), closes_at=at(14)),
        Interval(opens_at=at(12, day=3), closes_at=at(14, day=3)),
    ]


def test_time_off_makes_a_gap_and_a_week_without_one_has_none() -> None:
    whole = works("mon-sun 00:00-24:00")
    assert gaps_between(ROSTER, [(whole, [])], MONDAY, MONDAY + timedelta(days=7)) == []
    away = [Absence(from_at=at(9), to_at=at(11))]
    assert gaps_between(ROSTER, [(whole, away)], MONDAY, MONDAY + timedelta(days=1)) == [
        Interval(opens_at=at(9), closes_at=at(11))
    ]


def test_a_change_of_the_clock_opens_a_gap_of_an_hour() -> None:
    people: list[tuple[list[WorkingWeek], list[Absence]]] = [(works("mon-fri 07:00-23:00", "Europe/Berlin"), [])]
    monday_after = datetime(2026, 3, 30, tzinfo=UTC)
    gaps = gaps_between(ROSTER, people, monday_after, monday_after + timedelta(days=1))
    assert gaps == [Interval(opens_at=monday_after.replace(hour=21), closes_at=monday_after.replace(hour=22))]

"""When a time is over, in the holder's calendar: weekends, holidays, daylight saving, zones, and two readings."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from firsthand.domain.promises import Bound, ReadingTable, TimeKind, TimeUnit, TypedTime, resolve
from tests.domain.promises.desk import hours

PACIFIC, BERLIN = "America/Los_Angeles", "Europe/Berlin"
FRIDAY = "2026-11-27T10:00"  # in the week before December
CASES = (
    ("the end of the day", "day", "today end", "by", FRIDAY, ["2026-11-27T17:00"]),
    ("by Friday, said on a Friday", "day", "weekday:fri", "by", FRIDAY, ["2026-11-27T17:00", "2026-12-04T17:00"]),
    ("said when that day is over", "day", "weekday:fri", "by", "2026-11-27T18:00", ["2026-12-04T17:00"]),
    ("a Saturday stays", "day", "weekday:sat", "by", FRIDAY, ["2026-11-28T17:00"]),
    ("Christmas stays", "day", "date:12-25", "by", FRIDAY, ["2026-12-25T17:00"]),
    ("a date of next year", "day", "date:01-05", "by", FRIDAY, ["2027-01-05T17:00"]),
    ("the 3rd", "day", "date:03", "by", FRIDAY, ["2026-12-03T17:00"]),
    (
        "a date that can be read two ways",
        "day",
        "date:03/04",
        "by",
        "2026-02-01T10:00",
        ["2026-03-04T17:00", "2026-04-03T17:00"],
    ),
    (
        "next Tuesday, said on a Monday",
        "day",
        "weekday:tue next",
        "at",
        "2026-11-23T10:00",
        ["2026-11-24T17:00", "2026-12-01T17:00"],
    ),
    ("next Tuesday, said on a Friday", "day", "weekday:tue next", "at", FRIDAY, ["2026-12-01T17:00"]),
    ("this Monday, said on a Friday", "day", "weekday:mon this", "at", FRIDAY, ["2026-11-23T17:00"]),
    ("in the morning of Monday", "day", "weekday:mon morning", "at", FRIDAY, ["2026-11-30T12:00"]),
    ("tonight", "day", "today evening", "by", FRIDAY, ["2026-11-27T20:00"]),
    ("before Monday", "day", "weekday:mon start", "by", FRIDAY, ["2026-11-30T09:00"]),
    ("the next working day before Christmas", "day", "working+1", "at", "2026-12-24T10:00", ["2026-12-28T17:00"]),
    (
        "at 3 is the half in which we are open",
        "instant",
        "tomorrow T03:00?",
        "at",
        "2026-11-26T10:00",
        ["2026-11-27T15:00"],
    ),
    ("at 8, when neither is open", "instant", "tomorrow T08:00?", "at", "2026-11-26T10:00", ["2026-11-27T08:00"]),
    ("a time alone that is past", "instant", "T09:30", "at", FRIDAY, ["2026-11-28T09:30"]),
    ("a time that is past today", "instant", "today T09:30", "by", FRIDAY, ["2026-11-27T09:30"]),
    ("midnight", "instant", "T24:00", "by", FRIDAY, ["2026-11-28T00:00"]),
    ("the end of the week", "period", "week+0 end", "by", FRIDAY, ["2026-11-27T17:00"]),
    ("next week", "period", "week+1", "at", FRIDAY, ["2026-12-04T17:00"]),
    ("by next week", "period", "week+1", "by", FRIDAY, ["2026-11-30T09:00", "2026-12-04T17:00"]),
    ("by December", "period", "month:12", "by", FRIDAY, ["2026-12-01T09:00", "2026-12-31T17:00"]),
    (
        "the end of a week that ends in a holiday",
        "period",
        "week+0 end",
        "by",
        "2026-12-22T10:00",
        ["2026-12-24T17:00"],
    ),
    ("early next week", "period", "week+1 early", "at", FRIDAY, ["2026-12-01T17:00"]),
    ("mid-December", "period", "month:12 mid", "at", FRIDAY, ["2026-12-15T17:00"]),
    ("in Q1, said in November", "period", "quarter:1", "at", FRIDAY, ["2027-03-31T17:00"]),
    ("before the weekend", "period", "weekend+0", "by", FRIDAY, ["2026-11-27T17:00"]),
    ("calendar week 2", "period", "cw:2", "at", FRIDAY, ["2027-01-15T17:00"]),
)


def instant(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("zone", [PACIFIC, BERLIN])
@pytest.mark.parametrize(
    ("kind", "anchor", "bound", "now", "dues"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_times_are_over_in_the_holders_calendar(
    *, kind: str, anchor: str, bound: str, now: str, dues: list[str], zone: str
) -> None:
    typed = TypedTime(kind=TimeKind(kind), anchor=anchor, bound=Bound(bound))
    found = resolve(typed, instant(now, zone), hours(zone)).dues
    assert found == tuple(instant(due, zone) for due in dues)


AMOUNTS = (
    ("24 hours are by the wall, over a weekend", "PT24H", "wall", FRIDAY, "2026-11-28T10:00"),
    ("two days keep to the day", "P2D", "wall", FRIDAY, "2026-11-29T17:00"),
    ("a month from the 31st", "P1M", "wall", "2026-10-31T10:00", "2026-11-30T17:00"),
    ("four hours of work", "PT4H", "working", "2026-11-27T15:00", "2026-11-30T11:00"),
    ("two days of work over a weekend", "P2D", "working", FRIDAY, "2026-12-01T10:00"),
    ("a day of work from the night", "P1D", "working", "2026-11-26T20:00", "2026-11-30T09:00"),
    ("two days of work over Christmas", "P2D", "working", "2026-12-23T15:00", "2026-12-28T15:00"),
    ("a few hours", "few hours", "wall", FRIDAY, "2026-11-27T14:00"),
)


@pytest.mark.parametrize(("high", "unit", "now", "due"), [row[1:] for row in AMOUNTS], ids=[row[0] for row in AMOUNTS])
def test_amounts_count_as_they_say(high: str, unit: str, now: str, due: str) -> None:
    typed = TypedTime(
        kind=TimeKind.DURATION, anchor="now", unit=TimeUnit(unit), bound=Bound.WITHIN, low=high, high=high
    )
    assert resolve(typed, instant(now, PACIFIC), hours(PACIFIC)).dues == (instant(due, PACIFIC),)


def test_24_hours_over_the_end_of_summer_time_are_24_hours() -> None:
    typed = TypedTime(kind=TimeKind.DURATION, anchor="now", bound=Bound.WITHIN, low="PT24H", high="PT24H")
    (due,) = resolve(typed, instant("2026-10-24T12:00", BERLIN), hours(BERLIN)).dues
    assert due.astimezone(ZoneInfo(BERLIN)).hour == 11


def test_a_zone_that_is_said_wins_over_the_holders() -> None:
    typed = TypedTime(kind=TimeKind.INSTANT, anchor="tomorrow T15:00 @America/New_York", bound=Bound.BY)
    assert resolve(typed, instant(FRIDAY, PACIFIC), hours(PACIFIC)).dues == (
        instant("2026-11-28T15:00", "America/New_York"),
    )


def test_a_day_without_hours_is_told() -> None:
    typed = TypedTime(kind=TimeKind.DAY, anchor="weekday:sat", bound=Bound.BY)
    assert resolve(typed, instant(FRIDAY, PACIFIC), hours(PACIFIC)).closed_day


@pytest.mark.parametrize("typed", [
    TypedTime(kind=TimeKind.VAGUE, bound=Bound.WITHIN),
    TypedTime(kind=TimeKind.SET, low="P1D", high="P1D", bound=Bound.EVERY),
    TypedTime(kind=TimeKind.DAY, anchor="yesterday", bound=Bound.AT),
    TypedTime(kind=TimeKind.DAY, anchor="weekday:mon", bound=Bound.FROM),
    TypedTime(kind=TimeKind.DURATION, anchor="event", bound=Bound.WITHIN, low="P2D", high="P2D"),
    TypedTime(kind=TimeKind.DURATION, anchor="now", bound=Bound.WITHIN, low="P9999999D", high="P9999999D"),
])  # fmt: skip
def test_what_has_no_instant_gets_none(typed: TypedTime) -> None:
    assert resolve(typed, instant(FRIDAY, PACIFIC), hours(PACIFIC)).dues == ()


def test_the_book_may_read_a_few_hours_otherwise() -> None:
    typed = TypedTime(kind=TimeKind.DURATION, anchor="now", bound=Bound.WITHIN, low="few hours", high="few hours")
    table = ReadingTable(few={"few hours": "PT2H"})
    assert resolve(typed, instant(FRIDAY, PACIFIC), hours(PACIFIC), table).dues == (
        instant("2026-11-27T12:00", PACIFIC),
    )

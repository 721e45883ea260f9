"""What a calendar file may say, and the words for what it may not."""

from datetime import date

import pytest

from firsthand.domain.calendars import CalendarError, Holiday, Window, parse_calendar
from firsthand.domain.calendars.hours import parse_days, parse_hours

H = 3600


def test_hours_are_read_as_people_write_them() -> None:
    assert parse_hours("09:00-12:00, 13:00-17:00", "f") == (
        Window(opens=9 * H, closes=12 * H),
        Window(opens=13 * H, closes=17 * H),
    )
    assert parse_hours("22:00-06:00", "f") == (Window(opens=22 * H, closes=30 * H),)
    assert parse_hours("00:00-24:00", "f") == (Window(opens=0, closes=24 * H),)
    assert parse_hours("closed", "f") == ()
    assert str(parse_hours("22:00-06:00", "f")[0]) == "22:00-06:00"
    assert str(parse_hours("09:00-24:00", "f")[0]) == "09:00-24:00"


def test_days_are_names_ranges_and_lists() -> None:
    assert parse_days("mon-fri", "f") == (0, 1, 2, 3, 4)
    assert parse_days("mon, Wednesday", "f") == (0, 2)
    assert parse_days("fri-mon", "f") == (4, 5, 6, 0)


@pytest.mark.clause("A3", "A7", "A14")
def test_a_whole_calendar_with_a_version_that_inherits_holidays() -> None:
    calendar = parse_calendar(
        "support-hours",
        {
            "zone": "America/Los_Angeles",
            "weekly": {"mon-fri": "09:00-17:00"},
            "holidays": [{"date": "12-24", "name": "Christmas Eve"}, {"date": date(2021, 7, 5), "name": "Observed"}],
            "exceptions": [{"date": "2021-06-30", "hours": "10:00-12:00", "reason": "all hands"}],
            "versions": [{"from": "2021-08-01", "weekly": {"mon-fri": "02:00-17:00"}}],
        },
    )
    before, after = calendar.versions
    assert before.holidays[0] == Holiday(month=12, day=24, name="Christmas Eve")
    assert after.holidays == before.holidays
    assert after.in_force_from == date(2021, 8, 1)
    assert after.weekly[0] == (Window(opens=2 * H, closes=17 * H),)
    assert after.weekly[6] == ()
    assert hash(calendar) == hash(calendar)


MARCH = "2021-03-01"
OPEN = {"zone": "UTC", "always_open": True}
WRONG: list[tuple[dict[str, object], str, str, str]] = [
    ({}, "zone_missing", "zone", "IANA"),
    ({"zone": "America/Los_Angles"}, "unknown_zone", "zone", "did you mean America/Los_Angeles"),
    ({"zone": "../../etc/passwd"}, "unknown_zone", "zone", "IANA"),
    ({"zone": "UTC"}, "weekly_missing", "weekly", "always_open"),
    ({"zone": "UTC", "weekly": "9-5"}, "bad_weekly", "weekly", "mon-fri"),
    ({"zone": "UTC", "hours": {}}, "unknown_key", "hours", "expected one of zone"),
    ({"zone": "UTC", "weekly": {"mon": "9-5"}}, "bad_hours", "weekly.mon", "expected hours such as"),
    ({"zone": "UTC", "weekly": {"mon": 1320}}, "bad_hours", "weekly.mon", "quote it"),
    ({"zone": "UTC", "weekly": {"mon": "09:00-09:00"}}, "bad_hours", "weekly.mon", "00:00-24:00"),
    ({"zone": "UTC", "weekly": {"mon": "09:00-25:00"}}, "bad_hours", "weekly.mon", "after 24:00"),
    ({"zone": "UTC", "weekly": {"mon": "09:00-12:00, 11:00-13:00"}}, "overlapping_hours", "weekly.mon", "11:00"),
    ({"zone": "UTC", "weekly": {"mon": "22:00-06:00", "tue": "05:00-09:00"}}, "overlapping_hours", "weekly.mon", "tue"),
    ({"zone": "UTC", "weekly": {"mon-fri": "09:00-17:00", "fri": "closed"}}, "day_twice", "weekly.fri", "fri"),
    ({"zone": "UTC", "weekly": {"funday": "09:00-17:00"}}, "bad_day", "weekly.funday", "mon to sun"),
    ({**OPEN, "weekly": {}}, "hours_twice", "always_open", "or is always open"),
    ({"zone": "UTC", "always_open": "yes"}, "bad_always_open", "always_open", "true or false"),
    ({**OPEN, "holidays": [{"date": "02-30", "name": "x"}]}, "bad_date", "holidays.0.date", "day"),
    ({**OPEN, "holidays": [{"date": "12-24"}]}, "bad_name", "holidays.0.name", "name"),
    ({**OPEN, "holidays": {}}, "bad_list", "holidays", "a list"),
    ({**OPEN, "exceptions": [{"date": MARCH, "hours": "closed"}]}, "bad_reason", "exceptions.0.reason", "why"),
    ({**OPEN, "versions": [{"weekly": {}}]}, "bad_date", "versions.0.from", "2021-08-01"),
    ({**OPEN, "versions": [{"from": MARCH}, {"from": MARCH}]}, "versions_order", "versions.1.from", "not after"),
    ({**OPEN, "holidays_close": "night"}, "bad_holidays_close", "holidays_close", "day or shift"),
]  # fmt: skip


@pytest.mark.parametrize(("mapping", "code", "field", "words"), WRONG)
def test_a_mistake_names_its_field_and_what_was_expected(
    mapping: dict[str, object], code: str, field: str, words: str
) -> None:
    with pytest.raises(CalendarError) as caught:
        parse_calendar("desk", mapping)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert words in caught.value.plain
    assert caught.value.plain.startswith(field)

"""When a budget of working time is due, at hand-checked instants."""

from datetime import UTC, date, datetime, timedelta

import pytest

from firsthand.domain.calendars import (
    CalendarError,
    NeverOpens,
    OutsideSupportedYears,
    due_of,
    parse_budget,
)
from tests.domain.calendars.desks import PACIFIC, at, desk, office, support

HOUR = timedelta(hours=1)
V0, V1 = "2021-06-29 10:00", "2021-07-30 16:30"


@pytest.mark.clause("S18", "A6", "A11")
def test_a_friday_1645_request_with_one_hour_is_due_monday_0245() -> None:
    assert support().due(at("2021-08-06 16:45"), HOUR) == at("2021-08-09 02:45")
    assert support().next_opening(at("2021-08-01 00:00")) == at("2021-08-02 02:00")


@pytest.mark.clause("S18", "S20", "A1", "A2")
@pytest.mark.parametrize(
    ("received", "budget", "due"),
    [
        (V0, "24 hours elapsed", "2021-06-30 10:00"),
        (V0, "24 business hours", "2021-07-02 10:00"),
        (V0, "8 business hours", "2021-06-30 10:00"),
        (V0, "1 business day", "2021-06-30 10:00"),
        (V1, "24 hours elapsed", "2021-07-31 16:30"),
        (V1, "24 hours elapsed, then next opening", "2021-08-02 09:00"),
        (V1, "24 business hours", "2021-08-04 16:30"),
        (V1, "8 business hours", "2021-08-02 16:30"),
    ],
)
def test_the_readings_of_24_hours_differ_as_the_handbook_computed(received: str, budget: str, due: str) -> None:
    assert due_of(parse_budget(budget), office(), at(received)) == at(due)


@pytest.mark.clause("S18")
def test_the_first_hour_from_august_counts_two_to_five_pacific() -> None:
    assert support().due(at(V0), HOUR) == at("2021-06-29 11:00")
    assert support().due(at(V1), HOUR) == at("2021-08-02 02:30")


@pytest.mark.clause("A3")
@pytest.mark.parametrize(
    ("instant", "in_pacific", "in_utc_text"),
    [
        (datetime(2021, 11, 8, 9, 30, tzinfo=UTC), False, True),
        (datetime(2021, 11, 13, 0, 30, tzinfo=UTC), True, False),
        (datetime(2021, 8, 9, 9, 30, tzinfo=UTC), True, True),
    ],
)
def test_two_to_five_pacific_is_not_nine_to_midnight_utc_all_year(
    instant: datetime, in_pacific: bool, in_utc_text: bool
) -> None:
    written_in_utc = desk("UTC", weekly={"mon-fri": "09:00-24:00"})
    assert support().is_open(instant) is in_pacific
    assert written_in_utc.is_open(instant) is in_utc_text


@pytest.mark.clause("A4")
def test_a_budget_that_ends_at_the_close_is_due_at_the_close() -> None:
    desk_ = office()
    assert desk_.due(at("2021-06-29 09:00"), 8 * HOUR) == at("2021-06-29 17:00")
    assert desk_.due(at("2021-06-28 18:00"), 8 * HOUR) == at("2021-06-29 17:00")
    assert not desk_.is_open(at("2021-06-29 17:00"))
    assert desk_.is_open(at("2021-06-29 09:00"))


@pytest.mark.clause("A4")
def test_elapsed_hours_that_end_at_the_close_are_due_there_too() -> None:
    budget = parse_budget("24 hours elapsed, then next opening")
    assert due_of(budget, office(), at("2021-06-28 17:00")) == at("2021-06-29 17:00")
    assert due_of(budget, office(), at("2021-06-28 17:00:01")) == at("2021-06-30 09:00")


@pytest.mark.clause("A7")
def test_christmas_does_not_count_and_the_observed_fifth_of_july_does() -> None:
    desk_ = desk(
        weekly={"mon-fri": "09:00-17:00"},
        holidays=[{"date": "12-24", "name": "Christmas Eve"}, {"date": "12-25", "name": "Christmas Day"}],
    )
    assert desk_.due(at("2021-12-23 16:00"), 2 * HOUR) == at("2021-12-27 10:00")
    assert desk_.due(at("2021-07-02 16:00"), 2 * HOUR) == at("2021-07-05 10:00")
    assert desk_.closed_days(at("2021-12-23 17:00"), at("2021-12-27 09:00")) == (
        (date(2021, 12, 24), "Christmas Eve"),
        (date(2021, 12, 25), "Christmas Day"),
    )


def test_an_exception_replaces_the_days_hours_and_beats_a_holiday() -> None:
    desk_ = desk(
        weekly={"mon-fri": "09:00-17:00"},
        holidays=[{"date": date(2021, 7, 5), "name": "Independence Day observed"}],
        exceptions=[
            {"date": date(2021, 7, 5), "hours": "10:00-12:00", "reason": "launch week"},
            {"date": date(2021, 7, 6), "hours": "closed", "reason": "offsite"},
        ],
    )
    assert desk_.elapsed(at("2021-07-05 00:00"), at("2021-07-07 00:00")) == 2 * HOUR
    assert desk_.due(at("2021-07-05 11:30"), HOUR) == at("2021-07-07 09:30")


def test_a_holiday_masks_the_wall_clock_day_also_of_a_night_that_began_before() -> None:
    nights: dict[str, object] = {
        "weekly": {"mon-fri": "22:00-06:00"},
        "holidays": [{"date": date(2021, 12, 24), "name": "Christmas Eve"}],
    }
    span = (at("2021-12-23 12:00"), at("2021-12-25 12:00"))  # Thursday noon to Saturday noon
    by_day = [(i.opens_at, i.closes_at) for i in desk(**nights).intervals(*span)]
    by_shift = [(i.opens_at, i.closes_at) for i in desk(**nights, holidays_close="shift").intervals(*span)]
    assert by_day == [
        (at("2021-12-23 22:00"), at("2021-12-24 00:00")),
        (at("2021-12-25 00:00"), at("2021-12-25 06:00")),
    ]
    assert by_shift == [(at("2021-12-23 22:00"), at("2021-12-24 06:00"))]


@pytest.mark.clause("A11", "S20")
def test_a_dated_version_counts_from_its_local_midnight() -> None:
    desk_ = desk(
        weekly={"mon-fri": "09:00-17:00"},
        versions=[{"from": date(2021, 8, 2), "weekly": {"mon-fri": "02:00-17:00"}}],
    )
    assert desk_.due(at("2021-07-30 16:30"), HOUR) == at("2021-08-02 02:30")
    assert desk_.elapsed(at("2021-07-30 00:00"), at("2021-08-03 00:00")) == 23 * HOUR


@pytest.mark.clause("A14")
def test_twenty_four_by_five_is_120_or_123_hours_as_the_calendar_says() -> None:
    week = (at("2021-06-27 00:00"), at("2021-07-04 00:00"))
    monday_to_friday = desk(weekly={"mon-fri": "00:00-24:00"})
    sunday_to_friday = desk(weekly={"sun": "14:00-24:00", "mon-thu": "00:00-24:00", "fri": "00:00-17:00"})
    assert monday_to_friday.elapsed(*week) == 120 * HOUR
    assert sunday_to_friday.elapsed(*week) == 123 * HOUR
    assert len(sunday_to_friday.intervals(*week)) == 1


def test_always_open_is_one_interval_that_loses_no_second() -> None:
    always = desk(always_open=True)
    assert always.elapsed(at("2000-01-01 00:00", "UTC"), at("2030-01-01 00:00", "UTC")) == timedelta(days=10_958)
    assert always.due(at("2021-03-13 12:00"), 24 * HOUR) == at("2021-03-14 13:00")
    assert len(always.intervals(at("2000-01-01 00:00"), at("2030-01-01 00:00"))) == 1


def test_elapsed_is_signed_and_an_empty_budget_is_due_at_once() -> None:
    sunday, monday = at("2021-06-27 12:00"), at("2021-06-28 10:00")
    assert office().elapsed(monday, sunday) == -HOUR
    assert office().due(sunday, timedelta()) == sunday
    with pytest.raises(CalendarError, match="negative"):
        office().due(sunday, -HOUR)


def test_results_are_utc_and_microseconds_are_kept() -> None:
    due = office().due(datetime(2021, 6, 29, 16, 59, 59, 999_999, tzinfo=PACIFIC), timedelta(microseconds=2))
    assert due == at("2021-06-30 09:00:00.000001")
    assert due.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(CalendarError, match="has no zone"):
        office().due(datetime(2021, 6, 29, 10), HOUR)  # noqa: DTZ001


def test_a_calendar_that_never_opens_again_is_refused_when_compiled() -> None:
    with pytest.raises(NeverOpens, match="never opens"):
        desk(weekly={"mon-fri": "closed"})
    with pytest.raises(NeverOpens, match="from 2022-01-01"):
        desk(
            weekly={"mon-fri": "09:00-17:00"},
            versions=[{"from": date(2022, 1, 1), "weekly": {"mon": "closed"}}],
        )


def test_a_long_closure_is_crossed_without_a_step_limit() -> None:
    summers = [{"date": date(year, 1, 1), "name": "closed"} for year in range(2021, 2041)]
    only_new_year = desk(
        weekly={"mon-fri": "closed"},
        exceptions=[],
        holidays=summers,
        versions=[{"from": date(2060, 1, 1), "weekly": {"mon-fri": "09:00-17:00"}}],
    )
    assert only_new_year.due(at("2000-01-03 10:00"), HOUR) == at("2060-01-01 10:00")
    assert only_new_year.next_opening(at("2000-01-03 10:00")) == at("2060-01-01 09:00")


def test_an_answer_past_the_supported_years_is_an_error_and_never_a_guess() -> None:
    with pytest.raises(OutsideSupportedYears, match="2399"):
        office().due(at("2021-06-29 10:00"), timedelta(days=365 * 300))
    with pytest.raises(OutsideSupportedYears, match="1900"):
        office().is_open(at("1850-06-29 10:00"))
    assert office().due(at("2398-12-31 10:00"), 8 * HOUR) > at("2398-12-31 17:00")


def test_the_version_tells_hours_and_tz_database_apart_but_not_names() -> None:
    assert office().version != support().version
    assert office().version == office().version
    assert office().version.startswith("20")

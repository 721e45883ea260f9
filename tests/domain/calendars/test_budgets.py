"""Budgets say their unit, and business days keep the local time."""

import pytest

from firsthand.domain.calendars import (
    Budget,
    BudgetUnit,
    CalendarError,
    OutsideSupportedYears,
    due_business_days,
    due_of,
    parse_budget,
)
from firsthand.domain.sentences import PLAIN
from tests.domain.calendars.desks import at, desk, office


@pytest.mark.clause("A1", "A2")
@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("8 business hours", 28_800, BudgetUnit.BUSINESS_TIME),
        ("90 business minutes", 5_400, BudgetUnit.BUSINESS_TIME),
        ("1 business hour", 3_600, BudgetUnit.BUSINESS_TIME),
        ("2 business days", 2, BudgetUnit.BUSINESS_DAYS),
        ("2 business days, same time", 2, BudgetUnit.BUSINESS_DAYS_SAME_TIME),
        ("2 business days, to the close", 2, BudgetUnit.BUSINESS_DAYS_TO_CLOSE),
        ("24 hours elapsed", 86_400, BudgetUnit.ELAPSED_EXACT),
        ("2 days elapsed", 172_800, BudgetUnit.ELAPSED_EXACT),
        ("24 hours elapsed, then next opening", 86_400, BudgetUnit.ELAPSED_NEXT_OPENING),
    ],
)
def test_a_budget_is_read_and_given_back(text: str, amount: int, unit: BudgetUnit) -> None:
    budget = parse_budget(text)
    assert budget == Budget(amount=amount, unit=unit)
    assert str(budget) == text
    assert parse_budget(str(Budget(amount=amount, unit=unit))) == budget


@pytest.mark.clause("A1")
@pytest.mark.parametrize("text", ["24", "24 hours", "24h", "1.5 business hours", "0 business hours", "", 24, None])
def test_a_budget_without_its_unit_is_an_error_that_says_how_to_write_it(text: object) -> None:
    with pytest.raises(CalendarError, match="8 business hours") as caught:
        parse_budget(text)
    assert caught.value.field == "budget"


def test_sixty_business_minutes_mean_one_business_hour() -> None:
    assert parse_budget("60 business minutes") == parse_budget("1 business hour")
    assert str(parse_budget("60  Business minutes")) == "60 Business minutes"


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2021-07-30 16:30", 1, "2021-08-02 16:30"),  # a Friday
        ("2021-07-31 12:00", 2, "2021-08-04 09:00"),  # a Saturday starts Monday at 9
        ("2021-07-30 17:00", 1, "2021-08-03 09:00"),  # a close is the next opening
        ("2021-03-12 10:00", 1, "2021-03-15 10:00"),  # over the spring change, still 10:00
    ],
)
def test_business_days_keep_the_local_time(start: str, days: int, due: str) -> None:
    assert due_business_days(office(), at(start), days) == at(due)
    assert due_of(parse_budget(f"{days} business days"), office(), at(start)) == at(due)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2021-07-30 16:30", 1, "2021-08-02 16:30"),  # a Friday
        ("2021-07-30 07:30", 1, "2021-08-02 07:30"),  # before the opening: kept
        ("2021-07-30 17:00", 1, "2021-08-03 09:00"),  # a close is the next morning's opening
        ("2021-07-31 12:00", 2, "2021-08-04 12:00"),  # a Saturday counts as Monday at the same time
        ("2021-07-31 20:00", 2, "2021-08-05 09:00"),  # and its evening as Monday's evening: Tuesday morning
        ("2021-03-12 10:00", 1, "2021-03-15 10:00"),  # over the spring change
        ("2021-03-12 02:30", 2, "2021-03-16 02:30"),
    ],
)
def test_same_time_keeps_the_time_and_moves_what_came_after_the_close(start: str, days: int, due: str) -> None:
    assert due_of(parse_budget(f"{days} business days, same time"), office(), at(start)) == at(due)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2021-07-30 07:30", "2021-08-02 17:00"),
        ("2021-07-30 16:59", "2021-08-02 17:00"),
        ("2021-07-30 17:00", "2021-08-03 17:00"),
        ("2021-07-31 12:00", "2021-08-03 17:00"),
    ],
)
def test_to_the_close_ends_when_the_last_of_the_days_does(start: str, due: str) -> None:
    assert due_of(parse_budget("1 business day, to the close"), office(), at(start)) == at(due)


def test_same_time_on_hours_without_a_close_keeps_every_time_of_day() -> None:
    days = desk(weekly={"mon-fri": "00:00-24:00"})
    assert due_of(parse_budget("2 business days, same time"), days, at("2021-07-30 23:59")) == at("2021-08-03 23:59")
    assert due_of(parse_budget("1 business day, same time"), days, at("2021-07-31 03:21")) == at("2021-08-03 03:21")
    nights = desk(weekly={"mon-fri": "22:00-06:00"})
    assert due_of(parse_budget("1 business day, same time"), nights, at("2021-07-03 03:00")) == at("2021-07-06 03:00")


@pytest.mark.parametrize(
    "text", ["2 business hours, same time", "2 days elapsed, to the close", "2 business days, then next opening"]
)
def test_a_rule_that_does_not_belong_to_its_unit_is_an_error(text: str) -> None:
    with pytest.raises(CalendarError):
        parse_budget(text)


def test_a_business_day_with_other_hours_keeps_the_due_inside_them() -> None:
    desk_ = desk(weekly={"mon": "09:00-17:00", "tue": "10:00-12:00", "wed": "09:00-11:00, 13:00-17:00"})
    assert due_business_days(desk_, at("2021-06-28 09:30"), 1) == at("2021-06-29 10:00")
    assert due_business_days(desk_, at("2021-06-28 16:00"), 1) == at("2021-06-29 12:00")
    assert due_business_days(desk_, at("2021-06-28 12:00"), 2) == at("2021-06-30 13:00")


def test_a_night_belongs_to_the_day_it_starts_on() -> None:
    nights = desk(weekly={"mon-fri": "22:00-06:00"})
    assert due_business_days(nights, at("2021-07-02 23:00"), 1) == at("2021-07-05 23:00")
    assert due_business_days(nights, at("2021-07-03 03:00"), 1) == at("2021-07-06 03:00")


def test_business_days_past_the_supported_years_are_an_error() -> None:
    with pytest.raises(OutsideSupportedYears, match="2399"):
        due_business_days(office(), at("2399-12-20 10:00"), 20)
    with pytest.raises(CalendarError, match="at least 1"):
        due_business_days(office(), at("2021-06-28 10:00"), 0)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("8 business hours", "8 business hours"),
        ("1 business hours", "1 business hour"),
        ("2 Business Days, same time", "2 business days, same time"),
        ("24 hours elapsed, then next opening", "24 hours elapsed, then next opening"),
    ],
)
def test_a_budget_says_itself_in_the_units_that_it_was_written_in(written: str, said: str) -> None:
    assert PLAIN.phrase(parse_budget(written).sentence) == said


def test_a_budget_that_nobody_wrote_says_itself_too() -> None:
    assert PLAIN.phrase(Budget(amount=3600, unit=BudgetUnit.ELAPSED_EXACT).sentence) == "1 hour elapsed"


@pytest.mark.parametrize("text", ["999999999 days elapsed", "999999999 hours elapsed", "200000 business days"])
def test_a_budget_longer_than_all_years_of_calendars_is_no_budget(text: str) -> None:
    with pytest.raises(CalendarError, match="1900 to 2399") as caught:
        parse_budget(text)
    assert caught.value.code == "bad_budget"


@pytest.mark.parametrize("how", ["", ", then next opening"])
def test_elapsed_budgets_past_the_supported_years_are_an_error(how: str) -> None:
    with pytest.raises(OutsideSupportedYears, match="2399"):
        due_of(parse_budget(f"20 days elapsed{how}"), office(), at("2399-12-20 10:00"))

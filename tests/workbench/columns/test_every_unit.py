"""Columns answer every unit of budget as the scalar arithmetic does, in odd zones and on odd days too."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.domain.calendars import (
    Budget,
    BudgetUnit,
    Calendar,
    CalendarError,
    OutsideSupportedYears,
    WorkingTime,
    due_of_us,
    parse_budget,
)
from firsthand.domain.calendars.instants import DAY, END_OF_INSTANTS, FIRST_INSTANT, instant_of
from firsthand.workbench.columns import WorkingTimeColumns
from firsthand.workbench.columns.buckets import Int64s
from firsthand.workbench.columns.business_days import CHUNK
from tests.at_length import at_length
from tests.domain.calendars.desks import at, desk, office
from tests.domain.calendars.drawn import calendars, compiled

BUDGETS = [
    "90 business minutes",
    "1 business day",
    "3 business days",
    "300 business days",
    "2 business days, same time",
    "2 business days, to the close",
    "30 hours elapsed",
    "30 hours elapsed, then next opening",
]
NIGHTS: dict[str, object] = {"mon-thu": "22:00-06:00", "fri": "09:00-12:00, 20:00-06:00"}
ODD_ZONES = [
    "Pacific/Apia",
    "Africa/Cairo",
    "America/Havana",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "Asia/Manila",
    "Pacific/Kwajalein",
]


def scalar(hours: WorkingTime, budget: Budget, starts: Int64s) -> list[int]:
    return [due_of_us(budget, hours, start) for start in starts.tolist()]


@settings(max_examples=at_length(150, short=40), deadline=None)
@given(calendars(), st.sampled_from(BudgetUnit), st.integers(1, 200), st.integers(0, 10**6))
def test_every_unit_equals_the_scalar_near_a_jump(
    drawn: tuple[Calendar, datetime], unit: BudgetUnit, amount: int, seed: int
) -> None:
    calendar, near = drawn
    budget = Budget(amount=amount % 7 + 1 if unit.in_days else amount * 617, unit=unit)
    quarters = np.random.default_rng(seed).integers(-400, 400, 30) * 900_000_000
    starts = instant_of(near) + quarters - seed % 2
    assert WorkingTimeColumns(compiled(calendar)).due_of(budget, starts).tolist() == scalar(
        compiled(calendar), budget, starts
    )


@settings(max_examples=at_length(50, short=20), deadline=None)
@given(calendars(), st.integers(0, 10**6))
def test_next_openings_equal_the_scalar(drawn: tuple[Calendar, datetime], seed: int) -> None:
    calendar, near = drawn
    starts = instant_of(near) + np.random.default_rng(seed).integers(-9 * DAY, 9 * DAY, 40)
    hours = compiled(calendar)
    expected = [hours.next_opening_us(start) for start in starts.tolist()]
    assert WorkingTimeColumns(compiled(calendar)).next_opening(starts).tolist() == expected


@pytest.mark.parametrize("zone", ODD_ZONES)
@pytest.mark.parametrize("weekly", [{"mon-fri": "09:00-12:00, 13:00-17:00"}, NIGHTS, {"mon-sun": "00:00-24:00"}])
def test_every_unit_equals_the_scalar_over_decades(zone: str, weekly: dict[str, object]) -> None:
    hours = desk(zone, weekly=weekly, holidays=[{"date": "12-25", "name": "Christmas"}])
    since, until = (instant_of(datetime(year, 1, 1, tzinfo=UTC)) for year in (1940, 2030))
    starts = np.random.default_rng(20).integers(since, until, at_length(150, short=40))
    columns = WorkingTimeColumns(hours)
    for text in BUDGETS:
        budget = parse_budget(text)
        assert columns.due_of(budget, starts).tolist() == scalar(hours, budget, starts), text


def test_edges_themselves_and_more_rows_than_a_chunk() -> None:
    hours = office()
    spans = hours.intervals_us(instant_of(at("2021-01-01 00:00")), instant_of(at("2022-01-01 00:00")))
    edges = np.array([edge + step for span in spans for edge in span for step in (-1, 0, 1)], dtype=np.int64)
    starts = np.resize(edges, 2 * CHUNK + 7)
    columns = WorkingTimeColumns(hours)
    for text in BUDGETS:
        budget = parse_budget(text)
        expected = scalar(hours, budget, edges)
        assert columns.due_of(budget, edges).tolist() == expected
        assert (columns.due_of(budget, starts) == np.resize(expected, len(starts))).all()


def test_answers_are_written_where_asked_also_over_the_starts() -> None:
    hours = office()
    columns = WorkingTimeColumns(hours)
    for text in BUDGETS:
        budget, starts = parse_budget(text), np.array([instant_of(at("2021-07-30 16:30"))] * 3)
        expected = scalar(hours, budget, starts)
        assert columns.due_of(budget, starts, out=starts) is starts
        assert starts.tolist() == expected
        assert columns.due_of(budget, starts[:0]).tolist() == []


def test_a_close_at_new_year_is_a_close_whatever_years_were_asked_before() -> None:
    late = desk("UTC", weekly={"mon-sun": "09:00-24:00"})
    budget = parse_budget("24 hours elapsed, then next opening")
    new_years_eve = at("2020-12-31 00:00", "UTC")
    fresh = WorkingTime(late.calendar, late.days)
    columns = WorkingTimeColumns(WorkingTime(late.calendar, late.days))
    starts = np.array([instant_of(new_years_eve)])
    assert due_of_us(budget, fresh, int(starts[0])) == starts[0] + DAY
    assert columns.due_of(budget, starts).tolist() == [starts[0] + DAY]


def test_the_first_close_of_a_year_is_a_close_too() -> None:
    days = desk("UTC", weekly={"mon-sun": "09:00-17:00"})
    closes = [instant_of(at(f"{day} 17:00", "UTC")) for day in ("2021-01-01", "2021-01-02")]
    starts = np.array(closes) - DAY
    columns = WorkingTimeColumns(WorkingTime(days.calendar, days.days))
    assert columns.due_of(parse_budget("24 hours elapsed, then next opening"), starts).tolist() == closes


def test_the_first_and_the_last_days_of_the_supported_years() -> None:
    hours, late = desk(weekly=NIGHTS), instant_of(at("2399-12-20 10:00"))
    for begin in (FIRST_INSTANT + 2 * DAY, FIRST_INSTANT + 3 * DAY, late):
        starts = np.arange(begin, begin + 6 * DAY, 3_600_000_000)
        for text in BUDGETS[:2] + BUDGETS[4:6]:
            budget = parse_budget(text)
            assert WorkingTimeColumns(hours).due_of(budget, starts).tolist() == scalar(hours, budget, starts), text


def test_bad_budgets_and_answers_outside_are_errors() -> None:
    columns, starts = WorkingTimeColumns(office()), np.array([instant_of(at("2399-12-20 10:00"))])
    for how in ("", ", same time", ", to the close"):
        with pytest.raises(OutsideSupportedYears, match="2399"):
            columns.due_of(parse_budget(f"20 business days{how}"), starts)
    with pytest.raises(OutsideSupportedYears, match="2399"):
        columns.due_of(parse_budget("20 days elapsed, then next opening"), starts)
    with pytest.raises(CalendarError, match="at least 1"):
        columns.due_of(Budget(amount=0, unit=BudgetUnit.BUSINESS_DAYS), starts)
    with pytest.raises(OutsideSupportedYears, match="1900"):
        columns.next_opening(np.array([FIRST_INSTANT - 1]))


def test_tables_grow_in_any_order() -> None:
    hours, budget = office(), parse_budget("2 business days")
    columns = WorkingTimeColumns(hours)
    for year in (2021, 1950, 2100, 2020):
        starts = instant_of(datetime(year, 6, 1, tzinfo=UTC)) + np.arange(9) * (31 * 3_600_000_000)
        assert columns.due_of(budget, starts).tolist() == scalar(hours, budget, starts)


def test_elapsed_budgets_keep_to_the_supported_years() -> None:
    columns, day = WorkingTimeColumns(office()), parse_budget("1 day elapsed")
    assert columns.due_of(day, np.array([END_OF_INSTANTS - DAY - 1])).tolist() == [END_OF_INSTANTS - 1]
    with pytest.raises(OutsideSupportedYears, match="2399"):
        columns.due_of(day, np.array([0, END_OF_INSTANTS - DAY]))
    with pytest.raises(OutsideSupportedYears, match="1900"):
        columns.due_of(day, np.array([0, FIRST_INSTANT - 1]))

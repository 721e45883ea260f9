"""The arithmetic of the search is that of the domain."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.domain.calendars import BudgetUnit, due_of_us, working_time
from firsthand.domain.calendars.instants import SECOND
from firsthand.workbench.mining import ALWAYS, NEVER, Hours, MinedRule, Observations, labels
from firsthand.workbench.mining.rules import NO_AMOUNT, Seen
from firsthand.workbench.mining.wall_clock import WallClock
from tests.workbench.mining.logs import ZONE, arrivals

WINDOWS = st.sampled_from(
    [((30_600, 61_200),), ((32_400, 43_200), (46_800, 61_200)), ((0, 61_200),), ((25_200, 86_400),), ((0, 86_400),)]
)
DAYS = st.sampled_from([(0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6), (1, 3), (5, 6), (0, 1, 2, 3, 4, 5)])
SKIPPED = st.sampled_from([(), (18_778,), (18_690, 18_691, 18_722)])


EARLY = ((28_800, 50_400),)
SHORT_FRIDAYS = Hours(days=(0, 1, 2, 3, 4), windows=((30_600, 61_200),), special=((4, EARLY),))
HOURS = [
    SHORT_FRIDAYS,
    Hours(days=(0, 1, 2, 5), windows=EARLY, special=((5, ((36_000, 43_200), (46_800, 61_200))),), skipped=(18_722,)),
    SHORT_FRIDAYS.until(18_750, Hours(days=(1, 2, 6), windows=((7_200, 61_200),))),
]
NIGHTS = Hours(days=(0, 1, 2, 3, 4), windows=((79_200, 108_000),), special=((4, ((64_800, 93_600),)),))


def seen(received: list[int], ended: list[int] | None = None) -> Seen:
    at = np.array(received, dtype=np.int64)
    ends = np.full(len(at), NEVER) if ended is None else np.array(ended, dtype=np.int64)
    group = labels("group", ["one"] * len(at))
    return Seen(Observations(zone=ZONE, received_at=at, ended_at=ends, group=group), 60 * SECOND)


@settings(max_examples=60, deadline=None)
@given(
    days=DAYS,
    windows=WINDOWS,
    skipped=SKIPPED,
    unit=st.sampled_from(BudgetUnit),
    seed=st.integers(0, 999),
    data=st.data(),
)
def test_due_in_columns_is_due_in_the_domain(
    days: tuple[int, ...],
    windows: tuple[tuple[int, int], ...],
    skipped: tuple[int, ...],
    unit: BudgetUnit,
    seed: int,
    data: st.DataObject,
) -> None:
    hours = Hours(days=days, windows=windows, skipped=skipped)
    amount = data.draw(st.integers(1, 20 if unit.in_days else 6000))
    rule = MinedRule(hours=hours, unit=unit, amount=amount)
    received = arrivals(40, seed)
    calendar = working_time(hours.calendar("mined", ZONE))
    expected = [due_of_us(rule.budget, calendar, at) for at in received]
    table = seen(received, expected)
    assert table.due(rule, np.arange(len(received))).tolist() == expected


@pytest.mark.parametrize("hours", HOURS, ids=["weekday", "break", "later"])
@pytest.mark.parametrize("unit", [one for one in BudgetUnit if one.in_days])
def test_business_days_of_hours_by_weekday_are_those_of_the_domain(hours: Hours, unit: BudgetUnit) -> None:
    received = arrivals(300, 5)
    calendar = working_time(hours.calendar("mined", ZONE))
    budget = MinedRule(hours=hours, unit=unit, amount=3).budget
    table = seen(received, [due_of_us(budget, calendar, at) for at in received])
    assert set(table.trial(hours).implied(unit).tolist()) == {3}


@pytest.mark.parametrize("hours", [*HOURS, NIGHTS], ids=["weekday", "break", "later", "night"])
@pytest.mark.parametrize("unit", [BudgetUnit.BUSINESS_TIME, BudgetUnit.ELAPSED_NEXT_OPENING])
def test_time_on_hours_by_weekday_is_that_of_the_domain(hours: Hours, unit: BudgetUnit) -> None:
    received = arrivals(300, 5)
    calendar = working_time(hours.calendar("mined", ZONE))
    rule = MinedRule(hours=hours, unit=unit, amount=180)
    table = seen(received, [due_of_us(rule.budget, calendar, at) for at in received])
    assert table.explained(rule, np.arange(len(received))).all()
    assert set(table.trial(hours).implied(unit).tolist()) <= {180, NO_AMOUNT}


@settings(max_examples=40, deadline=None)
@given(days=DAYS, windows=WINDOWS, seed=st.integers(0, 999), amount=st.integers(1, 20))
@pytest.mark.parametrize("unit", [BudgetUnit.BUSINESS_DAYS_SAME_TIME, BudgetUnit.BUSINESS_DAYS_TO_CLOSE])
def test_the_implied_number_of_days_is_the_one_that_made_the_target(
    unit: BudgetUnit, days: tuple[int, ...], windows: tuple[tuple[int, int], ...], seed: int, amount: int
) -> None:
    hours = Hours(days=days, windows=windows)
    received = arrivals(40, seed)
    calendar = working_time(hours.calendar("mined", ZONE))
    budget = MinedRule(hours=hours, unit=unit, amount=amount).budget
    table = seen(received, [due_of_us(budget, calendar, at) for at in received])
    assert set(table.trial(hours).implied(unit).tolist()) == {amount}


def test_waits_are_read_as_people_write_budgets() -> None:
    minute, day = 60 * SECOND, 86_400 * SECOND
    waits = [90 * minute, 90 * minute - 2 * SECOND, 545 * day, 545 * day - 61 * SECOND, 3 * day + 30 * minute]
    table = seen([0] * len(waits), waits)
    implied = table.trial(ALWAYS).implied(BudgetUnit.ELAPSED_EXACT)
    assert implied.tolist() == [90, 90, 545 * 1440, NO_AMOUNT, NO_AMOUNT]


def test_the_wall_clock_goes_both_ways_except_in_the_hour_that_happens_twice() -> None:
    autumn = 1_636_264_800 * SECOND  # 2021-11-07 06:00 UTC: 02:00 in New York becomes 01:00 again
    instants = np.arange(autumn - 5 * 3600 * SECOND, autumn + 5 * 3600 * SECOND, 600 * SECOND)
    clock = WallClock(ZONE, int(instants[0]), int(instants[-1]))
    local = clock.local(instants)
    again = clock.instants(local)
    twice = (instants >= autumn) & (instants < autumn + 3600 * SECOND)
    assert np.array_equal(again[~twice], instants[~twice])
    assert np.array_equal(again[twice], instants[twice] - 3600 * SECOND)
    skipped = np.array([1_615_689_000 * SECOND])  # 2021-03-14 02:30 on the wall: never shown
    spring = WallClock(ZONE, 1_615_000_000 * SECOND, 1_616_000_000 * SECOND).instants(skipped)
    assert spring.tolist() == [1_615_705_200 * SECOND]

"""What holds for every calendar and every instant, against an oracle that steps minute by minute."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.domain.calendars import Calendar, CalendarVersion, Window, working_time
from tests.domain.calendars.drawn import calendars, compiled
from tests.domain.calendars.slow_oracle import MINUTE, first_minute_after, open_minutes, shows_open

MICROSECOND = timedelta(microseconds=1)


@settings(max_examples=100, deadline=None)
@given(calendars(), st.integers(0, 3 * 1440))
def test_elapsed_counts_the_open_minutes(drawn: tuple[Calendar, datetime], length: int) -> None:
    calendar, start = drawn
    end = start + length * MINUTE
    assert compiled(calendar).elapsed(start, end) == open_minutes(calendar, start, end) * MINUTE


@settings(max_examples=100, deadline=None)
@given(calendars(), st.integers(1, 1440))
def test_due_is_the_end_of_the_minute_that_spends_the_budget(drawn: tuple[Calendar, datetime], budget: int) -> None:
    calendar, start = drawn
    limit = start + timedelta(days=3)
    expected = first_minute_after(calendar, start, budget, limit)
    due = compiled(calendar).due(start, budget * MINUTE)
    assert due == expected if expected else due > limit


@settings(max_examples=100, deadline=None)
@given(calendars(), st.integers(0, 10**9), st.integers(1, 10**12))
def test_due_and_elapsed_undo_each_other_and_due_is_the_smallest(
    drawn: tuple[Calendar, datetime], shift: int, budget: int
) -> None:
    calendar, start = drawn
    hours, begin = compiled(calendar), start + shift * MICROSECOND
    due = hours.due(begin, budget * MICROSECOND)
    assert hours.elapsed(begin, due) == budget * MICROSECOND
    assert hours.elapsed(begin, due - MICROSECOND) == (budget - 1) * MICROSECOND


@settings(max_examples=100, deadline=None)
@given(calendars(), st.integers(0, 4 * 86_400), st.integers(0, 4 * 86_400))
def test_intervals_are_maximal_and_add_up(drawn: tuple[Calendar, datetime], one: int, other: int) -> None:
    calendar, start = drawn
    hours = compiled(calendar)
    middle = start + timedelta(seconds=one)
    end = middle + timedelta(seconds=other)
    found = hours.intervals(start, end)
    assert sum((i.duration for i in found), timedelta()) == hours.elapsed(start, middle) + hours.elapsed(middle, end)
    assert all(earlier.closes_at < later.opens_at for earlier, later in pairwise(found))
    assert all(start <= i.opens_at < i.closes_at <= end for i in found)


@settings(max_examples=40, deadline=None)
@given(calendars())
def test_open_and_next_opening_agree_with_the_wall_clock(drawn: tuple[Calendar, datetime]) -> None:
    calendar, at = drawn
    hours = compiled(calendar)
    opening = hours.next_opening(at)
    assert hours.is_open(at) is shows_open(calendar, at) is (opening == at)
    if at < opening < at + timedelta(days=3):
        assert shows_open(calendar, opening)
        assert hours.elapsed(at, opening) == timedelta()


@settings(max_examples=12, deadline=None)
@given(calendars(), st.permutations([1987, 2011, 2021, 2130]))
def test_growing_in_any_order_gives_the_same_answers(drawn: tuple[Calendar, datetime], years: list[int]) -> None:
    calendar, _ = drawn
    grown = compiled(calendar)
    for year in years:
        at = datetime(year, 6, 1, 12, tzinfo=UTC)
        fresh = compiled(calendar)
        budget = timedelta(hours=1)
        assert grown.elapsed(at, at + timedelta(days=9)) == fresh.elapsed(at, at + timedelta(days=9))
        assert grown.next_opening(at) == fresh.next_opening(at)
        if year > 2100:
            assert grown.due(at, budget) == fresh.due(at, budget)


def test_the_same_calendar_is_compiled_once() -> None:
    version = CalendarVersion(in_force_from=None, weekly=((Window(opens=0, closes=86_400),),) * 7)
    calendar = Calendar(name="always", zone="UTC", versions=(version,))
    assert working_time(calendar) is working_time(calendar)

"""What holds for every calendar and every instant, against an oracle that steps minute by minute."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.domain.calendars import (
    Calendar,
    CalendarVersion,
    DatedException,
    Holiday,
    HolidaysClose,
    NeverOpens,
    Window,
    WorkingTime,
    working_time,
)
from firsthand.domain.calendars.opening import opening_days
from tests.domain.calendars.slow_oracle import MINUTE, first_minute_after, open_minutes, shows_open

# A zone with an instant near which its wall clock jumps.
JUMPS = [
    ("America/Los_Angeles", datetime(2021, 3, 14, 10, tzinfo=UTC)),
    ("America/Los_Angeles", datetime(2021, 11, 7, 9, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2023, 4, 27, 22, tzinfo=UTC)),
    ("America/Havana", datetime(2021, 11, 7, 5, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2021, 4, 3, 15, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2021, 12, 31, 18, 15, tzinfo=UTC)),
]
MICROSECOND = timedelta(microseconds=1)


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, ...]:
    """Up to three windows of a day, the last maybe over midnight."""
    edges = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    found = [Window(opens=a * 900, closes=b * 900) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    over_midnight = draw(st.booleans())
    if found and over_midnight:
        longest = min(found[0].opens + 86_400, found[-1].opens + 86_400, 86_400 + 8 * 3600)
        if longest > found[-1].closes:
            found[-1] = Window(opens=found[-1].opens, closes=longest)
    return tuple(found)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    """A calendar with odd days close to a jump of its zone, and an instant near both."""
    zone, jump = draw(st.sampled_from(JUMPS))
    near = st.integers(-2, 3).map(lambda days: (jump + timedelta(days=days)).date())
    odd = draw(st.lists(near, max_size=2, unique=True))
    exceptions = tuple(DatedException(on=day, windows=draw(windows()), reason="odd") for day in odd)
    holidays = tuple(
        Holiday(month=day.month, day=day.day, name="feast", year=draw(st.sampled_from([None, day.year])))
        for day in draw(st.lists(near, max_size=2, unique=True))
    )
    week = st.tuples(*[windows()] * 7)
    versions = [
        CalendarVersion(in_force_from=None, weekly=draw(week), holidays=holidays, exceptions=exceptions),
        CalendarVersion(in_force_from=draw(near), weekly=draw(week), holidays=holidays, exceptions=exceptions),
    ]
    calendar = Calendar(
        name="drawn",
        zone=zone,
        versions=tuple(versions[: draw(st.integers(1, 2))]),
        holidays_close=draw(st.sampled_from(HolidaysClose)),
    )
    return calendar, jump + draw(st.integers(-2 * 1440, 1440)) * MINUTE


def compiled(calendar: Calendar) -> WorkingTime:
    """A fresh compilation, so that no test sees what another has grown; one that never opens opens from 2100."""
    try:
        return WorkingTime(calendar, opening_days(calendar))
    except NeverOpens:
        always = CalendarVersion(in_force_from=date(2100, 1, 1), weekly=((Window(opens=0, closes=86_400),),) * 7)
        calendar = Calendar(
            name=calendar.name,
            zone=calendar.zone,
            versions=(*calendar.versions, always),
            holidays_close=calendar.holidays_close,
        )
        return WorkingTime(calendar, opening_days(calendar))


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

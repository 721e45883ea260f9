"""Who is at work, until when and who is next, beside a naive clock that looks at every quarter of an hour."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.domain.calendars import Window
from firsthand.domain.errors import Invalid
from firsthand.domain.rosters import (
    Absence,
    WorkingWeek,
    WorkState,
    at_work_between,
    hours_text,
    on_duty,
    presence,
    read_days_away,
    read_hours,
)

QUARTER = timedelta(minutes=15)
OFFICE = WorkingWeek(
    from_on=date(2026, 1, 1),
    zone="Europe/Berlin",
    weekly=read_hours("mon-fri 09:00-17:00"),
)
WEST = WorkingWeek(
    from_on=date(2026, 1, 1),
    zone="America/New_York",
    weekly=read_hours("mon-fri 09:00-17:00"),
)
MONDAY_NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


def naive(weeks: list[WorkingWeek], away: list[Absence], at: datetime) -> bool:
    """Whether the wall clock of the week in force shows working hours, and nobody is away."""
    begun = [week for week in weeks if week.begins_at <= at]
    if not begun or any(one.from_at <= at < one.to_at for one in away):
        return False
    week = max(begun, key=lambda one: one.begins_at)
    local = at.astimezone(ZoneInfo(week.zone))
    second = local.hour * 3600 + local.minute * 60 + local.second
    today, yesterday = (
        week.weekly[local.weekday()],
        week.weekly[(local.weekday() - 1) % 7],
    )
    return any(one.opens <= second < one.closes for one in today) or any(
        one.opens <= second + 86_400 < one.closes for one in yesterday
    )


@st.composite
def weeks_of_somebody(draw: st.DrawFn) -> list[WorkingWeek]:
    zones = st.sampled_from(
        [
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kolkata",
            "Australia/Lord_Howe",
        ]
    )
    days = draw(st.lists(st.integers(0, 28), min_size=1, max_size=3, unique=True))
    return [
        WorkingWeek(
            from_on=date(2026, 3, 15) + timedelta(days=day),
            zone=draw(zones),
            weekly=draw(weekly()),
        )
        for day in days
    ]


@st.composite
def weekly(draw: st.DrawFn) -> tuple[tuple[Window, ...], ...]:
    opens = draw(st.integers(0, 23)) * 3600
    window = Window(opens=opens, closes=opens + draw(st.integers(1, 40)) * 900)
    return tuple((window,) if draw(st.booleans()) else () for _ in range(7))


@st.composite
def absences(draw: st.DrawFn) -> list[Absence]:
    starts = draw(st.lists(st.integers(0, 40 * 96), max_size=3))
    begin = datetime(2026, 3, 15, tzinfo=UTC)
    spans = [(begin + n * QUARTER, draw(st.integers(1, 400)) * QUARTER) for n in starts]
    return [Absence(from_at=at, to_at=at + length) for at, length in spans]


@settings(max_examples=60, deadline=None)
@given(weeks=weeks_of_somebody(), away=absences())
def test_every_quarter_of_an_hour_is_work_or_none_as_the_wall_clock_says(
    weeks: list[WorkingWeek], away: list[Absence]
) -> None:
    start, end = datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 20, tzinfo=UTC)
    stretches = at_work_between(weeks, away, start, end)
    at = start
    while at < end:
        assert any(one.opens_at <= at < one.closes_at for one in stretches) == naive(weeks, away, at), at
        at += QUARTER
    assert all(before.closes_at < after.opens_at for before, after in pairwise(stretches))


@settings(max_examples=60, deadline=None)
@given(weeks=weeks_of_somebody(), away=absences(), step=st.integers(0, 30 * 96))
def test_until_when_is_the_first_quarter_that_is_different(
    weeks: list[WorkingWeek], away: list[Absence], step: int
) -> None:
    at = datetime(2026, 3, 20, tzinfo=UTC) + step * QUARTER
    now = presence(weeks, away, at)
    assert (now.state == WorkState.at_work) == naive(weeks, away, at)
    if now.until is not None and now.state != WorkState.unsaid and any(one.begins_at <= at for one in weeks):
        assert naive(weeks, away, now.until) != (now.state == WorkState.at_work)
        assert naive(weeks, away, now.until - QUARTER) == (now.state == WorkState.at_work)


@settings(max_examples=40, deadline=None)
@given(people=st.lists(st.tuples(weeks_of_somebody(), absences()), max_size=3), step=st.integers(0, 20 * 96))
def test_on_duty_are_those_whose_clock_says_so_and_next_whoever_begins_first(
    people: list[tuple[list[WorkingWeek], list[Absence]]], step: int
) -> None:
    at = datetime(2026, 3, 20, tzinfo=UTC) + step * QUARTER
    duty = on_duty(dict(enumerate(people)), at)
    assert {one.person for one in duty.now} == {
        who for who, (weeks, away) in enumerate(people) if naive(weeks, away, at)
    }
    begins, instant = set[int](), at
    while not begins and instant < at + timedelta(days=10):
        instant += QUARTER
        begins = {
            who
            for who, (weeks, away) in enumerate(people)
            if naive(weeks, away, instant) and not naive(weeks, away, instant - QUARTER)
        }
    if begins:
        assert {(one.person, one.begins_at) for one in duty.following} == {(who, instant) for who in begins}


@given(week=weekly())
def test_hours_that_were_written_down_are_read_as_the_same_hours(week: tuple[tuple[Window, ...], ...]) -> None:
    assert read_hours(hours_text(week)) == week


def test_who_is_on_duty_until_when_and_who_comes_next() -> None:
    duty = on_duty({1: ([OFFICE], []), 2: ([WEST], []), 3: ([], [])}, MONDAY_NOON)
    assert [(one.person, one.ends_at) for one in duty.now] == [(1, datetime(2026, 3, 2, 16, tzinfo=UTC))]
    assert [(one.person, one.begins_at) for one in duty.following] == [(2, datetime(2026, 3, 2, 14, tzinfo=UTC))]


def test_a_shift_ends_at_its_last_instant_and_not_a_second_later() -> None:
    closing = datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert presence([OFFICE], [], closing - timedelta(seconds=1)).state == WorkState.at_work
    assert presence([OFFICE], [], closing).state == WorkState.outside_hours
    assert presence([OFFICE], [], closing).until == datetime(2026, 3, 3, 8, tzinfo=UTC)


def test_days_away_are_whole_days_of_the_persons_zone() -> None:
    away = read_days_away("2026-03-02", "2026-03-03", zone="Europe/Berlin")
    assert (away.from_at, away.to_at) == (
        datetime(2026, 3, 1, 23, tzinfo=UTC),
        datetime(2026, 3, 3, 23, tzinfo=UTC),
    )
    now = presence([OFFICE], [away], MONDAY_NOON)
    assert (now.state, now.until) == (
        WorkState.away,
        datetime(2026, 3, 4, 8, tzinfo=UTC),
    )


def test_who_gave_no_hours_is_known_to_be_away_and_nothing_else() -> None:
    away = read_days_away("2026-03-02", "2026-03-02", zone="UTC")
    assert presence([], [], MONDAY_NOON).state == WorkState.unsaid
    assert presence([], [away], MONDAY_NOON).state == WorkState.away


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mon-fri",
        "mon-fri nine to five",
        "mon 09:00-12:00; mon 13:00-17:00",
        "day 1",
    ],
)
def test_hours_that_nobody_can_read_are_refused_at_their_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_hours(text)
    assert refused.value.field == "hours"


def test_a_week_without_work_is_said_in_so_many_words() -> None:
    assert read_hours("none") == ((),) * 7

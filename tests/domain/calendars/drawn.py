"""Calendars drawn at random, with odd days close to a jump of their zone's wall clock."""

from datetime import UTC, date, datetime, timedelta

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
)
from firsthand.domain.calendars.opening import opening_days
from tests.domain.calendars.slow_oracle import MINUTE

# A zone with an instant near which its wall clock jumps.
JUMPS = [
    ("America/Los_Angeles", datetime(2021, 3, 14, 10, tzinfo=UTC)),
    ("America/Los_Angeles", datetime(2021, 11, 7, 9, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2023, 4, 27, 22, tzinfo=UTC)),
    ("America/Havana", datetime(2021, 11, 7, 5, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2021, 4, 3, 15, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2021, 12, 31, 18, 15, tzinfo=UTC)),
    ("Antarctica/Troll", datetime(2021, 3, 28, 1, tzinfo=UTC)),  # two hours forward
    ("Africa/Casablanca", datetime(2021, 4, 11, 2, tzinfo=UTC)),  # back for Ramadan
    ("America/Los_Angeles", datetime(2022, 1, 1, 8, tzinfo=UTC)),
]


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

"""Days on which the wall clock jumps: hours that happen twice or not at all, and a day that never was."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from firsthand.domain.calendars import due_of, parse_budget
from firsthand.domain.calendars.zones import offset_spans
from tests.domain.calendars.desks import at, desk

HOUR = timedelta(hours=1)
ROUND_THE_CLOCK: dict[str, object] = {"mon-sun": "00:00-24:00"}


@pytest.mark.clause("A3")
def test_a_pacific_spring_day_has_one_hour_less_and_an_autumn_day_one_more() -> None:
    early = desk(weekly={"sun": "01:00-04:00"})
    assert early.elapsed(at("2021-03-14 00:00"), at("2021-03-15 00:00")) == 2 * HOUR
    assert early.elapsed(at("2021-11-07 00:00"), at("2021-11-08 00:00")) == 4 * HOUR


@pytest.mark.clause("A3")
def test_business_hours_across_the_change_follow_the_wall_clock() -> None:
    office = desk(weekly={"mon-fri": "09:00-17:00"})
    assert office.due(at("2021-11-05 16:00"), 2 * HOUR) == datetime(2021, 11, 8, 18, 0, tzinfo=UTC)
    assert office.due(at("2021-03-12 16:00"), 2 * HOUR) == datetime(2021, 3, 15, 17, 0, tzinfo=UTC)


def test_a_window_inside_the_hour_that_happens_twice_is_open_twice() -> None:
    twice = desk(weekly={"sun": "01:15-01:45"})
    opens = [i.opens_at for i in twice.intervals(at("2021-11-07 00:00"), at("2021-11-08 00:00"))]
    assert opens == [datetime(2021, 11, 7, 8, 15, tzinfo=UTC), datetime(2021, 11, 7, 9, 15, tzinfo=UTC)]


def test_a_window_inside_the_skipped_hour_is_not_open_that_day() -> None:
    skipped = desk(weekly={"sun": "02:15-02:45"})
    assert skipped.intervals(at("2021-03-14 00:00"), at("2021-03-15 00:00")) == ()
    assert skipped.next_opening(at("2021-03-14 00:00")) == at("2021-03-21 02:15")


@pytest.mark.parametrize(("zone", "day", "next_day"), [
    ("Africa/Cairo", "2023-04-28", "2023-04-29"),
    ("America/Havana", "2021-03-14", "2021-03-15"),
])  # fmt: skip
def test_a_day_whose_midnight_does_not_exist_opens_at_one(zone: str, day: str, next_day: str) -> None:
    always = desk(zone, weekly=ROUND_THE_CLOCK)
    night = desk(zone, weekly={"mon-sun": "00:00-02:00"})
    begin, end = at(f"{day} 01:00", zone), at(f"{next_day} 00:00", zone)
    assert always.elapsed(begin, end) == 23 * HOUR
    assert night.elapsed(begin, end) == HOUR
    assert night.is_open(begin)


def test_apia_skipped_a_friday_and_the_business_days_skip_it_too() -> None:
    apia = desk("Pacific/Apia", weekly={"mon-fri": "09:00-17:00"})
    thursday = at("2011-12-29 16:00", "Pacific/Apia")
    assert apia.elapsed(at("2011-12-29 00:00", "Pacific/Apia"), at("2011-12-31 00:00", "Pacific/Apia")) == 8 * HOUR
    assert apia.due(thursday, 2 * HOUR) == at("2012-01-02 10:00", "Pacific/Apia")
    assert due_of(parse_budget("1 business day"), apia, thursday) == at("2012-01-02 16:00", "Pacific/Apia")


def test_lord_howe_moves_by_half_an_hour() -> None:
    night = desk("Australia/Lord_Howe", weekly={"sun": "01:00-03:00"})
    zone = "Australia/Lord_Howe"
    assert night.elapsed(at("2021-04-04 00:00", zone), at("2021-04-05 00:00", zone)) == 2.5 * HOUR
    assert night.elapsed(at("2021-10-03 00:00", zone), at("2021-10-04 00:00", zone)) == 1.5 * HOUR


def test_a_night_over_the_autumn_change_is_an_hour_longer() -> None:
    nights = desk(weekly={"sat": "22:00-06:00"})
    assert nights.elapsed(at("2021-11-06 12:00"), at("2021-11-07 12:00")) == 9 * HOUR
    assert len(nights.intervals(at("2021-11-06 12:00"), at("2021-11-07 12:00"))) == 1


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "America/Noronha", "Africa/Casablanca", "Asia/Gaza"])
def test_every_change_of_offset_is_seen(zone: str) -> None:
    from zoneinfo._zoneinfo import ZoneInfo as ZoneWithTransitions  # type: ignore[import-not-found]

    known = ZoneWithTransitions.no_cache(zone)
    offsets = [int(info.utcoff.total_seconds()) for info in known._ttinfos]
    changes = [
        (instant, after)
        for instant, before, after in zip(known._trans_utc[1:], offsets, offsets[1:], strict=False)
        if before != after
        and datetime(1960, 1, 1, tzinfo=UTC).timestamp() < instant < datetime(2007, 1, 1, tzinfo=UTC).timestamp()
    ]
    seen = [(begin // 10**6, offset // 10**6) for begin, _, offset in offset_spans(zone, 1960, 2006)[1:]]
    assert seen == changes


def test_no_zone_changes_and_changes_back_faster_than_we_look() -> None:
    from zoneinfo import available_timezones
    from zoneinfo._zoneinfo import ZoneInfo as ZoneWithTransitions

    soonest = min(
        later - earlier
        for name in available_timezones()
        for changes in [ZoneWithTransitions.no_cache(name)._trans_utc]
        for earlier, later in pairwise(changes)
        if earlier > datetime(1900, 1, 1, tzinfo=UTC).timestamp()
    )
    assert soonest > timedelta(days=4).total_seconds()


@pytest.mark.parametrize("rule", ["to the close", "same time"])
def test_a_day_whose_only_hours_are_skipped_is_no_business_day_for_what_comes_in(rule: str) -> None:
    hours = desk(weekly={"sun": "02:15-02:45", "mon-fri": "09:00-17:00"})
    budget = parse_budget(f"1 business day, {rule}")
    saturday, sunday = (due_of(budget, hours, at(f"2021-03-{day} 01:00")) for day in (13, 14))
    assert saturday == sunday
    assert sunday.astimezone(at("2021-03-16").tzinfo).date().isoformat() == "2021-03-16"

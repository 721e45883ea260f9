"""Working time in every IANA zone: the slow oracle's answers, round trips, and every change of offset.

All is drawn from one seed, so that each run asks the same. Counts are asserted, so that they cannot shrink unseen.
"""

import math
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from random import Random

import numpy as np
import pytest

from firsthand.domain.calendars import (
    Calendar,
    CalendarVersion,
    DatedException,
    Holiday,
    HolidaysClose,
    Window,
    WorkingTime,
)
from firsthand.domain.calendars.instants import SECOND, instant_of
from firsthand.domain.calendars.opening import opening_days
from firsthand.domain.calendars.zones import offset_spans
from firsthand.workbench.columns import WorkingTimeColumns
from firsthand.workbench.columns.buckets import Int64s
from tests.at_length import IN_FULL, at_length
from tests.domain.calendars.known_changes import ZONES, Change, known_changes
from tests.domain.calendars.slow_oracle import open_steps

SEED = 1900_2399
FIRST, LAST = 1900, 2037  # after 2037 a zone keeps one rule
LATE = (2395, 2399)
STEPS = 1_500
WINDOWS_OF_A_ZONE = 3
PAIRS_OF_A_WINDOW = 4
ONE_BY_ONE_EVERY = at_length(1, short=8)
"""Columns make every round trip; one of so many is asked one by one too."""
TRIPS_IN_EVERY = at_length(1, short=4)
"""Round trips are made in one of so many zones; answers and changes of offset are compared in every zone."""


def test_the_pinned_database_has_all_its_zones() -> None:
    assert len(ZONES) >= 598
    assert {"America/Los_Angeles", "Pacific/Apia", "Antarctica/Troll", "Asia/Kathmandu", "UTC"} <= set(ZONES)


@pytest.mark.parametrize(("first", "last", "at_least"), [(FIRST, LAST, 39_000), (*LATE, 1_800)])
def test_every_change_of_offset_of_every_zone_is_seen(first: int, last: int, at_least: int) -> None:
    seen = 0
    for zone in ZONES:
        known = known_changes(zone, first, last)
        assert [(begin // SECOND, offset // SECOND) for begin, _, offset in offset_spans(zone, first, last)] == known
        seen += len(known) - 1
    assert seen >= at_least


def test_at_least_12000_answers_equal_the_slow_oracle_over_every_zone() -> None:
    compared: Counter[str] = Counter()
    for zone in ZONES:
        draw = Random(f"{SEED} oracle {zone}")
        for change, before in _looked_at(zone, draw):
            compared[zone] += _compare_around(draw, zone, change, before)
    assert min(compared[zone] for zone in ZONES) >= WINDOWS_OF_A_ZONE * PAIRS_OF_A_WINDOW
    assert compared.total() >= 12_000


def test_round_trips_around_every_change_of_offset() -> None:
    trips = zones = 0
    for alike in _alike(FIRST, LAST)[::TRIPS_IN_EVERY]:
        draw = Random(f"{SEED} trips {alike[0]}")
        hours = _compiled(_office(draw, alike[0]))
        hours.table(instant_of(datetime(FIRST, 1, 1, tzinfo=UTC)), instant_of(datetime(LAST + 3, 1, 1, tzinfo=UTC)))
        starts, budgets = _trips(draw, known_changes(alike[0], FIRST, LAST), FIRST, LAST)
        due = _round_trips(hours, starts, budgets)
        _same_one_by_one(hours, starts=starts, budgets=budgets, due=due)
        trips += len(due)
        zones += len(alike)
    assert zones == len(ZONES) if IN_FULL else zones >= len(ZONES) / 6
    assert trips >= at_length(150_000, short=30_000)


def test_round_trips_in_the_last_supported_years() -> None:
    trips = 0
    for zone in ZONES[::TRIPS_IN_EVERY]:
        draw = Random(f"{SEED} late {zone}")
        hours = _compiled(_calendar(draw, zone, datetime(2397, 6, 1, tzinfo=UTC)))
        starts, budgets = _trips(draw, known_changes(zone, *LATE), LATE[0], LATE[1] - 1)
        due = _round_trips(hours, starts, budgets)
        _same_one_by_one(hours, starts=starts, budgets=budgets, due=due)
        trips += len(due)
    assert trips >= at_length(35_000, short=8_000)


def _alike(first: int, last: int) -> list[list[str]]:
    """The zones, those with equal offsets throughout these years together: links, and zones that once differed."""
    groups: dict[tuple[Change, ...], list[str]] = {}
    for zone in ZONES:
        groups.setdefault(tuple(known_changes(zone, first, last)), []).append(zone)
    return list(groups.values())


def _trips(draw: Random, changes: list[Change], first: int, last: int) -> tuple[Int64s, Int64s]:
    """Starts before, at and after each change, and at random; budgets from a microsecond to a month of hours."""
    begin, end = (instant_of(datetime(year, 1, 1, tzinfo=UTC)) for year in (first, last + 1))
    rng = np.random.default_rng(draw.getrandbits(64))
    around = np.array([instant for instant, _ in changes[1:]], dtype=np.int64) * SECOND
    near = [around + step for step in (-1, 0, 1)]
    near += [around + rng.integers(-36 * 3600 * SECOND, 36 * 3600 * SECOND, len(around)) for _ in range(3)]
    starts = np.concatenate([*near, rng.integers(begin, end, 40)])
    longest = 10 ** rng.integers(1, 12, len(starts))
    return np.clip(starts, begin, end - 1), rng.integers(0, longest) + 1


def _round_trips(hours: WorkingTime, starts: Int64s, budgets: Int64s) -> Int64s:
    """The due instants, having checked that elapsed gives the budget back, and one less a microsecond before."""
    columns = WorkingTimeColumns(hours)
    due = columns.due(starts, budgets)
    wrong = (columns.elapsed(starts, due) != budgets) | (columns.elapsed(starts, due - 1) != budgets - 1)
    assert not wrong.any(), (hours.calendar, starts[wrong][0], budgets[wrong][0])
    return due


def _same_one_by_one(hours: WorkingTime, *, starts: Int64s, budgets: Int64s, due: Int64s) -> None:
    some = (column[::ONE_BY_ONE_EVERY].tolist() for column in (starts, budgets, due))
    for start, budget, answer in zip(*some, strict=True):
        found = hours.due_us(start, budget)
        assert (found, hours.elapsed_us(start, found)) == (answer, budget), (hours.calendar, start, budget)


def _looked_at(zone: str, draw: Random) -> Iterator[tuple[Change, int]]:
    """Changes of a zone in all supported years, each with the offset before; where it has few, other instants too."""
    changes = known_changes(zone, 1900, 2399)
    pairs = [(change, before) for (_, before), change in pairwise(changes)]
    stated = [pair for pair in pairs if pair[0][0] < datetime(LAST, 1, 1, tzinfo=UTC).timestamp()]
    few = [*draw.sample(stated, min(2, len(stated))), *draw.sample(pairs, min(1, len(pairs)))]
    while len(few) < WINDOWS_OF_A_ZONE:
        instant = draw.randrange(changes[0][0] + 86_400, int(datetime(2399, 1, 1, tzinfo=UTC).timestamp()), 60)
        offset = [offset for since, offset in changes if since <= instant][-1]
        few.append(((instant, offset), offset))
    yield from few


def _compare_around(draw: Random, zone: str, change: Change, before: int) -> int:
    """Elapsed and due between steps around a change of offset, beside a count of the open steps. The steps are
    minutes; seconds where an offset has seconds, as local mean time has."""
    instant, after = change
    step = math.gcd(60, before, after, instant)
    begin = instant - draw.randrange(STEPS // 4, STEPS * 3 // 4) * step
    calendar = _calendar(draw, zone, datetime.fromtimestamp(instant, UTC), before=before, reach=STEPS * step // 120)
    flags = open_steps(calendar, datetime.fromtimestamp(begin, UTC), timedelta(seconds=step), STEPS)
    sums = [0, *accumulate(flags)]
    hours, compared = _compiled(calendar), 0
    for _ in range(PAIRS_OF_A_WINDOW):
        one, other = sorted(draw.sample(range(STEPS + 1), 2))
        start, end = (begin + one * step) * SECOND, (begin + other * step) * SECOND
        spent = sums[other] - sums[one]
        assert hours.elapsed_us(start, end) == spent * step * SECOND, (calendar, start, end)
        compared += 1
        if spent:
            budget = draw.randint(1, spent)
            due = next(at for at in range(one, STEPS + 1) if sums[at] - sums[one] == budget)
            assert hours.due_us(start, budget * step * SECOND) == (begin + due * step) * SECOND, (calendar, start)
            compared += 1
    return compared


def _office(draw: Random, zone: str) -> Calendar:
    """Hours without nights, the same on each weekday."""
    edges = sorted(draw.sample(range(1, 1440), 2 * draw.randint(1, 2)))
    windows = tuple(Window(opens=a * 60, closes=b * 60) for a, b in zip(edges[::2], edges[1::2], strict=True))
    week = tuple(windows if draw.random() < 0.8 else () for _ in range(6))
    return Calendar(name="office", zone=zone, versions=(CalendarVersion(in_force_from=None, weekly=(windows, *week)),))


def _calendar(draw: Random, zone: str, near: datetime, *, before: int = 0, reach: int = 720) -> Calendar:
    """A calendar whose hours begin and end within `reach` minutes of what the wall clock shows near an instant, with
    nights, a holiday, an exception and a second version close to it."""
    minute = ((int(near.timestamp()) + before) // 60) % 1440
    days = [near.date() + timedelta(days=day) for day in range(-1, 3)]
    odd = draw.choice(days)
    holiday = Holiday(month=odd.month, day=odd.day, name="feast", year=draw.choice([None, odd.year]))
    exception = DatedException(on=draw.choice(days), windows=_windows(draw, minute, reach), reason="odd")
    versions = tuple(
        CalendarVersion(
            in_force_from=begins,
            weekly=tuple(_windows(draw, minute, reach) for _ in range(7)),
            holidays=(holiday,) * (draw.random() < 0.4),
            exceptions=(exception,) * (draw.random() < 0.4),
        )
        for begins in [None, draw.choice(days)][: draw.randint(1, 2)]
    )
    return Calendar(name="drawn", zone=zone, versions=versions, holidays_close=draw.choice(list(HolidaysClose)))


def _windows(draw: Random, minute: int, reach: int) -> tuple[Window, ...]:
    """One to three windows of a day, the last maybe over midnight."""
    around = {(minute + draw.randint(-reach, reach)) % 1440 for _ in range(2 * draw.randint(1, 3))} | {minute}
    edges = sorted(around)[: len(around) // 2 * 2]
    found = [Window(opens=a * 60, closes=b * 60) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if draw.random() < 0.3:
        latest = min(found[0].opens, 8 * 3600) + 86_400
        found[-1] = Window(opens=found[-1].opens, closes=max(min(latest, found[-1].opens + 86_400), found[-1].closes))
    return tuple(found)


def _compiled(calendar: Calendar) -> WorkingTime:
    return WorkingTime(calendar, opening_days(calendar))

"""Desks whose hours are known, minute by minute on the wall: an oracle that shares no arithmetic with mining.

A desk has seasons, each from a date on, of windows for each weekday; a window may end after midnight; single dates are
closed. Opening times are instants found with `zoneinfo`, and a budget is walked along them.
"""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from firsthand.workbench.mining import Observations, labels

Week = Sequence[Sequence[tuple[float, float]]]
START, DAYS = date(2021, 3, 1), 210
_SECOND = 1_000_000


def week(mon_fri: str = "", **others: str) -> Week:
    """Windows for each weekday, as `9-12, 13-17`; `fri="22-30"` ends at six in the morning after."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    texts = [others.get(name, mon_fri if number < 5 else "") for number, name in enumerate(names)]
    return [[_window(one) for one in text.split(",") if one.strip()] for text in texts]


def _window(text: str) -> tuple[float, float]:
    opens, _, closes = text.strip().partition("-")
    return float(opens), float(closes)


@dataclass(frozen=True, kw_only=True)
class MadeDesk:
    """`seasons` by the date from which they hold, the first from ever; `closed` dates have no window that begins on
    them."""

    seasons: Sequence[tuple[date, Week]]
    closed: frozenset[date] = frozenset()
    zone: str = "America/New_York"

    def open_on(self, day: date) -> list[tuple[int, int]]:
        """The stretches of seconds of a date, from its midnight, on which it opens."""
        if day in self.closed:
            return []
        now = [weekly for begin, weekly in self.seasons if begin <= day][-1]
        return [(round(opens * 3600), round(closes * 3600)) for opens, closes in now[day.weekday()]]

    @cached_property
    def open(self) -> tuple[list[int], list[int], list[int]]:
        """When it opens and closes (seconds since the epoch), and how long it was open before each opening."""
        stretches: list[list[int]] = []
        for number in range(-5, DAYS + 150):
            day = START + timedelta(days=number)
            for begin, end in sorted(self.open_on(day)):
                opens, closes = self._at(day, begin), self._at(day, end)
                if stretches and stretches[-1][1] >= opens:
                    stretches[-1][1] = max(closes, stretches[-1][1])
                else:
                    stretches.append([opens, closes])
        before, total = [], 0
        for opens, closes in stretches:
            before.append(total)
            total += closes - opens
        return [one[0] for one in stretches], [one[1] for one in stretches], before

    def _at(self, day: date, seconds: int) -> int:
        wall = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone)) + timedelta(seconds=seconds)
        return int(wall.astimezone(UTC).timestamp())

    def is_open(self, at: int) -> bool:
        """Whether it is open in this second."""
        opens, closes, _ = self.open
        place = bisect_right(opens, at) - 1
        return place >= 0 and at < closes[place]

    def due(self, at: int, seconds: int) -> int:
        """The second at which so many seconds of open time have passed."""
        opens, closes, before = self.open
        place = max(bisect_right(opens, at) - 1, 0)
        spent = before[place] + max(min(at, closes[place]) - opens[place], 0)
        end = bisect_left(before, spent + seconds) - 1
        return opens[end] + spent + seconds - before[end]


def arrivals(rows: int, dice: random.Random) -> list[int]:
    """Seconds at any hour, more of them in the daytime of most zones."""
    first = int(datetime(START.year, START.month, START.day, tzinfo=UTC).timestamp())
    return sorted(first + 86_400 + int(dice.random() * (DAYS - 30) * 86_400) for _ in range(rows))


def made_log(
    desk: MadeDesk, *, hours: Sequence[float] = (4,), rows: int = 1500, seed: int = 1, noise: float = 0.02
) -> Observations:
    """A log with a group for each number of business hours; `noise` is the share of targets that are anything."""
    dice = random.Random(seed)
    received, ended, names = [], [], []
    for number in hours:
        for at in arrivals(rows, dice):
            due = at + dice.randrange(600, 20 * 86_400) if dice.random() < noise else desk.due(at, round(number * 3600))
            received.append(at * _SECOND)
            ended.append(due * _SECOND)
            names.append(f"{number:g} hours")
    return Observations(
        zone=desk.zone,
        received_at=np.array(received, dtype=np.int64),
        ended_at=np.array(ended, dtype=np.int64),
        group=labels("group", names),
    )


def random_desk(dice: random.Random) -> MadeDesk:
    """Hours drawn at random: of one to three seasons, by weekday or over midnight, with up to three closed dates."""
    seasons = [(date(2000, 1, 1), _random_week(dice))]
    for days in sorted(dice.sample(range(50, 150, 10), dice.choice([0, 0, 1, 1, 2]))):
        seasons.append((START + timedelta(days=days + dice.randrange(7)), _random_week(dice)))
    closed = {START + timedelta(days=dice.randrange(20, 150)) for _ in range(dice.choice([0, 0, 1, 3]))}
    zone = dice.choice(["America/New_York", "Europe/Berlin", "Australia/Sydney", "UTC", "Asia/Kolkata"])
    return MadeDesk(seasons=seasons, closed=frozenset(closed), zone=zone)


def _random_week(dice: random.Random) -> Week:
    kind = dice.choice(["plain", "plain", "weekday", "night", "saturday", "break"])
    opens = dice.choice([18, 20, 21, 22] if kind == "night" else [6, 7, 8, 8.5, 9, 10])
    closes = opens + dice.choice([6, 7.5, 8, 9, 10])
    others = {}
    if kind == "weekday":
        for day in dice.sample(["mon", "tue", "wed", "thu", "fri"], dice.choice([1, 2])):
            others[day] = f"{opens + dice.choice([0, 1, -1]):g}-{closes - dice.choice([2, 3]):g}"
    if kind == "saturday":
        others["sat"] = dice.choice(["9-13", "10-14", "8-12", "10-16"])
    usual = f"{opens:g}-12, 13-{closes + 1:g}" if kind == "break" else f"{opens:g}-{closes:g}"
    return week(usual, **others)

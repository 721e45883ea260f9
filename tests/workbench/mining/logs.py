"""Synthetic logs whose rules are known, made with the scalar arithmetic of the domain."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from firsthand.domain.calendars import WorkingTime, due_of_us, parse_budget, parse_calendar, working_time
from firsthand.domain.calendars.instants import SECOND, instant_of
from firsthand.workbench.mining import Observations, labels

ZONE = "America/New_York"
START = datetime(2021, 3, 1, tzinfo=UTC)
Terms = tuple[str, WorkingTime]


def hours(weekly: Mapping[str, str], *, holidays: Sequence[str] = ()) -> WorkingTime:
    """A calendar of the zone of these tests."""
    terms = {"zone": ZONE, "weekly": weekly, "holidays": [{"date": day, "name": "holiday"} for day in holidays]}
    return working_time(parse_calendar("truth", terms))


def arrivals(rows: int, seed: int, *, days: int = 180) -> list[int]:
    """Instants in whole seconds at any hour, more of them in the daytime."""
    dice = random.Random(seed)
    found: list[int] = []
    while len(found) < rows:
        at = START + timedelta(days=dice.random() * days)
        if 12 <= at.hour < 23 or dice.random() < 0.3:
            found.append(instant_of(at.replace(microsecond=0)))
    return sorted(found)


def log(
    groups: Mapping[str, Terms | Mapping[str, Terms]],
    *,
    rows: int = 400,
    seed: int = 1,
    noise: float = 0.0,
    changes: Mapping[str, tuple[datetime, Terms]] | None = None,
    lag: int = 0,
) -> Observations:
    """A log in which each group follows its budget; a group with a mapping follows one for each value of `plan`.

    `noise` is the share of targets that are anything, `changes` a budget that takes over from an instant on, `lag` by
    how many seconds at most a target is early.
    """
    dice = random.Random(seed)
    received, ended, names, plans = [], [], [], []
    for number, (name, terms) in enumerate(groups.items()):
        for at in arrivals(rows, seed * 100 + number):
            plan = dice.choice(["gold", "silver", "basic"])
            budget, calendar = terms if isinstance(terms, tuple) else terms.get(plan, terms["basic"])
            if changes and name in changes and at >= instant_of(changes[name][0]):
                budget, calendar = changes[name][1]
            due = due_of_us(parse_budget(budget), calendar, at) - dice.randint(0, lag) * 1_000_000
            if dice.random() < noise:
                due = at + dice.randint(600, 60 * 86_400) * 1_000_000
            received.append(at)
            ended.append(due)
            names.append(name)
            plans.append(plan)
    return Observations(
        zone=ZONE,
        received_at=np.array(received, dtype=np.int64),
        ended_at=np.array(ended, dtype=np.int64),
        group=labels("group", names),
        others=(labels("plan", plans),),
    )


def work(calendar: WorkingTime, groups: dict[str, float], *, rows: int = 3000, seed: int = 3) -> Observations:
    """Requests that are done after a working time of so many hours on average, at any open moment."""
    dice = random.Random(seed)
    received, ended, names = [], [], []
    for number, (name, mean) in enumerate(groups.items()):
        for at in arrivals(rows, seed * 10 + number):
            received.append(at)
            ended.append(calendar.due_us(at, 1 + int(dice.expovariate(1 / mean) * 3600 * SECOND)))
            names.append(name)
    return Observations(
        zone=ZONE,
        received_at=np.array(received, dtype=np.int64),
        ended_at=np.array(ended, dtype=np.int64),
        group=labels("group", names),
    )

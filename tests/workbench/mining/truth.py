"""What mining says of a made desk that is not true of it."""

import random
from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from firsthand.domain.calendars import due_of_us, working_time
from firsthand.domain.calendars.instants import datetime_of
from firsthand.workbench.mining import Mined, MinedClause, mine_targets
from firsthand.workbench.mining.hours import EPOCH_ORDINAL
from tests.workbench.mining.made_desks import MadeDesk, arrivals, made_log, random_desk

_SECOND = 1_000_000


def untruths_of_a_random_desk(seed: int) -> list[str]:
    """What is false of what is mined from the log of a desk drawn at random, and groups of which nothing is said."""
    dice = random.Random(seed)
    desk, noise = random_desk(dice), dice.choice([0, 0.02, 0.05])
    hours = dice.choice([(4,), (2,), (6,), (8,), (2, 12)])
    rows = made_log(desk, hours=hours, rows=dice.choice([400, 700]), noise=noise, seed=seed)
    mined = mine_targets(rows)
    unsaid = [f"nothing is said of {one}" for one in rows.group.names if one not in _groups(mined)]
    return [*unsaid, *(wrong for clause in mined.clauses for wrong in untruths(clause, desk, dice))]


def untruths(clause: MinedClause, desk: MadeDesk, dice: random.Random) -> list[str]:
    """What is false of a clause: a date is closed on which the desk opens, or of requests that were not mined many are
    due otherwise than it says, or at some time of the week most."""
    calendar = working_time(clause.rule.hours.calendar("mined", desk.zone))
    skipped = [date.fromordinal(EPOCH_ORDINAL + day) for day in clause.rule.hours.skipped]
    found = [f"{day} is not closed" for day in skipped if desk.open_on(day)]
    wrong, every = Counter[int](), Counter[int]()
    budget = round(float(clause.groups[0].split()[0]) * 3600)
    low, high = clause.where.from_at or 0, clause.where.to_at or np.iinfo(np.int64).max
    for at in arrivals(3000, dice):
        if low <= at * _SECOND < high:
            local = datetime_of(at * _SECOND).astimezone(ZoneInfo(desk.zone))
            part = local.weekday() * 8 + local.hour // 3
            every[part] += 1
            due = due_of_us(clause.rule.budget, calendar, at * _SECOND) // _SECOND
            wrong[part] += abs(due - desk.due(at, budget)) > 60
    if wrong.total() > 0.05 * every.total():
        found.append(f"{wrong.total()} of {every.total()} are due otherwise")
    return [*found, *(f"most are due otherwise in part {one} of the week" for one in _mostly(wrong, every))]


def _mostly(wrong: Counter[int], every: Counter[int]) -> list[int]:
    return sorted(part for part in every if wrong[part] > max(every[part] / 2, 5))


def _groups(mined: Mined) -> set[str]:
    return {*mined.in_doubt, *(group for clause in mined.clauses for group in clause.groups)}

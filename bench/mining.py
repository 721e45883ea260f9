"""Mining: logs of made desks whose hours are known, in this process; reading a file is not counted."""

from datetime import UTC, date, datetime

import numpy as np

from bench import Figure, median_seconds
from firsthand.workbench.mining import Observations, labels, mine_practice, mine_targets
from tests.workbench.mining.made_desks import MadeDesk, made_log, week

_EVER = date(2000, 1, 1)
_OFFICE = [(_EVER, week("9-17"))]
_CHANGED = [*_OFFICE, (date(2021, 7, 1), week("22-30", sat="10-14"))]
_BUDGETS = tuple(range(1, 21))


def figures(*, runs: int) -> list[Figure]:
    """`mining.targets_30k_s`: twenty budgets on one calendar; `mining.change_of_hours_s`: 1,500 targets whose hours
    move to the night on a date; `mining.practice_100k_s`: what a desk did."""
    office = made_log(MadeDesk(seasons=_OFFICE), hours=_BUDGETS)
    changed = made_log(MadeDesk(seasons=_CHANGED))
    acts = _acts(100_000)
    done = acts.ended_at
    return [
        Figure(name=name, value=median_seconds(work, runs=runs), unit="s", runs=runs)
        for name, work in (
            ("mining.targets_30k_s", lambda: mine_targets(office)),
            ("mining.change_of_hours_s", lambda: mine_targets(changed)),
            ("mining.practice_100k_s", lambda: mine_practice(acts, done)),
        )
    ]


def _acts(rows: int) -> Observations:
    """Requests of half a year that are done within four hours of work, from nine to five."""
    dice = np.random.default_rng(1)
    days = np.array([day for day in range(180) if day % 7 < 5])  # 2021-03-01 was a Monday
    began = int(datetime(2021, 3, 1, 9, tzinfo=UTC).timestamp())
    received = began + dice.choice(days, rows) * 86_400 + dice.integers(0, 4 * 3600, rows)
    return Observations(
        zone="UTC",
        received_at=received * 1_000_000,
        ended_at=(received + dice.integers(0, 4 * 3600, rows)) * 1_000_000,
        group=labels("group", ["mail"] * rows),
    )

"""The worked example of the page is what mining gives."""

import random
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from firsthand.domain.calendars import due_of_us, parse_budget
from firsthand.domain.calendars.instants import instant_of
from firsthand.workbench.mining import Hours, MinedClause, Observations, labels, mine_targets
from tests.workbench.mining.logs import ZONE, hours

PAGE = Path(__file__).resolve().parents[3] / "docs/algorithms/mining.md"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def example() -> Observations:
    office = hours({"mon-fri": "08:30-17:00"}, holidays=["2021-05-31"])
    every_hour = hours({"mon-sun": "00:00-24:00"})
    start = datetime(2021, 3, 1, tzinfo=ZoneInfo(ZONE))
    change = instant_of(datetime(2021, 6, 1, tzinfo=ZoneInfo(ZONE)))
    first = instant_of(start)
    dice = random.Random(0)
    rows = []
    for number in range(150 * 24 // 5):
        at = first + number * 5 * 3_600_000_000
        for group, budget, calendar in (
            ("lamp", "10 business days, same time", office),
            ("bulk", "5 business days, same time" if at < change else "2 business days, same time", office),
            ("nuisance", "30 business days", every_hour),
        ):
            due = due_of_us(parse_budget(budget), calendar, at)
            if dice.random() < 1 / 40:
                due = at + dice.randint(600, 60 * 86_400) * 1_000_000
            rows.append((at, due, group))
    return Observations(
        zone=ZONE,
        received_at=np.array([at for at, _, _ in rows]),
        ended_at=np.array([due for _, due, _ in rows]),
        group=labels("group", [group for _, _, group in rows]),
    )


def _hours_words(found: Hours) -> str:
    if found.always:
        return "never closed"
    windows = ", ".join(
        f"{opens // 3600:02}:{opens % 3600 // 60:02}-{closes // 3600:02}:{closes % 3600 // 60:02}"
        for opens, closes in found.windows
    )
    skipped = ", ".join(str(np.datetime64(day, "D")) for day in found.skipped)
    return f"{DAYS[found.days[0]]}-{DAYS[found.days[-1]]} {windows}{f' without {skipped}' if skipped else ''}"


def _dates_words(clause: MinedClause) -> str:
    def day(at: int) -> str:
        return f"{datetime.fromtimestamp(at / 1e6, ZoneInfo(ZONE)):%Y-%m-%d %H:%M}".removesuffix(" 00:00")

    where = clause.where
    parts = [f"from {day(where.from_at)}"] if where.from_at is not None else []
    parts += [f"until {day(where.to_at)}"] if where.to_at is not None else []
    return " ".join(parts) or "always"


def _row(clause: MinedClause) -> str:
    low, high = clause.confidence
    cells = [", ".join(clause.groups), clause.rule.budget, _hours_words(clause.rule.hours), _dates_words(clause)]
    return f"| {' | '.join(str(cell) for cell in cells)} | {clause.rows} | {clause.explained} | {low:.3f}–{high:.3f} |"


def test_the_worked_example_of_the_page() -> None:
    assert timedelta(days=150) / timedelta(hours=5) == 720
    mined = mine_targets(example())
    page = PAGE.read_text(encoding="utf-8")
    rows = [_row(clause) for clause in mined.clauses]
    assert len(rows) == 4
    assert "\n".join(rows) in page

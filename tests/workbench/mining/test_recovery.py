"""Mining recovers policies that were drawn at random: hours, breaks, days off, budgets of every unit, noise and lag."""

import random
from datetime import date, timedelta

import pytest

from firsthand.workbench.mining import mine_targets
from tests.workbench.mining.logs import Terms, hours, log

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _time(hour: float) -> str:
    return f"{int(hour):02}:{int(hour % 1 * 60):02}"


def policy(dice: random.Random) -> dict[str, Terms]:
    """One to eight groups on one calendar, or on the hours that never close."""
    opens = dice.choice([6, 7, 8, 8.5, 9, 9.5, 10])
    closes = opens + dice.choice([6, 7.5, 8, 8.5, 9, 10, 12])
    window = f"{_time(opens)}-{_time(closes)}"
    if dice.random() < 0.2:
        window = f"{_time(opens)}-12:00, 13:00-{_time(closes)}"
    off = {str(date(2021, 3, 8) + timedelta(days=dice.randrange(150))) for _ in range(dice.choice([0, 0, 1, 3, 6]))}
    office = hours({f"mon-{dice.choice(DAYS[3:6])}": window}, holidays=sorted(off))
    always = hours({"mon-sun": "00:00-24:00"})
    found: dict[str, Terms] = {}
    for number in range(dice.choice([1, 2, 4, 8])):
        business = dice.choice([1, 2, 3, 5, 10, 20])
        budget, calendar = dice.choice(
            [
                (f"{dice.choice([1, 2, 4, 8, 16, 24, 40])} business hours", office),
                (f"{business} business days", office),
                (f"{business} business days, same time", office),
                (f"{business} business days, to the close", office),
                (f"{dice.choice([4, 24, 48])} hours elapsed, then next opening", office),
                (f"{dice.choice([1, 4, 24, 48, 72])} hours elapsed", always),
                (f"{dice.choice([7, 30, 90])} business days", always),
            ]
        )
        found[f"group {number}"] = (budget, calendar)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_a_random_policy_is_recovered(seed: int) -> None:
    dice = random.Random(seed)
    truth = policy(dice)
    noise = dice.choice([0.0, 0.02, 0.05])
    rows = log(truth, rows=dice.choice([200, 400]), seed=seed, noise=noise, lag=dice.choice([0, 3, 20]))
    mined = mine_targets(rows)
    assert mined.measure.share >= 1 - noise - 0.025
    assert all(clause.where.from_at is None and not clause.where.has for clause in mined.clauses)

"""The real public targets of a city: learnt from the first half of each type, measured on the second."""

from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from firsthand.domain.calendars import BudgetUnit, due_of_us, working_time
from firsthand.domain.calendars.instants import DAY, SECOND
from firsthand.workbench.mining import NEVER, Mined, Observations, Why, labels, measured, mine_targets
from firsthand.workbench.mining.targets import rows_of
from firsthand.workbench.mining.wall_clock import WallClock

LOG = Path(__file__).resolve().parents[4] / "shared/data/boston311_2011_jul_sep.csv.gz"
ZONE = "America/New_York"

pytestmark = pytest.mark.skipif(not LOG.exists(), reason=f"{LOG} is not there")


@pytest.fixture(scope="module")
def requests() -> Observations:
    table = pl.read_csv(LOG, infer_schema_length=0).select(
        "type",
        pl.col("open_dt", "target_dt").str.to_datetime("%Y-%m-%d %H:%M:%S").dt.epoch("us"),
    )
    received, target = table["open_dt"].to_numpy(), table["target_dt"].fill_null(NEVER).to_numpy()
    clock = WallClock(ZONE, int(received.min()), int(received.max()) + 60 * 366 * DAY)
    has = target != NEVER
    return Observations(
        zone=ZONE,
        received_at=clock.instants(received),
        ended_at=np.where(has, clock.instants(np.where(has, target, received)), NEVER),
        group=labels("type", table["type"].to_list()),
    )


@pytest.fixture(scope="module")
def mined(requests: Observations) -> Mined:
    return mine_targets(requests.take(requests.first_part(0.5)))


@pytest.fixture(scope="module")
def second_half(requests: Observations) -> Observations:
    return requests.take(~requests.first_part(0.5))


def test_the_second_half_of_each_type_is_reproduced(mined: Mined, second_half: Observations) -> None:
    measure, unexplained = measured(mined.clauses, second_half)
    assert (measure.rows, measure.with_target) == (15_949, 13_434)
    assert measure.share >= 0.98
    assert measure.within_5_seconds / measure.with_target >= 0.95
    reasons = Counter(one.why for one in unexplained)
    assert reasons.pop(Why.NO_TARGET) == measure.rows - measure.with_target
    assert sum(reasons.values()) == measure.with_target - measure.explained
    assert reasons[Why.NEAR_MISS] > reasons[Why.SET_BY_HAND] > 0


def test_the_hours_are_found(mined: Mined) -> None:
    always, office = sorted(mined.calendars, key=lambda hours: not hours.always)
    assert always.always
    assert (office.days, office.windows, office.skipped) == ((0, 1, 2, 3, 4), ((30_600, 61_200),), ())
    units = {(clause.rule.hours.always, clause.rule.unit) for clause in mined.clauses}
    assert units == {(True, BudgetUnit.BUSINESS_DAYS), (False, BudgetUnit.BUSINESS_DAYS_SAME_TIME)}


def test_the_domain_makes_the_same_targets_as_the_search(mined: Mined, second_half: Observations) -> None:
    """Every hundredth request, by the scalar arithmetic that judges tickets."""
    explained, asked = 0, 0
    sample = second_half.take(np.arange(0, len(second_half), 100))
    for clause in mined.clauses:
        calendar = working_time(clause.rule.hours.calendar("mined", ZONE))
        for row in np.flatnonzero(rows_of(clause, sample) & sample.has_end).tolist():
            due = due_of_us(clause.rule.budget, calendar, int(sample.received_at[row]))
            explained += abs(due - int(sample.ended_at[row])) <= 60 * SECOND
            asked += 1
    assert asked > 130
    assert explained / asked >= 0.96

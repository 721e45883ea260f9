"""Practice: the hours in which people act, and the budgets that they kept."""

import random
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from firsthand.domain.calendars.instants import SECOND
from firsthand.workbench.mining import ALWAYS, NEVER, Observations, Why, labels, mine_practice
from firsthand.workbench.mining.activity import hours_of_activity
from firsthand.workbench.mining.practice import order_interval
from firsthand.workbench.mining.wall_clock import Int64s
from firsthand.workbench.mining.wording import hours_words
from tests.workbench.mining.logs import ZONE, hours, work
from tests.workbench.mining.made_desks import MadeDesk, Week, week
from tests.workbench.mining.made_desks import arrivals as every_second

HOUR = 3600 * SECOND
EVER = date(2000, 1, 1)
Seasons = list[tuple[date, Week]]


def test_the_hours_the_days_off_and_a_budget_for_each_group() -> None:
    office = hours({"mon-fri": "09:00-17:00"}, holidays=["2021-05-31", "2021-07-05"])
    done = work(office, {"quick": 1.5, "slow": 12.0})
    mined = mine_practice(done, done.ended_at)
    [found] = mined.calendars
    assert (found.days, found.windows) == ((0, 1, 2, 3, 4), ((32_400, 61_200),))
    assert [str(np.datetime64(day, "D")) for day in found.skipped] == ["2021-05-31", "2021-07-05"]
    # Nine in ten wait less than ln 10 times the mean: 3.5 hours, and 27.6 hours or three days and a half of eight.
    assert {clause.groups: str(clause.rule.budget) for clause in mined.clauses} == {
        ("quick",): "4 business hours",
        ("slow",): "5 business days",
    }
    for clause in mined.clauses:
        assert clause.explained >= 0.9 * clause.rows
        mean = 1.5 if clause.groups == ("quick",) else 12.0
        assert clause.between is not None
        assert clause.between[0] <= np.log(10) * mean * HOUR <= clause.between[1]
    assert {one.why for one in mined.unexplained} == {Why.SLOWER}
    assert mined.measure.explained + len(mined.unexplained) == mined.measure.rows


@pytest.mark.parametrize(
    ("seasons", "found"),
    [
        ([(EVER, week("9-17", sat="10-14"))], "mon-fri 09:00-17:00, sat 10:00-14:00"),
        ([(EVER, week("9-17", fri="9-13"))], "mon-thu 09:00-17:00, fri 09:00-13:00"),
        ([(EVER, week("22-30"))], "mon-fri 22:00-06:00"),
        (
            [(EVER, week("20-28", tue="25-32"))],
            "mon,thu-fri 20:00-04:00, wed 01:00-08:00, 20:00-04:00",
        ),
        (
            [(EVER, week("9-17")), (date(2021, 7, 1), week("2-17"))],
            "mon-fri 09:00-17:00; from 2021-07-01 mon-fri 02:00-17:00",
        ),
    ],
)
def test_hours_that_differ_by_weekday_run_over_midnight_or_change(seasons: Seasons, found: str) -> None:
    assert shown_by(acts_on(seasons, of=20_000)) == found


def acts_on(seasons: Seasons, *, of: int, seed: int = 1) -> Int64s:
    """Those of so many instants at which a desk is open, and one in a hundred of the others."""
    desk, dice = MadeDesk(seasons=seasons), random.Random(seed)
    return np.array([at for at in every_second(of, dice) if desk.is_open(at) or dice.random() < 0.01]) * SECOND


def shown_by(acts: Int64s) -> str:
    hours = hours_of_activity(ZONE, acts)
    return "" if hours is None else hours_words(hours)


def test_few_acts_say_nothing_of_the_hours() -> None:
    office = [(EVER, week("9-17"))]
    said = [shown_by(acts_on(office, of=of, seed=seed)) for of in (0, 40, 80, 160, 320, 640) for seed in range(5)]
    assert not any(said[:20])
    assert set(said[20:]) <= {"", "mon-fri 09:00-17:00"}
    assert shown_by(acts_on(office, of=4000)) == "mon-fri 09:00-17:00"


@pytest.mark.parametrize("seed", range(5))
def test_a_half_hour_in_which_nothing_happened_by_chance_is_not_closed(seed: int) -> None:
    always = week("0-24", sat="0-24", sun="0-24")
    assert shown_by(acts_on([(EVER, always)], of=300, seed=seed)) == hours_words(ALWAYS)


def test_too_little_practice_is_said_to_be_unknown() -> None:
    done = work(hours({"mon-fri": "09:00-17:00"}), {"quick": 1.5, "slow": 12.0}, rows=20)
    mined = mine_practice(done, done.ended_at)
    assert (mined.clauses, mined.calendars, mined.in_doubt) == ((), (), ("quick", "slow"))
    assert {one.why for one in mined.unexplained} == {Why.HOURS_NOT_KNOWN}


def test_groups_that_keep_the_same_budget_share_a_clause_and_rare_ones_share_the_last() -> None:
    office = hours({"mon-fri": "09:00-17:00"})
    done = work(office, {"mail": 1.5, "phone": 1.4}, rows=1000)
    rare = work(office, {"fax": 1.0, "visit": 1.0}, rows=5)
    both = Observations(
        zone=ZONE,
        received_at=np.append(done.received_at, rare.received_at),
        ended_at=np.append(done.ended_at, rare.ended_at),
        group=labels("group", ["mail"] * 1000 + ["phone"] * 1000 + ["fax"] * 5 + ["visit"] * 5),
    )
    clauses = mine_practice(both, both.ended_at).clauses
    assert [(clause.groups, clause.rows) for clause in clauses] == [(("mail", "phone"), 2000), ((), 10)]


def test_work_at_all_hours_needs_no_hours() -> None:
    done = work(hours({"mon-sun": "00:00-24:00"}), {"any": 2.0})
    dice = np.random.default_rng(1)
    start = int(done.received_at.min())
    activity = start + dice.integers(0, 180 * 24 * 60, 20_000) * (HOUR // 60)
    mined = mine_practice(done, activity)
    assert mined.calendars == (ALWAYS,)
    assert [str(clause.rule.budget) for clause in mined.clauses] == ["8 hours elapsed"]


def test_what_has_not_ended_is_named_and_not_counted() -> None:
    done = work(hours({"mon-fri": "09:00-17:00"}), {"any": 1.0}, rows=2000)
    ended = done.ended_at.copy()
    ended[:10] = NEVER
    ended[10] = done.received_at[10] - SECOND
    rows = Observations(zone=ZONE, received_at=done.received_at, ended_at=ended, group=done.group)
    mined = mine_practice(rows, ended)
    reasons = {one.row: one.why for one in mined.unexplained}
    assert {row for row, why in reasons.items() if why is Why.NOT_ENDED} == set(range(10))
    assert reasons[10] is Why.TARGET_BEFORE_RECEIVED
    assert sum(clause.rows for clause in mined.clauses) == 1989


def test_a_higher_percentile_never_gives_a_shorter_budget() -> None:
    done = work(hours({"mon-fri": "09:00-17:00"}), {"any": 5.0}, rows=500)
    kept = [mine_practice(done, done.ended_at, percentile=percent).clauses[0].explained for percent in (50, 75, 90, 99)]
    assert kept == sorted(kept)
    with pytest.raises(ValueError, match="100"):
        mine_practice(done, done.ended_at, percentile=100)


@pytest.mark.parametrize(("size", "share"), [(100, 0.9), (40, 0.5), (500, 0.99)])
def test_the_interval_of_a_percentile_holds_it_nineteen_times_in_twenty(size: int, share: float) -> None:
    low, high = order_interval(size, share)
    samples: NDArray[np.float64] = np.sort(np.random.default_rng(2).random((4000, size)), axis=1)
    assert 0.945 <= np.mean((samples[:, low] <= share) & (share <= samples[:, high])) <= 1


def test_a_small_sample_says_as_much_as_it_can() -> None:
    assert order_interval(3, 0.9) == (0, 2)

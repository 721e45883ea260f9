"""Mining recovers the rules that a log was made with."""

from datetime import UTC, datetime

import numpy as np
import pytest

from firsthand.domain.calendars.instants import SECOND
from firsthand.workbench.mining import ALWAYS, NEVER, MinedClause, Observations, Why, labels, measured, mine_targets
from tests.workbench.mining.logs import ZONE, hours, log

OFFICE = hours({"mon-fri": "08:30-17:00"})
EVERY_HOUR = hours({"mon-sun": "00:00-24:00"})


def said(clauses: tuple[MinedClause, ...]) -> dict[str, str]:
    """What each group's clause says, where it has only one."""
    return {group: str(clause.rule.budget) for clause in clauses for group in clause.groups}


def test_the_hours_and_budgets_of_business_days_to_the_same_time() -> None:
    mined = mine_targets(
        log({"bulk": ("2 business days, same time", OFFICE), "lamp": ("10 business days, same time", OFFICE)}, lag=3)
    )
    [office] = mined.calendars
    assert (office.days, office.windows) == ((0, 1, 2, 3, 4), ((30_600, 61_200),))
    assert said(mined.clauses) == {"bulk": "2 business days, same time", "lamp": "10 business days, same time"}
    assert mined.measure.share == 1


@pytest.mark.parametrize("budget", ["4 business hours", "6 business hours", "26 business hours"])
def test_the_hours_and_budget_of_business_hours(budget: str) -> None:
    mined = mine_targets(log({"any": (budget, hours({"mon-fri": "09:00-17:00"}))}))
    assert [clause.rule.hours.windows for clause in mined.clauses] == [((32_400, 61_200),)]
    assert said(mined.clauses) == {"any": budget}
    assert mined.measure.share == 1


def test_a_lunch_break() -> None:
    mined = mine_targets(log({"any": ("3 business hours", hours({"mon-fri": "09:00-12:00, 13:00-17:00"}))}, rows=1500))
    assert [clause.rule.hours.windows for clause in mined.clauses] == [((32_400, 43_200), (46_800, 61_200))]


@pytest.mark.parametrize(
    "budget", ["2 business days", "3 business days, to the close", "30 hours elapsed, then next opening"]
)
def test_every_other_way_to_count(budget: str) -> None:
    mined = mine_targets(log({"any": (budget, OFFICE)}))
    assert said(mined.clauses) == {"any": budget}
    assert mined.measure.share == 1


def test_elapsed_time_needs_no_hours() -> None:
    mined = mine_targets(log({"fire": ("1 day elapsed", EVERY_HOUR), "flood": ("90 minutes elapsed", EVERY_HOUR)}))
    assert mined.calendars == (ALWAYS,)
    assert said(mined.clauses) == {"fire": "1 day elapsed", "flood": "90 minutes elapsed"}


def test_holidays_are_found_by_what_ends_a_day_later() -> None:
    closed = hours({"mon-fri": "08:30-17:00"}, holidays=["2021-05-31", "2021-07-05"])
    mined = mine_targets(
        log({"bulk": ("2 business days, same time", closed), "lamp": ("10 business days, same time", closed)})
    )
    [office] = mined.calendars
    days = [np.datetime64(day, "D").astype(str) for day in office.skipped]
    assert days == ["2021-05-31", "2021-07-05"]
    assert mined.measure.share == 1


def test_holidays_are_found_where_hours_are_counted() -> None:
    closed = hours({"mon-fri": "09:00-17:00"}, holidays=["2021-05-31"])
    mined = mine_targets(log({"any": ("12 business hours", closed)}, rows=1200))
    [office] = mined.calendars
    assert [str(np.datetime64(day, "D")) for day in office.skipped] == ["2021-05-31"]


def test_two_calendars_beside_each_other_and_groups_that_share_a_rule() -> None:
    mined = mine_targets(
        log(
            {
                "bulk": ("2 business days, same time", OFFICE),
                "cart": ("2 business days, same time", OFFICE),
                "rats": ("30 business days", EVERY_HOUR),
            }
        )
    )
    assert sorted(clause.groups for clause in mined.clauses) == [("bulk", "cart"), ("rats",)]
    assert len(mined.calendars) == 2


def test_a_change_of_the_budget_is_dated_to_the_midnight_before() -> None:
    change = datetime(2021, 6, 1, 4, tzinfo=UTC)  # midnight in New York
    terms = ("2 business days, same time", OFFICE)
    mined = mine_targets(log({"bulk": ("5 business days, same time", OFFICE)}, changes={"bulk": (change, terms)}))
    before, after = sorted(mined.clauses, key=lambda clause: clause.where.from_at or 0)
    assert before.where.to_at == after.where.from_at == int(change.timestamp()) * SECOND
    assert (before.rule.amount, after.rule.amount) == (5, 2)


def test_new_hours_and_a_new_budget_from_a_date_on() -> None:
    """As in the first book: nine to five with four hours, and from a date on two to five with one."""
    change = datetime(2021, 6, 1, 4, tzinfo=UTC)
    day, early = hours({"mon-fri": "09:00-17:00"}), hours({"mon-fri": "02:00-17:00"})
    changed = (change, ("1 business hour", early))
    rows = log(dict.fromkeys(("a", "b"), ("4 business hours", day)), changes={"a": changed, "b": changed})
    before, after = sorted(mine_targets(rows).clauses, key=lambda clause: clause.where.from_at or 0)
    assert (str(before.rule.budget), before.rule.hours.windows) == ("4 business hours", ((32_400, 61_200),))
    assert (str(after.rule.budget), after.rule.hours.windows) == ("1 business hour", ((7_200, 61_200),))
    assert after.where.from_at == int(change.timestamp()) * SECOND


def test_another_column_that_explains_more() -> None:
    mined = mine_targets(
        log(
            {
                "bulk": {
                    "gold": ("1 business day, same time", OFFICE),
                    "basic": ("5 business days, same time", OFFICE),
                }
            }
        )
    )
    found = {(clause.where.has, clause.where.lacks): clause.rule.amount for clause in mined.clauses}
    assert found == {((("plan", "gold"),), ()): 1, ((), (("plan", "gold"),)): 5}


@pytest.mark.parametrize("seed", range(3))
def test_two_percent_of_noise_changes_no_rule_and_is_named(seed: int) -> None:
    truth = {
        "bulk": ("2 business days, same time", OFFICE),
        "lamp": ("10 business days, same time", OFFICE),
        "rats": ("30 business days", EVERY_HOUR),
    }
    mined = mine_targets(log(truth, noise=0.02, seed=seed + 7))
    assert said(mined.clauses) == {group: budget for group, (budget, _) in truth.items()}
    assert all(clause.where.from_at is None and not clause.where.has for clause in mined.clauses)
    assert 0.97 < mined.measure.share < 0.995
    assert mined.measure.explained + len(mined.unexplained) == mined.measure.rows


def test_random_targets_have_no_rule() -> None:
    mined = mine_targets(log({"any": ("1 business day", OFFICE)}, noise=1.0))
    assert mined.clauses == ()
    assert {one.why for one in mined.unexplained} == {Why.UNSEEN_GROUP}


def test_the_order_of_the_rows_says_nothing() -> None:
    rows = log({"bulk": ("2 business days, same time", OFFICE), "lamp": ("4 business hours", OFFICE)}, noise=0.02)
    shuffled = rows.take(np.random.default_rng(5).permutation(len(rows)))
    assert mine_targets(rows).clauses == mine_targets(shuffled).clauses


def test_why_a_row_is_not_explained() -> None:
    rows = log({"bulk": ("2 business days, same time", OFFICE), "lamp": ("10 business days, same time", OFFICE)})
    clauses = mine_targets(rows).clauses
    bulk = rows.take(np.flatnonzero(rows.group.codes == 0)[:6])
    due = bulk.ended_at.copy()
    due[0] = NEVER
    due[1] = bulk.received_at[1] - SECOND
    due[2] = bulk.received_at[2] + 20 * 366 * 86_400 * SECOND
    due[3] += 300 * SECOND
    lamp = log({"lamp": ("10 business days, same time", OFFICE)}, seed=1)
    odd = Observations(
        zone=ZONE,
        received_at=np.append(bulk.received_at, lamp.received_at[:1]),
        ended_at=np.append(due, lamp.ended_at[:1]),
        group=labels("group", ["bulk"] * 7),
    )
    measure, unexplained = measured(clauses, odd)
    assert (measure.rows, measure.with_target, measure.explained) == (7, 6, 2)
    assert {one.row: one.why for one in unexplained} == {
        0: Why.NO_TARGET,
        1: Why.TARGET_BEFORE_RECEIVED,
        2: Why.ABSURDLY_FAR,
        3: Why.NEAR_MISS,
        6: Why.RULE_OF_OTHERS,
    }


def test_nothing_is_mined_from_nothing() -> None:
    none = np.empty(0, dtype=np.int64)
    empty = Observations(zone=ZONE, received_at=none, ended_at=none, group=labels("group", []))
    assert mine_targets(empty).measure.share == 1
    without = Observations(
        zone=ZONE, received_at=np.arange(3), ended_at=np.full(3, NEVER), group=labels("group", ["a", "b", "c"])
    )
    assert mine_targets(without).clauses == ()

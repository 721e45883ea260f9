"""A summary says what people ask: how much was kept, who changes, who had the time, and whether targets are met."""

from fractions import Fraction

import pytest

from firsthand.domain.clocks import ClockKind
from firsthand.workbench.history.generated import generated
from firsthand.workbench.replay import Judged, OwnerChange, Replayer, ReplaySummary, merged, summary_of
from tests.workbench.history.histories import three_tickets
from tests.workbench.replay.books import after, before, clause, edition, promise


def summary() -> ReplaySummary:
    old, new = before(), after()
    return summary_of(Replayer(old, new).replay(three_tickets()).sums, old, new)


def test_attainment_is_of_what_was_judged() -> None:
    clock = summary().clock(ClockKind.first_response)
    assert (clock.whole.before, clock.whole.after) == (Judged(met=2, of=3), Judged(met=1, of=2))
    assert clock.whole.before.share == Fraction(2, 3)
    assert (clock.met_to_breached, clock.breached_to_met) == (1, 0)
    assert sum(clock.before) == sum(clock.after) == 3


def test_owners_teams_and_accounts_that_change_are_listed() -> None:
    found = summary()
    assert found.owners == (OwnerChange(before="customer_engineering", after="product", tickets=1),)
    assert [(one.name, one.verdict_flips, one.worse) for one in found.accounts] == [("Acme", 2, 1), ("Borealis", 1, 0)]
    assert [one.name for one in found.teams] == ["support", "customer_engineering"]
    assert found.reasons[0][1].count == 2


def test_nothing_judged_has_no_share() -> None:
    assert Judged(met=0, of=0).share is None
    with pytest.raises(KeyError):
        summary().clock(ClockKind.review)


def test_shares_of_time_add_up_before_and_after() -> None:
    old, new = before(), after()
    parts = Replayer(old, new).parts(generated(3_000, seed=11), 1_000)
    found = summary_of(merged([part.sums for part in parts]), old, new)
    assert sum(one.share_before for one in found.time) == sum(one.share_after for one in found.time) == 1000
    assert {"customer", "third_party", "support", "unassigned"} <= {one.party for one in found.time}


def test_a_target_is_held_against_what_each_book_attains() -> None:
    aim = clause("aim", target={"measure": "first_response_met", "at_least": "60%", "period": "month"})
    old = before()
    new = edition(ownership=[], service_levels=[promise("hour", "first_response", "1 business hour"), aim])
    found = summary_of(Replayer(old, new).replay(three_tickets()).sums, old, new)
    (target,) = found.targets
    assert (target.clause, target.at_least, target.period) == ("aim", Fraction(3, 5), "month")
    assert (target.whole.before.share, target.whole.after.share) == (Fraction(2, 3), Fraction(1, 3))
    assert (target.missed_before, target.missed_after) == ((), ("2021-07",))

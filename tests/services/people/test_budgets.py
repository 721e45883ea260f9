"""So many tries, and no more, whoever counts them."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.models.people import Tries
from firsthand.services.people.budgets import Budget, give_back, spend

NOON = datetime(2026, 1, 12, 12, 0, tzinfo=UTC)
SMALL = Budget(name="small", most=3)
LARGE = Budget(name="large", most=5)

pytestmark = pytest.mark.django_db


def test_the_fourth_try_of_three_waits_until_the_time_is_over() -> None:
    mine = (SMALL.of("me"),)
    assert [spend(mine, at=NOON) for _ in range(3)] == [timedelta(0)] * 3
    assert spend(mine, at=NOON + timedelta(minutes=5)) == timedelta(minutes=10)
    assert spend(mine, at=NOON + timedelta(minutes=15)) == timedelta(0)


def test_what_was_right_does_not_count() -> None:
    for _ in range(10):
        assert spend((SMALL.of("me"),), at=NOON) == timedelta(0)
        give_back((SMALL.of("me"),), at=NOON)


def test_an_empty_purse_spares_the_others() -> None:
    for _ in range(9):
        spend((LARGE.of("client"), SMALL.of("me")), at=NOON)
    assert spend((LARGE.of("client"),), at=NOON) == timedelta(0)


def test_nothing_tells_whose_it_was_and_nothing_old_stays() -> None:
    spend((SMALL.of("mira@lighthouse.example"),), at=NOON)
    assert "mira" not in Tries.objects.get().key
    spend((SMALL.of("noor"),), at=NOON + timedelta(hours=1))
    assert Tries.objects.count() == 1

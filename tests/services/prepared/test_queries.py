"""A prepared query answers as the query does, each time for the values of that time."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.models.people import RoleHolding
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare
from tests.lighthouse import Lighthouse

JUNE = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def held() -> PreparedQuery:
    """Which roles somebody held from an instant on."""
    return prepare(RoleHolding.objects.filter(person_id=Blank("who"), from_at__lte=Blank("at")).values_list("role"))


def test_each_time_it_answers_for_the_values_of_that_time(lighthouse: Lighthouse, held: PreparedQuery) -> None:
    RoleHolding.objects.update(from_at=JUNE)
    assert held.rows(who=lighthouse.mira.pk, at=JUNE) == [("support",)]
    assert held.rows(who=lighthouse.noor.pk, at=JUNE) == [("customer_engineering",)]
    assert held.rows(who=lighthouse.mira.pk, at=JUNE - timedelta(seconds=1)) == []


def test_it_answers_by_the_rows_of_now(lighthouse: Lighthouse, held: PreparedQuery) -> None:
    lighthouse.mira.holdings.all().delete()
    assert held.rows(who=lighthouse.mira.pk, at=JUNE) == []


def test_a_blank_without_a_value_is_refused(lighthouse: Lighthouse, held: PreparedQuery) -> None:
    with pytest.raises(KeyError):
        held.rows(who=lighthouse.mira.pk)

"""Desks on which somebody is coached."""

import pytest

from firsthand.domain.names import Stage
from firsthand.models.accounts import Account
from tests.lighthouse import LONG_AGO, Lighthouse


@pytest.fixture
def granite(lighthouse: Lighthouse) -> Account:
    """Granite, a prospect of Eve's for whom Noor is accountable."""
    return Account.objects.create(
        name="Granite", stage=Stage("prospect"), accountable=lighthouse.noor, seller=lighthouse.eve, created_at=LONG_AGO
    )

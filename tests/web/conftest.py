"""A busy desk and the people who sit at it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.web.desk_of_lighthouse import BusyDesk, busy_desk


@pytest.fixture
def busy(db: None) -> BusyDesk:
    """A working day at Lighthouse, as of now."""
    return busy_desk(now=datetime.now(UTC), more=8)


@pytest.fixture
def sit_down(busy: BusyDesk) -> Callable[[str], Client]:
    """Signs a person of the desk in by first name."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(busy.desk, name))
        return client

    return sign_in


@pytest.fixture
def mira(sit_down: Callable[[str], Client]) -> Client:
    """Mira of support at her browser."""
    return sit_down("mira")


@pytest.fixture
def noor(sit_down: Callable[[str], Client]) -> Client:
    """Noor of customer engineering at hers."""
    return sit_down("noor")

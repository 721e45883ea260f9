"""How long somebody stays signed in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from firsthand.services.people.actions import deactivate, reactivate
from tests.lighthouse import Lighthouse
from tests.web.desk_of_lighthouse import PASSWORD
from tests.web.people.test_signing_in import give_password

Clock = Any  # time_machine does not name what it gives
BY_ITSELF = {"X-By-Itself": "yes"}
MORNING = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A clock that the tests move."""
    with time_machine.travel(MORNING, tick=False) as moved:
        yield moved


@pytest.fixture
def noor(lighthouse: Lighthouse, clock: Clock) -> Client:
    """Noor, who signed in in the morning."""
    give_password(lighthouse.noor)
    client = Client()
    client.post("/sign-in", {"email": "noor@lighthouse.example", "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/people").status_code == 200


def test_somebody_who_left_is_out_at_once_and_stays_out_when_they_come_back(
    lighthouse: Lighthouse, noor: Client
) -> None:
    owner = lighthouse.viewer(lighthouse.mira, at=MORNING)
    assert is_in(noor)
    deactivate(viewer=owner, person_id=lighthouse.noor.pk, at=MORNING)
    assert not is_in(noor)
    reactivate(viewer=owner, person_id=lighthouse.noor.pk, at=MORNING)
    assert not is_in(noor)
    again = Client()
    again.post("/sign-in", {"email": "noor@lighthouse.example", "password": PASSWORD})
    assert again.get("/profile").status_code == 200


def test_a_day_without_a_click_ends_a_session_though_its_page_asks_for_news(noor: Client, clock: Clock) -> None:
    for _ in range(30):
        clock.shift(timedelta(hours=1))
        noor.get("/live", headers=BY_ITSELF)
    assert noor.get("/people").headers["Location"].startswith("/sign-in")


def test_two_weeks_of_work_end_a_session(noor: Client, clock: Clock) -> None:
    for _ in range(27):
        clock.shift(timedelta(hours=12))
        assert is_in(noor)
    clock.shift(timedelta(hours=12))
    assert not is_in(noor)


def test_a_session_is_not_written_with_every_click(noor: Client, clock: Clock) -> None:
    noor.get("/people")
    clock.shift(timedelta(minutes=5))
    before = dict(noor.session.items())
    noor.get("/people")
    assert dict(noor.session.items()) == before

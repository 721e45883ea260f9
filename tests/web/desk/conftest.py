"""Lighthouse's desk, and a browser's client that is signed in as one of its people."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from firsthand.models.people import Person
from firsthand.web.desk.signing_in import THROTTLE
from tests.lighthouse import Lighthouse, light_up

PASSWORD = "a long enough sentence"
ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"


@pytest.fixture
def lighthouse(db: None) -> Lighthouse:
    """Lighthouse's desk with its people and customers."""
    return light_up()


@pytest.fixture
def signed_in(db: None) -> Callable[[Person], Client]:
    """A client that is signed in as a person."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def nobody_is_slowed_down() -> Iterator[None]:
    """Failures of one test do not slow down the next."""
    THROTTLE.forget()
    yield
    THROTTLE.forget()

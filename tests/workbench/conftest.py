"""The desk of the tests, on a real database."""

import pytest

from tests.lighthouse import Lighthouse, light_up


@pytest.fixture
def lighthouse(db: None) -> Lighthouse:
    """Lighthouse's desk with its people and customers."""
    return light_up()

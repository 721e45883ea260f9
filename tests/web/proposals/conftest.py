"""Lighthouse under the book whose answers are due within four hours."""

import pytest

from tests.lighthouse import Lighthouse
from tests.services.proposals.books import publish_answers


@pytest.fixture
def answering(lighthouse: Lighthouse) -> Lighthouse:
    """Its answers have a clock."""
    publish_answers()
    return lighthouse

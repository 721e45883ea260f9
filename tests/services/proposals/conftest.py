"""Lighthouse under a book that gives an answer four hours, and one that says nothing of answers."""

import pytest

from tests.lighthouse import Lighthouse, light_up
from tests.services.proposals.books import publish_answers


@pytest.fixture
def lighthouse(db: None) -> Lighthouse:
    """Under the customer-first book, which has no clause about answers."""
    return light_up()


@pytest.fixture
def answering(lighthouse: Lighthouse) -> Lighthouse:
    """Under the book whose answers are due within four hours."""
    publish_answers()
    return lighthouse

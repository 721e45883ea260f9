"""The index of clauses: what runs stands apart from what is only a rule or a text, with a page that is there."""

import re

import pytest
from django.urls import resolve

from tests.clause_index import SEEN, marked, page, runs

FIRST_VERSION = ["S7", *(f"S{number}" for number in (18, 19, 20, 21, 22, 23, 28, 30, 31, 32, 33, 34))]


@pytest.mark.parametrize("address", sorted({one for pages in SEEN.values() for one in pages}))
def test_each_page_of_a_clause_is_there(address: str) -> None:
    assert resolve(re.sub(r"<\w+>", "1", address.partition("#")[0])).url_name


def test_only_a_story_or_a_visit_counts_as_running() -> None:
    running = page().partition("## Rules")[0]
    tests = re.findall(r"`(tests/\S+?::\S+?|tests/[^`:]+\.py)`", running)
    assert tests
    assert all(runs(one) for one in tests)


@pytest.mark.parametrize("clause", FIRST_VERSION)
def test_what_has_run_since_the_first_version_is_run_by_a_test(clause: str) -> None:
    assert any(runs(one) for one in marked("clause")[clause])

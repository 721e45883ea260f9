"""What changed in the book between two dates, and the history of a clause."""

from collections.abc import Callable

import pytest
from django.test import Client

from firsthand.models.people import Person
from tests.lighthouse import Lighthouse

SignIn = Callable[[Person], Client]


@pytest.mark.clause("A13")
def test_what_changed_between_two_dates_is_struck_and_underlined(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.noor)
    page = client.get("/book/changes?from=2021-07-15&to=2021-08-02").content.decode()
    assert "/book/clauses/S18" in page
    assert "new</span>" in page
    assert "/book/clauses/S20" in page
    assert "ends</span>" in page
    assert b"Nothing changed" in client.get("/book/changes?from=2021-08-02&to=2021-08-03").content
    assert client.get("/book/changes?from=soon").status_code == 422
    assert b"Customer first, first version" in client.get("/book/changes?edition=2021-06-22-first-version").content
    assert client.get("/book/changes?edition=none").status_code == 404


def test_a_clause_tells_its_history_and_an_unknown_one_is_said(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.noor)
    page = client.get("/book/clauses/S18").content.decode()
    assert "From Sun 1 Aug 2021" in page
    assert "/book/drafts/new?clause=S18" in page
    assert client.get("/book/clauses/S99").status_code == 404

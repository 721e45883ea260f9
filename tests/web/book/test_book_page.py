"""The policy book as of two dates, whose each rule set is, and how an edition is sealed."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from firsthand.models.desk import DeskSettings
from firsthand.models.people import Person
from firsthand.models.policy import EditionSeal
from firsthand.web.book.page import read_moment
from tests.lighthouse import Lighthouse

SignIn = Callable[[Person], Client]
PACIFIC = "America/Los_Angeles"
NOW = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)


def clause_of(page: str, clause: str) -> str:
    """The part of the page that prints a clause."""
    start = page.index(f'id="{clause}"')
    return page[start - 60 : page.index('<div class="entry ', start + 20)]


@pytest.mark.clause("S18", "S20")
def test_the_one_hour_promise_is_announced_before_august_and_in_force_from_then(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    client = signed_in(lighthouse.noor)
    july = client.get("/book?valid=2021-07-15&known=2021-07-15").content.decode()
    august = client.get("/book?valid=2021-08-01&known=2021-08-01").content.decode()
    assert "state-announced" in clause_of(july, "S18")
    assert "state-in-force" in clause_of(july, "S20")
    assert "state-in-force" in clause_of(august, "S18")
    assert "state-ended" in clause_of(august, "S20")
    assert "from Sun 1 Aug 2021" in clause_of(august, "S18")


@pytest.mark.clause("S22", "S32")
def test_an_aspiration_and_an_unfulfilled_condition_are_said_in_words(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    page = signed_in(lighthouse.noor).get("/book").content.decode()
    assert "aspiration" in clause_of(page, "S22")
    assert "not activated" in clause_of(page, "S32")
    assert "Takes force when" in clause_of(page, "S32")


def test_before_the_first_publication_there_is_no_policy(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    page = signed_in(lighthouse.noor).get("/book?known=2021-06-01").content
    assert b"Nothing was published yet on that date" in page


def test_a_date_that_is_none_is_said_at_its_field(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    answer = signed_in(lighthouse.noor).get("/book?valid=yesterday")
    assert answer.status_code == 422
    assert b'id="valid-error"' in answer.content
    assert b'id="S18"' in answer.content


def test_a_date_is_the_whole_local_day_and_an_instant_is_itself() -> None:
    assert read_moment("2021-08-01", zone=PACIFIC, now=NOW).at == datetime(2021, 8, 2, 6, 59, 59, 999999, tzinfo=UTC)
    assert read_moment("2021-08-01T00:00:00Z", zone=PACIFIC, now=NOW).at == datetime(2021, 8, 1, tzinfo=UTC)
    assert read_moment("", zone=PACIFIC, now=NOW).at == NOW
    for wrong in ("2021-13-01", "9999-12-31", "2021-08-01T00:00:00", "x"):
        assert read_moment(wrong, zone=PACIFIC, now=NOW).error


@pytest.mark.clause("A20", "A21")
def test_each_rule_set_names_its_owner_and_a_vacancy(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    page = signed_in(lighthouse.noor).get("/book").content.decode()
    assert "Owned by head of support, Ada Obi" in page
    assert 'Owned by VP of customer engineering: <span class="vacant">nobody holds this role</span>' in page


def test_each_edition_shows_its_hash_and_that_it_is_signed(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    seal = EditionSeal.objects.get()
    page = signed_in(lighthouse.noor).get("/book").content.decode()
    assert f"{seal.hash[:12]}</code> signed" in page
    assert seal.key in page


def test_the_desk_without_a_book_says_what_that_means(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    DeskSettings.objects.update(book="")
    assert b"The desk has no rules yet" in signed_in(lighthouse.mira).get("/book").content

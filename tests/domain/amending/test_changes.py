"""What changed in the book, between two dates or by an amendment."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.amending.changes import (
    Became,
    calendar_changes,
    changes_between,
    changes_of,
)
from firsthand.domain.book import Book, parse_book
from tests.domain.book.test_editions import amendment, clause

FIRST = amendment("first", "2021-01-01T00:00:00Z", ownership=[clause("R"), clause("G", when={"kind": "how_to"})])
PROMISE = amendment(
    "second", "2021-02-01T00:00:00Z",
    ownership=[clause("R", replaces="R", text="A new rule.", in_force={"from": "2021-06-01"})],
    withdraws=[{"clause": "G", "at": "2021-03-01", "why": "Nobody used it."}],
)  # fmt: skip


def became(book: Book, start: str, end: str) -> list[tuple[str, str]]:
    at, until = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (start, end))
    found = changes_between(book.edition(known_at=at), at, book.edition(known_at=until), until)
    return [(one.shown.id, one.became.value) for one in found]


@pytest.mark.clause("A13")
def test_between_two_dates_a_rule_is_announced_then_changes_and_another_ends() -> None:
    book = parse_book([FIRST, PROMISE])
    assert became(book, "2021-01-15", "2021-02-15") == [("R", "announced")]
    assert became(book, "2021-02-15", "2021-03-15") == [("G", "ended")]
    assert became(book, "2021-01-15", "2021-07-01") == [("R", "changed"), ("G", "ended")]
    assert became(book, "2021-07-01", "2021-08-01") == []


@pytest.mark.clause("A13")
def test_a_promise_that_was_taken_back_before_its_date_is_dropped() -> None:
    back = amendment(
        "third", "2021-04-01T00:00:00Z", withdraws=[{"clause": "R", "at": "2021-04-01T00:00:00Z", "why": "Too few."}]
    )
    assert became(parse_book([FIRST, PROMISE, back]), "2021-03-15", "2021-04-15") == [("R", "dropped")]


def test_an_amendment_is_marked_against_what_it_replaces_and_says_why_it_withdraws() -> None:
    book = parse_book([FIRST, PROMISE])
    changed, ended = changes_of(book.amendments[1], parse_book([FIRST]).edition())
    assert (changed.became, changed.old and changed.old.text, changed.new and changed.new.text) == (
        Became.changed,
        "A rule.",
        "A new rule.",
    )
    assert (ended.became, ended.shown.id, ended.why) == (Became.ended, "G", "Nobody used it.")


def test_a_calendar_that_is_written_anew_is_a_change_and_the_same_one_is_none() -> None:
    hours = {"zone": "UTC", "weekly": {"mon-fri": "09:00-17:00"}}
    longer = {"zone": "UTC", "weekly": {"mon-fri": "08:00-20:00"}}
    first = amendment("first", "2021-01-01T00:00:00Z", calendars={"a": hours, "b": hours})
    second = amendment("second", "2021-02-01T00:00:00Z", calendars={"a": hours, "b": longer, "c": hours})
    before, after = parse_book([first]).edition(), parse_book([first, second]).edition()
    assert [(one.name, one.old is None) for one in calendar_changes(before, after)] == [("b", False), ("c", True)]

"""`firsthand policy show`: the book read as a page."""

import io
from datetime import UTC, datetime
from pathlib import Path

from firsthand import books
from firsthand.cli import policy

BOOK = books.folder("customer-first")
NOW = datetime(2021, 7, 1, tzinfo=UTC)


def shown(valid: str | None = None, known: str | None = None) -> str:
    out, err = io.StringIO(), io.StringIO()
    assert policy.run_show(BOOK, valid, known, now=NOW, stdout=out, stderr=err) == 0
    return out.getvalue()


def test_the_page_says_what_is_in_force_and_what_is_not() -> None:
    in_force, waiting = shown().split("Not in force then")
    assert "S20  Between now and August 1" in in_force
    assert "S18  From August 1" in waiting
    assert "an aspiration, never applied" in waiting
    assert "each has been onboarded for one month" in waiting
    assert "\nWritten by " in in_force
    in_force, waiting = shown(valid="2021-08-01").split("Not in force then")
    assert "S18  From August 1" in in_force
    assert "S20  Between now and August 1" in waiting


def test_before_its_publication_the_page_says_no_policy() -> None:
    assert "No policy" in shown(known="2021-06-22T00:00:00Z")


def test_a_folder_that_is_no_book_ends_with_2_and_words(tmp_path: Path) -> None:
    err = io.StringIO()
    assert policy.run_show(tmp_path, None, None, now=NOW, stdout=io.StringIO(), stderr=err) == 2
    assert "is it a policy book?" in err.getvalue()
    assert policy.run_show(BOOK, "someday", None, now=NOW, stdout=io.StringIO(), stderr=err) == 2
    assert "--valid" in err.getvalue()

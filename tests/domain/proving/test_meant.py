"""Slips that fit together are found or asked about, with and without worked examples."""

from functools import partial

import pytest

from firsthand import books
from firsthand.domain.proving import check
from firsthand.domain.proving.codes.slips import SLIPS
from firsthand.services.book.files import read_book
from tests.domain.proving.books import plain
from tests.domain.proving.meant import BOOKS, NOW, PAGE, advised, drawn, measured, with_examples, without_examples
from tests.domain.proving.mutation import shipped


@pytest.mark.parametrize("name", ["customer-first", "four-functions"])
def test_slips_that_fit_together_are_asked_about(name: str) -> None:
    files = shipped(name)
    chosen = drawn(files, 30, seed=3)
    without = measured(files, chosen, without_examples)
    assert without.share >= 0.75, without.missed
    with_advised = measured(files, chosen, partial(with_examples, advised(files)))
    assert with_advised.share >= 0.9, with_advised.missed


@pytest.mark.parametrize("name", BOOKS)
def test_the_shipped_books_are_asked_about_nothing_that_is_meant(name: str) -> None:
    findings = check(read_book(books.folder(name)).edition(), as_of=NOW)
    assert [plain(one.message) for one in findings if one.code in {kind.code for kind in SLIPS}] == []


def test_the_page_tells_what_is_caught_of_every_shipped_book() -> None:
    rows = [line.strip("|").split("|") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    told = {row[0].strip(): [int(one.strip(" %")) for one in row[2:]] for row in rows if row[0].strip() in BOOKS}
    assert set(told) == set(BOOKS)
    assert all(without >= 75 and held >= 90 for without, held in told.values())

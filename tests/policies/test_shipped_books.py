"""Every book in `policies/` loads, and each of its worked examples comes out as it says."""

from pathlib import Path

import pytest

from firsthand.services.policy.files import read_book

POLICIES = Path(__file__).resolve().parents[2] / "policies"
BOOKS = sorted(path for path in POLICIES.iterdir() if path.is_dir())


def test_the_books_are_the_page_and_its_history() -> None:
    assert [path.name for path in BOOKS] == ["customer-first", "handbook-2019-2024"]


@pytest.mark.parametrize("folder", BOOKS, ids=lambda path: path.name)
def test_a_book_loads_under_its_own_name_and_each_edition_folds(folder: Path) -> None:
    book = read_book(folder)
    assert book.name == folder.name
    for count, amendment in enumerate(book.amendments, start=1):
        edition = book.edition(known_at=amendment.published_at)
        assert len(edition.amendments) == count
        assert edition.id == amendment.id

"""The books that are shipped with the desk."""

from pathlib import Path

from firsthand.web.policy.shelf import books_on_the_shelf


def test_every_shipped_book_loads_and_a_broken_one_says_where(tmp_path: Path) -> None:
    assert books_on_the_shelf()
    assert not any(book.problem for book in books_on_the_shelf())
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "one.yaml").write_text("book: broken\nfoo: 1\n")
    assert "one.yaml" in books_on_the_shelf(tmp_path)[0].problem

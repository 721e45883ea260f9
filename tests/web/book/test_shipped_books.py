"""The books that are shipped with the desk."""

from pathlib import Path

from firsthand.web.book.shipped_books import shipped_books


def test_every_shipped_book_loads_and_a_broken_one_says_where(tmp_path: Path) -> None:
    assert shipped_books()
    assert not any(book.problem for book in shipped_books())
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "one.yaml").write_text("book: broken\nfoo: 1\n")
    assert "one.yaml" in shipped_books(tmp_path)[0].problem

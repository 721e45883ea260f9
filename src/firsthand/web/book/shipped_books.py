"""The books that are shipped with the desk, each read and checked whole."""

from dataclasses import dataclass
from pathlib import Path

from firsthand import books
from firsthand.domain.book import PolicyError
from firsthand.services.book.files import read_book


@dataclass(frozen=True, kw_only=True)
class ShippedBook:
    """A book's folder and what is in it; `problem` says why it cannot be loaded."""

    folder: str
    title: str = ""
    clauses: int = 0
    calendars: int = 0
    amendments: int = 0
    problem: str = ""


def shipped_books(parent: Path | None = None) -> list[ShippedBook]:
    """Every book in a folder of books, of the shipped ones where none is named, by name; none when there is no such
    folder."""
    parent = parent or books.FOLDER
    if not parent.is_dir():
        return []
    return [_checked(folder) for folder in sorted(parent.iterdir()) if folder.is_dir() and any(folder.glob("*.y*ml"))]


def _checked(folder: Path) -> ShippedBook:
    try:
        edition = read_book(folder).edition()
    except PolicyError as error:
        return ShippedBook(folder=folder.name, problem=str(error))
    return ShippedBook(
        folder=folder.name,
        title=edition.amendments[-1].title,
        clauses=len(edition.clauses),
        calendars=len(edition.calendars),
        amendments=len(edition.amendments),
    )

"""The books that are shipped with the desk, each read and checked whole."""

from dataclasses import dataclass
from pathlib import Path

from firsthand.books import SHELF
from firsthand.domain.policy import PolicyError
from firsthand.services.policy.files import read_book


@dataclass(frozen=True, kw_only=True)
class ShelfBook:
    """A book's folder and what is in it; `problem` says why it cannot be loaded."""

    folder: str
    title: str = ""
    clauses: int = 0
    calendars: int = 0
    amendments: int = 0
    problem: str = ""


def books_on_the_shelf(shelf: Path = SHELF) -> list[ShelfBook]:
    """Every book of the shelf by name; none when there is no shelf."""
    if not shelf.is_dir():
        return []
    return [_checked(folder) for folder in sorted(shelf.iterdir()) if folder.is_dir() and any(folder.glob("*.y*ml"))]


def _checked(folder: Path) -> ShelfBook:
    try:
        edition = read_book(folder).edition()
    except PolicyError as error:
        return ShelfBook(folder=folder.name, problem=str(error))
    return ShelfBook(
        folder=folder.name,
        title=edition.amendments[-1].title,
        clauses=len(edition.clauses),
        calendars=len(edition.calendars),
        amendments=len(edition.amendments),
    )

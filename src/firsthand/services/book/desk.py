"""The desk as an act finds it: at which instant, under which book. An act opens it once and hands it on, as it does
with time, so that nobody below reads the book again."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from firsthand.domain.book import Book, Edition
from firsthand.domain.organisation import Organisation
from firsthand.services.book.queries import current_book


@dataclass(frozen=True, kw_only=True)
class Desk:
    """An instant and the book that is published by then."""

    at: datetime
    book: Book

    @cached_property
    def organisation(self) -> Organisation:
        """Who there is and how work stands at the instant."""
        return self.edition.organisation_at(self.at)

    @cached_property
    def edition(self) -> Edition:
        """The book as known at the instant."""
        return self.book.known_at(self.at)

    def edition_of(self, amendment: str) -> Edition | None:
        """The edition whose newest amendment is this one; None when the book has no such amendment."""
        for number, one in enumerate(self.book.amendments, start=1):
            if one.id == amendment:
                return self.book.after(number)
        return None

    def edition_that_decided(self, edition: str, *, known_at: datetime) -> Edition:
        """The edition that a decision named, whatever was loaded since with an earlier instant of publication; the one
        known at that instant when the book has no such edition."""
        return self.edition_of(edition) or self.book.known_at(known_at)


def open_desk(at: datetime) -> Desk:
    """The desk at an instant: the book is read here."""
    return Desk(at=at, book=current_book())

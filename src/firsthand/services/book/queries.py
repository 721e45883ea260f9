"""The book as the desk knows it, read from the published amendments and kept while they are the same."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache

from django.db.models import Count, Subquery, Window

from firsthand.domain.book import Book, Clause, Edition
from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.values import ActivationKind, CommitmentClass
from firsthand.models.desk import DeskSettings
from firsthand.models.policy import Amendment
from firsthand.services.book.files import book_from_texts
from firsthand.services.prepared.queries import PreparedQuery, prepare


def current_book() -> Book:
    """The desk's book; one without amendments when none was published yet."""
    newest = _newest().rows()
    if not newest:
        return Book(name=DeskSettings.objects.values_list("book", flat=True).first() or "", amendments=())
    return _book(*newest[0])


@cache
def _newest() -> PreparedQuery:
    """The newest amendment of the desk's book, and how many there are."""
    published = Amendment.objects.filter(book=Subquery(DeskSettings.objects.values("book")[:1]))
    counted = published.annotate(count=Window(Count("id"))).order_by("-id")
    return prepare(counted.values_list("book", "id", "digest", "count")[:1])


def published_texts() -> dict[str, str]:
    """The texts of the desk's book by file name; empty when it has none."""
    name = DeskSettings.objects.values_list("book", flat=True).first() or ""
    return dict(Amendment.objects.filter(book=name).values_list("name", "text"))


@lru_cache(maxsize=8)
def _book(name: str, newest: int, digest: str, count: int) -> Book:
    """`digest` is the newest amendment's: after a publication that was rolled back another may get its number."""
    rows = Amendment.objects.filter(book=name, id__lte=newest).values_list("name", "text")[:count]
    return book_from_texts(list(rows))


def edition(*, known_at: datetime) -> Edition:
    """The edition of the current book as known at an instant; the same object while no amendment came
    between."""
    return current_book().known_at(known_at)


@dataclass(frozen=True, kw_only=True)
class BookClause:
    """A clause with the word for its state at the instant the page is about."""

    clause: Clause
    state: str


@dataclass(frozen=True, kw_only=True)
class BookPage:
    """The book as of two instants, its clauses by rule set in the order of the book."""

    edition: Edition
    valid_at: datetime
    known_at: datetime
    sections: tuple[tuple[ClauseSet, tuple[BookClause, ...]], ...]


def book_page(*, valid_at: datetime, known_at: datetime) -> BookPage:
    """Every clause that the edition known at `known_at` holds, with its state at `valid_at`."""
    book = edition(known_at=known_at)
    sections = []
    for rule_set in ClauseSet:
        clauses = tuple(
            BookClause(clause=clause, state=state_of(clause, at=valid_at))
            for clause in book.clauses
            if clause.set is rule_set
        )
        if clauses:
            sections.append((rule_set, clauses))
    return BookPage(edition=book, valid_at=valid_at, known_at=known_at, sections=tuple(sections))


def state_of(clause: Clause, *, at: datetime) -> str:
    """The state of a clause at an instant: in force, announced, aspiration, not activated or ended."""
    if clause.in_force_at(at):
        return "in force"
    if clause.commitment is CommitmentClass.aspiration:
        return "aspiration"
    starts = clause.applies_from
    if starts is None:
        waits = clause.activation.kind is not ActivationKind.date and clause.activation.activated_at is None
        return "not activated" if waits else "ended"
    return "announced" if at < starts else "ended"

"""The book of the handbook's history, and questions to it, as the tests ask them."""

from datetime import UTC, datetime
from functools import cache

from firsthand import books
from firsthand.domain.book import AccountFacts, Book, Clause, DecidedRequest, Edition, Request, decide
from firsthand.domain.names import Kind, Stage
from firsthand.services.book.files import read_book

FOLDER = books.folder("handbook-2019-2024")

HOW_TO, FEATURE, TROUBLE = Kind("how_to"), Kind("feature_request"), Kind("troubleshooting")
TRIAL, PROSPECT, PRODUCTION = Stage("trial"), Stage("prospect"), Stage("production")


@cache
def book() -> Book:
    """The book, read once."""
    return read_book(FOLDER)


def at(text: str) -> datetime:
    """An instant in UTC from its text."""
    return datetime.fromisoformat(text).astimezone(UTC)


def edition(known: str | None = None) -> Edition:
    """The book as known at an instant; all of it if not given."""
    return book().edition(known_at=at(known) if known else None)


def ask(
    received: str,
    kind: Kind = TROUBLE,
    stage: Stage = TRIAL,
    severity: str | None = None,
    *,
    plan: str | None = "self-hosted",
    channel: str | None = "email",
    contract: str | None = None,
    name: str | None = "Cobalt",
    strategic: bool = False,
    known: str | None = None,
) -> DecidedRequest:
    """What the book decides about a request."""
    account = AccountFacts(name=name, stage=stage, strategic=strategic, plan=plan, contract=contract)
    request = Request(
        id="R-1", received_at=at(received), kind=kind, severity=severity, channel=channel, account=account
    )
    return decide(edition(known), request)


def clock_of(decision: DecidedRequest, kind: str = "first_response") -> tuple[str, datetime] | None:
    """The clause and the due instant of a clock, or None where none runs."""
    return next(
        ((one.clause, one.due_at) for one in decision.clocks if one.kind == kind and one.due_at is not None), None
    )


def result_of(decision: DecidedRequest, kind: str = "first_response") -> str:
    """Why no clock of a kind runs."""
    return next(one.result.value for one in decision.no_clocks if one.kind == kind)


def owner_of(decision: DecidedRequest) -> str | None:
    """The role that owns the request."""
    return decision.owner.role if decision.owner else None


def conflicts_of(decision: DecidedRequest) -> dict[str, tuple[str, ...]]:
    """The clauses in conflict, by what they are about."""
    return {one.about: one.clauses for one in decision.conflicts}


def clause(name: str, when: str, known: str | None = None) -> Clause:
    """The version of a clause in force at an instant, else its newest; it must be in the book."""
    found = edition(known).clause(name, at(when))
    assert found is not None, name
    return found


def in_force(when: str, known: str | None = None) -> set[str]:
    """The ids of the clauses in force at an instant."""
    return {one.id for one in edition(known).clauses_in_force(at(when))}

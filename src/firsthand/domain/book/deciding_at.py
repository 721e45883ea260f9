"""A request as its clocks stand at a later instant: decided by what was known at receipt, then taken over every change
of the policy since (A12)."""

from dataclasses import replace
from datetime import datetime

from firsthand.domain.book.answers import NoClock
from firsthand.domain.book.deciding import (
    AT_RECEIPT,
    DecidedClock,
    DecidedRequest,
    Request,
    clock_of,
    decide,
    starts_on_of,
)
from firsthand.domain.book.editions import Book
from firsthand.domain.book.straddling import StraddledClock, straddled_clock
from firsthand.domain.sentences import say


def decide_at(book: Book, request: Request, at: datetime) -> DecidedRequest:
    """The decision of a request, with the clocks that start at receipt as they stand at an instant. Raises
    CalendarError outside of the years that calendars cover."""
    decision = decide(book.known_at(request.received_at), request)
    clocks: list[DecidedClock] = [one for one in decision.clocks if starts_on_of(one.kind) != AT_RECEIPT]
    silent: list[NoClock] = [one for one in decision.no_clocks if starts_on_of(one.kind) != AT_RECEIPT]
    for kind in book.known_at(at).clock_kinds:
        if starts_on_of(kind) != AT_RECEIPT:
            continue
        found = straddled_clock(book, request.cell, kind, received_at=request.received_at, evaluated_at=at)
        clock = _running(found)
        if clock is not None:
            clocks.append(clock)
        else:
            silent.append(found.no_clock(say("no clause in force says so")))
    return replace(decision, clocks=tuple(clocks), no_clocks=tuple(silent))


def _running(found: StraddledClock) -> DecidedClock | None:
    terms = found.terms
    if terms.clause is None or terms.effect is None:
        return None
    return replace(clock_of(terms.edition, terms.clause, terms.start_us), due_at=found.due_at)

"""What the book changed for the open promises of a ticket, by the straddle rule of their clauses (A12).

What a clock comes to is always computed anew from the decision that it runs on, the statuses it lived through and the
book as it is known by now. Only a difference becomes an event, and its instant is that of force, never the worker's; so
it may be done twice, late, or after a crash.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book import Edition
from firsthand.domain.book.deciding import DecidedClock, clock_of
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.straddling import StraddledClock, straddled_clock
from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.clocks import ClockKind, Pause, Terms
from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.promises import Promise, pause_of
from firsthand.domain.events.clocks import TermsChanged
from firsthand.domain.names import StateName
from firsthand.domain.sentences import in_a_row
from firsthand.domain.words import words
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision
from firsthand.services.book.deciding import first_known_at, keep_policy_change, request_of
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.terms import DecidedTerms, terms_of


@dataclass(frozen=True, kw_only=True)
class DueTerms:
    """Other terms that hold for a promise by now: the event that says so, its instant of force, and its decision."""

    payload: TermsChanged
    at: datetime
    decision: Decision


def changed_at(book: Edition, now: datetime) -> datetime | None:
    """The last instant by `now` at which a clause or a calendar changed by its date."""
    index = bisect_right(book.dated_changes, instant_of(now))
    return datetime_of(book.dated_changes[index - 1]) if index else None


def book_changed(desk: Desk, *, since: datetime) -> bool:
    """Whether the book was amended, or changed by a date, after an instant."""
    if any(since < one.published_at for one in desk.edition.amendments):
        return True
    last = changed_at(desk.edition, desk.at)
    return last is not None and last > since


def due_terms(*, subject: Subject, fold: Fold, terms: DecidedTerms, desk: Desk) -> Iterator[DueTerms]:
    """The other terms that the book gives the open promises of a subject by the desk's instant."""
    for promise in fold.promises:
        if not promise.is_open or not book_changed(desk, since=promise.started_at):
            continue
        decision = promise.current.decision if promise.current else fold.decision
        if decision is None or _is_of_another_clause(promise, desk):
            continue
        before = terms.row(decision)
        straddled = _straddled(promise, fold, before, desk)
        if any(change.taken for change in straddled.changes):
            found = _other_terms(promise, straddled)
            if found is not None:
                row = keep_policy_change(
                    subject=subject, before=before, straddled=straddled, decided=found.decided, at=desk.at
                )
                terms.learn(row)
                yield DueTerms(payload=found.payload, at=straddled.changed_at, decision=row)


def _is_of_another_clause(promise: Promise, desk: Desk) -> bool:
    """Whether a clause about something else has its clock run, as one that has a request reach somebody, or a priority
    of help: what the book says of that kind of clock at large does not change it."""
    clause = desk.edition.clause(promise.current.terms.clause, desk.at) if promise.current else None
    return clause is not None and not isinstance(clause.effect, ClockEffect)


def _straddled(promise: Promise, fold: Fold, before: Decision, desk: Desk) -> StraddledClock:
    """How a promise stands by the book, from the decision that it runs on."""
    known_at = first_known_at(before)
    request = request_of(before, book=desk.book.known_at(known_at))
    return straddled_clock(
        desk.book,
        request.cell,
        ClockKind(promise.kind),
        received_at=promise.started_at,
        evaluated_at=desk.at,
        waits=_waits(promise, fold),
        first_known_at=known_at,
    )


def _waits(promise: Promise, fold: Fold) -> Mapping[StateName, list[Pause]]:
    """The spans that a promise lived through in each status."""
    found: dict[StateName, list[Pause]] = {}
    if promise.kind in fold.never_pauses:
        return found
    for wait in promise.spans(fold.statuses):
        found.setdefault(StateName(wait.status), []).append(pause_of(wait))
    return found


@dataclass(frozen=True, kw_only=True)
class _OtherTerms:
    """What holds by now for a promise that runs on something else."""

    payload: TermsChanged
    decided: DecidedClock | None


def _other_terms(promise: Promise, straddled: StraddledClock) -> _OtherTerms | None:
    """The terms that hold by now; None where the promise runs on those already."""
    new, current = straddled.terms, promise.current
    decided = clock_of(new.edition, new.clause, new.start_us) if new.clause and new.effect else None
    wanted = terms_of(new.edition, new.clause) if decided is not None else None
    starts_at = straddled.started_at if straddled.started_at != promise.started_at else None
    if wanted is None and current is None:
        return None
    if (
        wanted is not None
        and current is not None
        and _words(wanted, starts_at) == _words(current.terms, current.terms.starts_at)
    ):
        return None
    payload = TermsChanged(
        clock=promise.kind,
        promise=promise.started_by,
        from_=current.terms.clause if current is not None else "",
        to=wanted.clause if wanted is not None else "",
        rule=words([change.rule for change in straddled.changes if change.taken][-1]),
        starts_at=starts_at,
        due_at=straddled.due_at,
        why=in_a_row(change.sentence for change in straddled.changes),
    )
    return _OtherTerms(payload=payload, decided=decided)


def _words(terms: Terms, starts_at: datetime | None) -> tuple[object, ...]:
    return (terms.clause, str(terms.budget), terms.calendar, terms.calendar_version, starts_at)

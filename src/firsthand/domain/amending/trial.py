"""Rules as if they had been in force all along, so that a rule for next month can be tried on last year."""

from dataclasses import replace
from datetime import UTC, date, datetime

from firsthand.domain.book.amendments import Amendment
from firsthand.domain.book.editions import Book, Edition
from firsthand.domain.book.rules import RuleTable
from firsthand.domain.book.values import Activation, Clause, InForce
from firsthand.domain.calendars import Calendar

ALWAYS = datetime(1990, 1, 1, tzinfo=UTC)


def tried(before: Edition, *amendments: Amendment) -> Edition:
    """The edition that the amendments make on top of `before` if all of them had always been in force: their clauses,
    withdrawals and activations from long ago, and the newest hours of their calendars at every date."""
    trials = [
        replace(
            amendment,
            adds=tuple(_clause(one) for one in amendment.adds),
            replaces=tuple(replace(one, ends=ALWAYS) for one in amendment.replaces),
            withdraws=tuple(replace(one, at=ALWAYS) for one in amendment.withdraws),
            activates=tuple(replace(one, at=ALWAYS) for one in amendment.activates),
            calendars=tuple(_calendar(one) for one in amendment.calendars),
        )
        for amendment in amendments
    ]
    return Book(name=before.book, amendments=(*before.amendments, *trials)).edition()


def held_throughout(edition: Edition, at: datetime) -> Edition:
    """The edition as if what it has in force at an instant had always been in force and always would be: those
    clauses, and the hours that its calendars have on that day."""
    clauses = tuple(
        replace(one, in_force=InForce(from_at=ALWAYS), activation=Activation()) for one in edition.clauses_in_force(at)
    )
    return replace(
        edition,
        clauses=clauses,
        calendars=tuple(_calendar(one, edition.calendar(one.name).local_date(at)) for one in edition.calendars),
        rules=RuleTable(clauses, edition.fields),
        _answers={},
    )


def _clause(clause: Clause) -> Clause:
    """From long ago on; one that ends on a date is for its own time and keeps its dates."""
    ends = clause.in_force.to_at
    return clause if ends is not None else replace(clause, in_force=InForce(from_at=ALWAYS))


def _calendar(calendar: Calendar, on: date | None = None) -> Calendar:
    """The calendar with one version at every date: its newest, or the one of a day."""
    versions = [one for one in calendar.versions if on is None or one.in_force_from is None or one.in_force_from <= on]
    return replace(calendar, versions=(replace(versions[-1], in_force_from=None),))

"""An amendment as if it had been in force all along, so that a rule for next month can be tried on last year."""

from dataclasses import replace
from datetime import UTC, datetime

from firsthand.domain.calendars import Calendar
from firsthand.domain.policy.amendments import Amendment
from firsthand.domain.policy.book import Book, Edition
from firsthand.domain.policy.values import Clause, InForce

ALWAYS = datetime(1990, 1, 1, tzinfo=UTC)


def tried(before: Edition, amendment: Amendment) -> Edition:
    """The edition that the amendment makes on top of `before` if all of it had always been in force: its clauses,
    withdrawals and activations from long ago, and the newest hours of its calendars at every date."""
    trial = replace(
        amendment,
        adds=tuple(_clause(one) for one in amendment.adds),
        replaces=tuple(replace(one, ends=ALWAYS) for one in amendment.replaces),
        withdraws=tuple(replace(one, at=ALWAYS) for one in amendment.withdraws),
        activates=tuple(replace(one, at=ALWAYS) for one in amendment.activates),
        calendars=tuple(_calendar(one) for one in amendment.calendars),
    )
    return Book(name=before.book, amendments=(*before.amendments, trial)).edition()


def _clause(clause: Clause) -> Clause:
    """From long ago on; one that ends on a date is for its own time and keeps its dates."""
    ends = clause.in_force.to_at
    return clause if ends is not None else replace(clause, in_force=InForce(from_at=ALWAYS))


def _calendar(calendar: Calendar) -> Calendar:
    newest = replace(calendar.versions[-1], in_force_from=None)
    return replace(calendar, versions=(newest,))

"""Deviations for one account: for whom they are, and what ended them (A12)."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.values import Clause


@dataclass(frozen=True, kw_only=True)
class Ended:
    """When a deviation ended, and the amendment that ended it; empty for one that ended by its own date."""

    at: datetime
    by: str


def deviations(edition: Edition) -> tuple[Clause, ...]:
    """Every version of a clause that deviates for one account, in the order of the book."""
    return tuple(clause for clause in edition.clauses if clause.exception is not None)


def accounts_of(clause: Clause) -> frozenset[str]:
    """The names of the accounts that a clause is for; none for one that is for all."""
    match = clause.condition.on("account")
    return frozenset(map(str, match.values)) if match else frozenset()


def ended(clause: Clause, edition: Edition, *, at: datetime) -> Ended | None:
    """What ended a clause by an instant: not before it was published that it would."""
    over = clause.in_force.to_at
    if over is None or over > at:
        return None
    names = [one.id for one in edition.amendments]
    later = edition.amendments[names.index(clause.amendment) + 1 :]
    for amendment in later:
        gone = {one.old for one in amendment.replaces} | {one.clause for one in amendment.withdraws}
        if clause.id in gone:
            return Ended(at=max(over, amendment.published_at), by=amendment.id)
    return Ended(at=over, by="")

"""Whom the book has a request reach before it is solved, and what they may answer (S39, S43)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.domain.book.answers import settled
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.reaches import ReachesEffect
from firsthand.domain.book.values import Clause
from firsthand.domain.names import Kind, Role


class RequestAnswer(StrEnum):
    """What is answered, each with a reason."""

    yes = "yes"
    later = "later"
    no = "no"


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Who answers, and the clause that says so."""

    role: Role
    clause: str


def reached(edition: Edition, kind: Kind, *, at: datetime) -> Reached | None:
    """Whom a request of a kind must reach; None where the book says nothing."""
    found = [one for one in _in_force(edition, at) if one.condition.holds({"kind": kind})]
    return next((_reached(edition, one, at) for one in settled(found)), None)


def reached_anywhere(edition: Edition, *, at: datetime) -> tuple[Reached, ...]:
    """Everybody whom requests of some kind must reach."""
    return tuple(_reached(edition, one, at) for one in _in_force(edition, at))


def _in_force(edition: Edition, at: datetime) -> Iterator[Clause]:
    return (one for one in edition.clauses if isinstance(one.effect, ReachesEffect) and one.in_force_at(at))


def _reached(edition: Edition, clause: Clause, at: datetime) -> Reached:
    if not isinstance(clause.effect, ReachesEffect):
        raise TypeError(f"{clause.id} has a request reach nobody")
    role = edition.organisation_at(at).now(clause.effect.role)
    return Reached(role=role, clause=clause.id)

"""Whose considerations the book has taken into account, and what is answered to one (S24)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from firsthand.domain.book.answers import settled
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.considers import ConsidersEffect
from firsthand.domain.book.values import Clause
from firsthand.domain.names import Kind, Role

LONGEST_STANDING = timedelta(days=90)
"""How long one may stand; whoever still means it then says it again."""


class Weighed(StrEnum):
    """What is answered, each in words: taken into account, and how; or not, and why."""

    taken = "taken"
    not_taken = "not_taken"


class Ending(StrEnum):
    """How a consideration ended: whoever gave it took it back, or its end came."""

    withdrawn = "withdrawn"
    expired = "expired"


@dataclass(frozen=True, kw_only=True)
class Considers:
    """Who takes considerations into account, who gives them, and the clause that says so."""

    role: Role
    given_by: frozenset[Role]
    clause: str


def considers(edition: Edition, kind: Kind, role: Role, *, at: datetime) -> Considers | None:
    """Whose considerations a role takes into account on a kind of request; None where the book says nothing."""
    now = edition.organisation_at(at).now
    found = [
        one for one in _in_force(edition, at) if now(_effect(one).role) == role and one.condition.holds({"kind": kind})
    ]
    return next((_considers(edition, one, at) for one in settled(found)), None)


def considered(edition: Edition, clause: str, *, at: datetime) -> Considers | None:
    """What a clause says by now about considerations; None once it is not in force, or says nothing of them."""
    return next((_considers(edition, one, at) for one in _in_force(edition, at) if one.id == clause), None)


def _in_force(edition: Edition, at: datetime) -> Iterator[Clause]:
    return (one for one in edition.clauses if isinstance(one.effect, ConsidersEffect) and one.in_force_at(at))


def _considers(edition: Edition, clause: Clause, at: datetime) -> Considers:
    effect, now = _effect(clause), edition.organisation_at(at).now
    return Considers(role=now(effect.role), given_by=frozenset(map(now, effect.given_by)), clause=clause.id)


def _effect(clause: Clause) -> ConsidersEffect:
    if not isinstance(clause.effect, ConsidersEffect):
        raise TypeError(f"{clause.id} says nothing of considerations")
    return clause.effect

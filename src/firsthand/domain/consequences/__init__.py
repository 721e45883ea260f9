"""Whom the book has sales ask before it moves an account, who bridges what they say, and what may be answered (S15–S17,
S1–S3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from firsthand.domain.book.answers import settled
from firsthand.domain.book.deciding import AccountFacts
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.consequences import BridgesEffect, ConsequencesEffect, Move
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.values import Clause
from firsthand.domain.names import Role

__all__ = [
    "Advice",
    "Asked",
    "Bridge",
    "Conflict",
    "Move",
    "Moved",
    "Seen",
    "asked_for",
    "bridge_of",
    "moved_as",
    "moves_asked_about",
    "waited",
    "warning_roles",
]


class Seen(StrEnum):
    """What a role answers: that it sees consequences, which it then names, or none."""

    some = "some"
    none = "none"


class Advice(StrEnum):
    """What the combined answer says to sales. It holds nobody up: the move stays sales' own act."""

    go = "go"
    wait = "wait"


class Conflict(StrEnum):
    """Whether what is best for the customer and what is best in the long term conflicted, and which won (S3)."""

    none = "none"
    customer = "customer"
    long_term = "long_term"


class Moved(StrEnum):
    """How a round stood when sales moved: still open, answered with `wait`, or answered with `go`."""

    open = "open"
    against = "against"
    agreed = "agreed"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The roles that are asked, in the order of the book, and the clause that says so."""

    roles: tuple[Role, ...]
    clause: str


@dataclass(frozen=True, kw_only=True)
class Bridge:
    """The role that records the combined answer, and the clause that says so."""

    role: Role
    clause: str


def asked_for(edition: Edition, move: Move, facts: AccountFacts, *, at: datetime) -> Asked | None:
    """Whom sales asks before it moves this of such an account; None where the book asks nobody."""
    found = [one for one in _about(edition, facts, ConsequencesEffect, at) if move in _asks(one).moves]
    return next((_asked(edition, one, at) for one in settled(found)), None)


def moves_asked_about(edition: Edition, facts: AccountFacts, *, at: datetime) -> tuple[Move, ...]:
    """What sales asks about before it moves it, of such an account."""
    found = {move for one in _about(edition, facts, ConsequencesEffect, at) for move in _asks(one).moves}
    return tuple(move for move in Move if move in found)


def bridge_of(edition: Edition, facts: AccountFacts, *, at: datetime) -> Bridge | None:
    """Who records the combined answer about such an account; None where the book names nobody."""
    for one in settled(list(_about(edition, facts, BridgesEffect, at))):
        if isinstance(one.effect, BridgesEffect):
            return Bridge(role=edition.organisation_at(at).now(one.effect.role), clause=one.id)
    return None


def warning_roles(edition: Edition, *, at: datetime) -> tuple[Role, ...]:
    """The roles that the book asks about any move: they may warn of anything unasked (S16)."""
    found = (_asked(edition, one, at) for one in _in_force(edition, ConsequencesEffect, at))
    return tuple(dict.fromkeys(role for one in found for role in one.roles))


def moved_as(advice: Advice | None) -> Moved:
    """How a round stands for a move, by its newest combined answer."""
    if advice is None:
        return Moved.open
    return Moved.against if advice is Advice.wait else Moved.agreed


def waited(asked_at: datetime, answered_at: datetime | None, *, until: datetime) -> timedelta:
    """How long a sale waited for one answer, at most `until` it moved or now."""
    end = until if answered_at is None else min(answered_at, until)
    return max(end - asked_at, timedelta())


def _about(edition: Edition, facts: AccountFacts, effect: type[Effect], at: datetime) -> Iterator[Clause]:
    known: dict[str, str | bool | None] = {
        "stage": facts.stage,
        "strategic": facts.strategic,
        "plan": facts.plan,
        "contract": facts.contract,
        "account": facts.name,
    }
    return (one for one in _in_force(edition, effect, at) if one.condition.holds(known))


def _in_force(edition: Edition, effect: type[Effect], at: datetime) -> Iterator[Clause]:
    return (one for one in edition.clauses if isinstance(one.effect, effect) and one.in_force_at(at))


def _asks(clause: Clause) -> ConsequencesEffect:
    if not isinstance(clause.effect, ConsequencesEffect):
        raise TypeError(f"{clause.id} asks nobody for consequences")
    return clause.effect


def _asked(edition: Edition, clause: Clause, at: datetime) -> Asked:
    now = edition.organisation_at(at).now
    return Asked(roles=tuple(dict.fromkeys(map(now, _asks(clause).asked))), clause=clause.id)

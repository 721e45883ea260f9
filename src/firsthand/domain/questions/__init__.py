"""Where the book lets questions be asked, by whom, and who watches (S35–S37)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand.domain.book.answers import settled
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.open_channel import OpenChannelEffect
from firsthand.domain.book.values import Clause
from firsthand.domain.names import Kind, Role


@dataclass(frozen=True, kw_only=True)
class OpenChannel:
    """A channel as the book opens it, with the clause that does. `remind_after`: when whoever asked is shown what
    nobody has answered."""

    name: str
    clause: str
    asked_by: frozenset[Role]
    watched_by: frozenset[Role]
    remind_after: timedelta


def open_channel(edition: Edition, kind: Kind, *, at: datetime) -> OpenChannel | None:
    """The channel in which questions about a kind of request are asked; None where the book opens none."""
    found = [one for one in _in_force(edition, at) if one.condition.holds({"kind": kind})]
    return next((_channel(edition, one, at) for one in settled(found)), None)


def open_channels(edition: Edition, *, at: datetime) -> tuple[OpenChannel, ...]:
    """Every channel that the book opens."""
    return tuple(_channel(edition, one, at) for one in _in_force(edition, at))


def _in_force(edition: Edition, at: datetime) -> Iterator[Clause]:
    return (one for one in edition.clauses if isinstance(one.effect, OpenChannelEffect) and one.in_force_at(at))


def _channel(edition: Edition, clause: Clause, at: datetime) -> OpenChannel:
    effect, now = clause.effect, edition.organisation_at(at).now
    if not isinstance(effect, OpenChannelEffect):
        raise TypeError(f"{clause.id} opens no channel")
    return OpenChannel(
        name=effect.name,
        clause=clause.id,
        asked_by=frozenset(map(now, effect.asked_by)),
        watched_by=frozenset(map(now, effect.watched_by)),
        remind_after=timedelta(days=effect.remind_after),
    )

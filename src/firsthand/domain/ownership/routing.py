"""The owner of a request, who holds it until its kind is confirmed, and the path between teams."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.answers import Owner, settled
from firsthand.domain.book.deciding import Request
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.route import RouteEffect
from firsthand.domain.book.effects.triage import TriageEffect
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.names import Kind, Role
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.words import as_sentence


@dataclass(frozen=True, kw_only=True)
class Triage:
    """Until a person confirms the kind, `role` is responsible and the clocks run as for `clocks_as`."""

    role: Role
    clause: str | None
    clocks_as: Kind


@dataclass(frozen=True, kw_only=True)
class Route:
    """Whether a role may go to another directly. A refusal names the right role in `instead`."""

    allowed: bool
    clause: str | None
    instead: Role | None
    text: Sentence


def owner(edition: Edition, request: Request) -> Owner | None:
    """The role that owns a request, as `decide` says it (S28–S34)."""
    return edition.answer(request.cell, instant_of(request.received_at, "received_at")).owner


def triage(edition: Edition, received_at: datetime) -> Triage:
    """Who is responsible for a message until a person confirms what it is.

    A book without a triage clause leaves it with its first line: no ticket is ever without a responsible role
    (invariant 1).
    """
    for clause in edition.clauses:
        if isinstance(clause.effect, TriageEffect) and clause.in_force_at(received_at):
            return Triage(role=clause.effect.role, clause=clause.id, clocks_as=clause.effect.clocks_as)
    company = edition.organisation_at(received_at)
    return Triage(role=company.first_line, clause=None, clocks_as=company.unread_as)


def route(edition: Edition, from_role: Role, to_role: Role, *, kind: Kind | None, at: datetime) -> Route:
    """Whether `from_role` may hand over to, or ask, `to_role` directly, and which way is right if not
    (S38–S40).

    Without a clause about the two roles the way is free, and the text says that no clause speaks about it.
    """
    facts = {"kind": kind}
    found = []
    for clause in edition.clauses:
        effect = clause.effect
        if (
            isinstance(effect, RouteEffect)
            and (effect.from_role, effect.to_role) == (from_role, to_role)
            and clause.in_force_at(at)
            and clause.condition.holds(facts)
        ):
            found.append(clause)
    for clause in settled(found)[:1]:
        effect = clause.effect
        if isinstance(effect, RouteEffect):
            return Route(
                allowed=effect.allowed,
                clause=clause.id,
                instead=effect.instead,
                text=_route_text(effect, clause.text),
            )
    text = say("No clause keeps {sender} from going to {receiver}.", sender=Name(from_role), receiver=Name(to_role))
    return Route(allowed=True, clause=None, instead=None, text=text)


def _route_text(effect: RouteEffect, text: str) -> Sentence:
    own = as_sentence(text)
    if effect.allowed or effect.instead is None:
        return say("{text}", text=own)
    return effect.sentence.followed_by(say(" {text}", text=own))

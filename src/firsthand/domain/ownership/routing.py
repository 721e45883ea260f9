"""The owner of a request, who holds it until its kind is confirmed, and the path between teams."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.answers import Owner, settled
from firsthand.domain.book.deciding import Request
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.route import RouteEffect
from firsthand.domain.book.effects.triage import TriageEffect
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.names import Kind, NameFamily, Role
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.words import as_sentence


@dataclass(frozen=True, kw_only=True)
class Triage:
    """Until a person confirms the kind, `role` is responsible and the clocks run as for `clocks_as`; `text` says so."""

    role: Role
    clause: str | None
    clocks_as: Kind
    text: Sentence


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
    company = edition.organisation_at(received_at)
    found = [one for one in edition.clauses if isinstance(one.effect, TriageEffect) and one.in_force_at(received_at)]
    for clause in settled(found)[:1]:
        if isinstance(clause.effect, TriageEffect):
            return _triage(clause.effect.role, clause.effect.clocks_as, company, clause=clause.id)
    return _triage(company.first_line, company.unread_as, company, clause=None)


def _triage(role: Role, clocks_as: Kind, company: Organisation, *, clause: str | None) -> Triage:
    text = say(
        "Nobody has confirmed the kind yet: {role} is responsible, and the clocks run as for {kind}.",
        role=Name(role, NameFamily.role),
        kind=Name(clocks_as, NameFamily.kind),
    )
    return Triage(role=role, clause=clause, clocks_as=clocks_as, text=text)


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
    ends = {"sender": Name(from_role, NameFamily.role), "receiver": Name(to_role, NameFamily.role)}
    text = say("No clause keeps {sender} from going to {receiver}.", **ends)
    return Route(allowed=True, clause=None, instead=None, text=text)


def _route_text(effect: RouteEffect, text: str) -> Sentence:
    own = as_sentence(text)
    if effect.allowed or effect.instead is None:
        return say("{text}", text=own)
    return effect.sentence.followed_by(say(" {text}", text=own))

"""Proposes what a message is, from the address it came to, the form it was sent with and its words.

It is a proposal: a person confirms it, and until then the triage clause holds. Clauses are tried in the order
of the book and the first that matches decides, so that a book can be read from top to bottom.
"""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.proposes import NotARequestKind, ProposeEffect, TopicEffect
from firsthand.domain.book.fields import FieldShape, Value
from firsthand.domain.book.values import Clause
from firsthand.domain.names import Kind

_READ_AT_MOST = 20_000


@dataclass(frozen=True, kw_only=True)
class MessageFacts:
    """What is known of a message before anybody read it. `body` is its new text without quoted history."""

    to_address: str
    subject: str
    body: str
    form: str | None = None


@dataclass(frozen=True, kw_only=True)
class KindProposal:
    """A proposed kind, or what the message is instead of a request; neither when no clause matches.

    `matched` is what in the message the clause went by, for the page that shows why.
    """

    kind: Kind | None
    not_a_request: NotARequestKind | None
    clause: str | None
    matched: str


def propose_kind(edition: Edition, message: MessageFacts, at: datetime) -> KindProposal:
    """The proposal of the first matching clause that is in force."""
    facts = _facts(message)
    for clause in edition.clauses:
        effect = clause.effect
        if isinstance(effect, ProposeEffect) and clause.in_force_at(at) and clause.condition.holds(facts):
            return KindProposal(
                kind=effect.kind,
                not_a_request=effect.not_a_request,
                clause=clause.id,
                matched=matched_words(clause, facts),
            )
    return KindProposal(kind=None, not_a_request=None, clause=None, matched="")


def propose_topic(edition: Edition, message: MessageFacts, at: datetime) -> str:
    """What a message is proposed to be about, by the first matching clause that is in force; empty where none is."""
    facts = _facts(message)
    for clause in edition.clauses:
        effect = clause.effect
        if isinstance(effect, TopicEffect) and clause.in_force_at(at) and clause.condition.holds(facts):
            return effect.about
    return ""


def _facts(message: MessageFacts) -> dict[str, Value]:
    subject = message.subject[:_READ_AT_MOST]
    return {
        "to_address": message.to_address,
        "subject": subject,
        "words": f"{subject}\n{message.body[:_READ_AT_MOST]}",
        "form": message.form,
    }


def matched_words(clause: Clause, facts: dict[str, Value]) -> str:
    """What of some facts a clause that matches them went by, in words."""
    parts = []
    for match in clause.condition.matches:
        value = facts[match.field]
        if match.negated or value is None:
            continue
        parts.append(match.found(value) if match.shape is FieldShape.words else str(value))
    return ", ".join(" ".join(part.split()) for part in parts if part)

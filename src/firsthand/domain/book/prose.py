"""A book in words: what a clause holds for, what it does, how it binds, and when, as a page of a handbook says it.

What a clause does and holds for is a sentence of its own (`effects`, `conditions`); here it is plain text.
"""

from dataclasses import replace
from datetime import datetime

from firsthand.domain.book.conditions import Condition
from firsthand.domain.book.effects import Effect
from firsthand.domain.book.values import ActivationKind, Clause, CommitmentClass
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.day_names import SHORT_DAYS
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import PLAIN, Name, Sentence, Teller, say
from firsthand.domain.words import words


def teller_of(company: Organisation) -> Teller:
    """Tells sentences as plain text, with the names that the book has people say."""

    def said(name: Name) -> str:
        return company.called(name.name, name.family) if name.family is not None else words(name.name)

    return replace(PLAIN, name=said)


def condition_words(condition: Condition, company: Organisation) -> str:
    """What a condition holds for, such as "kind is troubleshooting; stage is prospect or trial"; empty for
    always."""
    return teller_of(company).phrase(condition.sentence)


def effect_words(effect: Effect, company: Organisation) -> str:
    """What the clause does, in a sentence; empty where its text says it all."""
    return teller_of(company).sentence(effect.sentence)


def commitment_sentence(clause: Clause) -> Sentence | None:
    """How binding the clause is and, of a promise, whether a customer may be told; None where it is not said."""
    if clause.commitment is None:
        return None
    binding = _BINDING[clause.commitment]
    if not clause.effect.is_promise:
        return binding
    return binding.followed_by(_TOLD if clause.disclosable else _NOT_TOLD)


_BINDING = {
    CommitmentClass.contractual: say("Contractual."),
    CommitmentClass.internal_target: say("An internal target."),
    CommitmentClass.best_effort: say("Best effort."),
    CommitmentClass.aspiration: say("An aspiration, never applied."),
}
_TOLD, _NOT_TOLD = say(" Customers may be told."), say(" Customers are not told.")


def in_force_words(clause: Clause, zone: str) -> str:
    """When the clause holds, in the policy's zone, and why not, if it never does."""
    return PLAIN.phrase(in_force_sentence(clause, zone))


def in_force_sentence(clause: Clause, zone: str) -> Sentence:
    """`in_force_words` as a sentence."""
    if clause.commitment is CommitmentClass.aspiration:
        return say("an aspiration, never applied")
    dates = dates_said(clause.in_force.from_at, clause.in_force.to_at, zone)
    activation = clause.activation
    if activation.kind is ActivationKind.date:
        never = say("never ({dates}; replaced or withdrawn before it took force)", dates=dates)
        return dates if clause.applies_from else never
    if activation.activated_at is None:
        return say("not in force; takes force when somebody records: {event}", event=activation.text)
    when = moment(activation.activated_at, zone)
    return say("{dates}; activated {when} by {name}", dates=dates, when=when, name=activation.activated_by)


def dates_said(begin: datetime | None, end: datetime | None, zone: str) -> Sentence:
    """From when until when, in a zone; None is for ever."""
    first, last = (moment(at, zone) if at is not None else None for at in (begin, end))
    if first is not None and last is not None:
        return say("from {begin} until {end}", begin=first, end=last)
    if first is not None:
        return say("from {begin}", begin=first)
    return say("until {end}", end=last) if last is not None else say("always")


def moment(at: datetime, zone: str) -> Sentence:
    """An instant in a zone: the date alone at local midnight, else with the time."""
    local = at.astimezone(zone_named(zone))
    day, date = SHORT_DAYS[local.weekday()], f"{local:%Y-%m-%d}"
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return say("{day} {date}", day=day, date=date)
    return say("{day} {date} {time}", day=day, date=date, time=f"{local:%H:%M %Z}")


def local_words(at: datetime, zone: str) -> str:
    """An instant in a zone in plain words, as `moment` says it."""
    return PLAIN.phrase(moment(at, zone))

"""A book in words: what a clause holds for, what it does, and when, as a page of a handbook says it."""

from datetime import datetime
from fractions import Fraction
from functools import singledispatch

from firsthand.domain.book.answers import sentence
from firsthand.domain.book.conditions import Condition, Match
from firsthand.domain.book.fields import FieldShape, Value
from firsthand.domain.book.values import (
    ActivationKind,
    ApprovedEffect,
    Clause,
    ClockEffect,
    CommitmentClass,
    ContextEffect,
    DutyEffect,
    Effect,
    EscalateEffect,
    LifecycleEffect,
    NoClockEffect,
    OrderBy,
    OrderEffect,
    OwnerEffect,
    ProposeEffect,
    RouteEffect,
    TargetEffect,
    TriageEffect,
    WordingEffect,
)
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.clocks import RULES
from firsthand.domain.words import words


def condition_words(condition: Condition) -> str:
    """What a condition holds for, such as "kind is troubleshooting; stage is prospect or trial"; empty for
    always."""
    return "; ".join(_match_words(match) for match in condition.matches)


def _match_words(match: Match) -> str:
    values = sorted(_value_words(value) for value in match.values)
    verb = {FieldShape.words: "contains", FieldShape.address: "is"}.get(match.shape, "is")
    listed = " or ".join(values)
    return f"{words(match.field)} {verb} {'none of ' if match.negated else ''}{listed}"


def _value_words(value: Value) -> str:
    if value is None:
        return "not given"
    return ("yes" if value else "no") if isinstance(value, bool) else words(value)


@singledispatch
def effect_words(effect: Effect) -> str:
    """What the clause does, in one sentence."""
    raise TypeError(f"no words for {type(effect).__name__}")


@effect_words.register
def _(effect: OwnerEffect) -> str:
    return f"{words(effect.role).capitalize()} owns the request."


@effect_words.register
def _(effect: ClockEffect) -> str:
    text = f"{words(effect.kind).capitalize()} within {effect.budget} on {effect.calendar}"
    if effect.pauses_on:
        text += f"; stands still while {' or '.join(words(status) for status in effect.pauses_on)}"
    if effect.owed_by is not None:
        text += f"; owed by {words(effect.owed_by)}"
    text += f"; warns at {effect.warn_share} of the budget." if effect.warn_share else "."
    return text if effect.kind in RULES else f"{text} Not run: nothing starts such a clock."


@effect_words.register
def _(effect: NoClockEffect) -> str:
    kinds = " or ".join(words(kind) for kind in effect.kinds) or "such"
    return f"No {kinds} clock, by policy: {sentence(effect.reason)}"


@effect_words.register
def _(effect: ContextEffect) -> str:
    return f"Give along: {', '.join(effect.items)}."


@effect_words.register
def _(effect: RouteEffect) -> str:
    way = f"{words(effect.from_role).capitalize()} to {words(effect.to_role)}"
    return f"{way}: allowed." if effect.instead is None else f"{way}: not directly; go to {words(effect.instead)}."


@effect_words.register
def _(effect: TriageEffect) -> str:
    role = words(effect.role).capitalize()
    return f"{role} is responsible until the kind is confirmed; clocks run as for {words(effect.clocks_as)}."


@effect_words.register
def _(effect: ProposeEffect) -> str:
    if effect.kind is not None:
        return f"Proposed as {words(effect.kind)}."
    return f"Proposed as no request: {words(effect.not_a_request or '')}."


@effect_words.register
def _(effect: WordingEffect) -> str:
    who = " and ".join(words(role) for role in effect.by) or "everybody"
    return f"For {who}, not: {', '.join(effect.phrases)}. {sentence(effect.advice)}"


@effect_words.register
def _(effect: ApprovedEffect) -> str:
    who = " and ".join(words(role) for role in effect.by) or "everybody"
    told = f" It tells {effect.promises.within} to {words(effect.promises.kind)}." if effect.promises else ""
    return f"{who.capitalize()} may write: {' / '.join(effect.wordings)}{told}"


@effect_words.register
def _(effect: OrderEffect) -> str:
    keys = [_ORDER_WORDS[key] if isinstance(key, OrderBy) else condition_words(key) for key in effect.by]
    return f"{words(effect.team).capitalize()} takes first: {', then '.join(keys)}."


_ORDER_WORDS = {OrderBy.received: "what was received first", OrderBy.due: "what is due first"}


@effect_words.register
def _(effect: TargetEffect) -> str:
    sides = [("at least", effect.at_least), ("at most", effect.at_most)]
    bounds = " and ".join(f"{side} {percentage(share)}" for side, share in sides if share is not None)
    period = f" over a {words(effect.period)}" if effect.period else ""
    return f"{words(effect.measure).capitalize()}: {bounds}{period}."


def percentage(share: Fraction) -> str:
    """A share as a percentage, such as 95%."""
    return f"{float(share * 100):g}%"


@effect_words.register
def _(effect: EscalateEffect) -> str:
    moment = f"{effect.after} after the {effect.moment}" if effect.after else f"at the {effect.moment}"
    return f"{moment.capitalize()}, tell {words(effect.tell)}."


@effect_words.register
def _(effect: LifecycleEffect) -> str:
    return f"A solved ticket closes after {effect.solved_closes_after} on {effect.calendar}."


@effect_words.register
def _(effect: DutyEffect) -> str:
    return f"A duty of {' and '.join(words(role) for role in effect.roles)}." if effect.roles else "A statement."


def in_force_words(clause: Clause, zone: str) -> str:
    """When the clause holds, in the policy's zone, and why not, if it never does."""
    if clause.commitment is CommitmentClass.aspiration:
        return "an aspiration, never applied"
    dates = f"from {local_words(clause.in_force.from_at, zone)}"
    if clause.in_force.to_at is not None:
        dates += f" until {local_words(clause.in_force.to_at, zone)}"
    activation = clause.activation
    if activation.kind is ActivationKind.date:
        return dates if clause.applies_from else f"never ({dates}; replaced or withdrawn before it took force)"
    if activation.activated_at is None:
        return f"not in force; takes force when somebody records: {activation.text}"
    when = local_words(activation.activated_at, zone)
    return f"{dates}; activated {when} by {activation.activated_by}"


def local_words(at: datetime, zone: str) -> str:
    """An instant in a zone: the date alone at local midnight, else with the time."""
    local = at.astimezone(zone_named(zone))
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return local.strftime("%a %Y-%m-%d") if midnight else local.strftime("%a %Y-%m-%d %H:%M %Z")

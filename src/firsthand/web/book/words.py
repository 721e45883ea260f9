"""The book's structured conditions and effects as sentences a person reads."""

from django.utils.translation import gettext as _

from firsthand.domain.book import Clause, CommitmentClass
from firsthand.domain.book.conditions import Condition, Match
from firsthand.domain.book.fields import FieldShape
from firsthand.domain.book.prose import percentage
from firsthand.domain.book.values import (
    ApprovedEffect,
    ClockEffect,
    ContextEffect,
    DutyEffect,
    Effect,
    EscalateEffect,
    EscalationMoment,
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
from firsthand.web.formats import either, every, words


def plain(name: str) -> str:
    """An enumeration's value as words."""
    return words(name)


def condition_words(clause: Clause) -> str:
    """When the clause applies, in words; empty when it always does."""
    return conditions(clause.condition)


def conditions(condition: Condition) -> str:
    """What a condition holds for, in words; empty when it always does."""
    return "; ".join(_match_words(match) for match in condition.matches)


def _match_words(match: Match) -> str:
    if match.shape is FieldShape.flag:
        holds = (True in match.values) is not match.negated
        name = plain(match.field)
        return name if holds else _("not {name}").format(name=name)
    values = either(sorted(_value_words(value) for value in match.values))
    template = _("{field} is not {values}") if match.negated else _("{field} is {values}")
    if match.shape is FieldShape.words:
        values = either(f"“{value}”" for value in sorted(str(value) for value in match.values))
        template = _("{field} contain none of {values}") if match.negated else _("{field} contain {values}")
    return template.format(field=plain(match.field), values=values)


def _value_words(value: object) -> str:
    return _("not given") if value is None else plain(str(value))


def effect_words(effect: Effect) -> str:
    """What the clause makes the desk do, in one sentence; empty for a statement that people carry out."""
    if isinstance(effect, ClockEffect | NoClockEffect | LifecycleEffect):
        return _time_words(effect)
    if isinstance(effect, RouteEffect):
        return _route_words(effect)
    if isinstance(effect, OrderEffect | TargetEffect | ApprovedEffect):
        return _stated_words(effect)
    return _people_words(effect)


def _time_words(effect: ClockEffect | NoClockEffect | LifecycleEffect) -> str:
    if isinstance(effect, LifecycleEffect):
        return _("A solved ticket closes after {budget} of {calendar}.").format(
            budget=effect.solved_closes_after, calendar=effect.calendar
        )
    if isinstance(effect, NoClockEffect):
        kinds = either(plain(kind) for kind in effect.kinds) if effect.kinds else _("any")
        return _("No {kinds} clock, by policy.").format(kinds=kinds)
    text = _("A {kind} clock of {budget} on {calendar}.").format(
        kind=plain(effect.kind), budget=effect.budget, calendar=effect.calendar
    )
    if effect.warn_share is not None:
        text += " " + _("Warns at {share} of it.").format(share=effect.warn_share)
    if effect.owed_by is not None:
        text += " " + _("Owed by {role}.").format(role=plain(effect.owed_by))
    if effect.pauses_on:
        text += " " + _("Stands still while {states}.").format(states=either(map(plain, effect.pauses_on)))
    return text


def _route_words(effect: RouteEffect) -> str:
    names = {"sender": plain(effect.from_role), "receiver": plain(effect.to_role)}
    if effect.allowed:
        return _("{sender} may go to {receiver} directly.").format(**names).capitalize()
    text = _("{sender} may not go to {receiver} directly").format(**names).capitalize()
    if effect.instead is not None:
        return text + _("; the way is through {role}.").format(role=plain(effect.instead))
    return text + "."


def _stated_words(effect: OrderEffect | TargetEffect | ApprovedEffect) -> str:
    if isinstance(effect, OrderEffect):
        named = {OrderBy.received: _("what was received first"), OrderBy.due: _("what is due first")}
        keys = [named[key] if isinstance(key, OrderBy) else conditions(key) for key in effect.by]
        return _("Order of {team}: {keys}.").format(team=plain(effect.team), keys=_(", then ").join(keys))
    if isinstance(effect, TargetEffect):
        bounds = []
        if effect.at_least is not None:
            bounds.append(_("at least {share}").format(share=percentage(effect.at_least)))
        if effect.at_most is not None:
            bounds.append(_("at most {share}").format(share=percentage(effect.at_most)))
        text = _("Target for {measure}: {bounds}").format(measure=plain(effect.measure), bounds=every(bounds))
        return text + (_(" over a {period}.").format(period=plain(effect.period)) if effect.period else ".")
    by = every(plain(role) for role in effect.by) or _("everybody")
    text = _("Approved for {by}: {wordings}.").format(
        by=by, wordings=", ".join(f"“{wording}”" for wording in effect.wordings)
    )
    if effect.promises is not None:
        text += " " + _("It tells {budget} to {kind}.").format(
            budget=effect.promises.within, kind=plain(effect.promises.kind)
        )
    return text


def _people_words(effect: Effect) -> str:
    if isinstance(effect, OwnerEffect):
        return _("Owner: {role}.").format(role=plain(effect.role))
    if isinstance(effect, TriageEffect):
        return _("Triage: {role}, with clocks as for {kind}.").format(
            role=plain(effect.role), kind=plain(effect.clocks_as)
        )
    if isinstance(effect, ContextEffect):
        return _("Ask for: {items}.").format(items=every(map(plain, effect.items)))
    if isinstance(effect, ProposeEffect):
        if effect.kind is not None:
            return _("Proposes: {kind}.").format(kind=plain(effect.kind))
        return _("Proposes: not a request ({what}).").format(what=plain(effect.not_a_request or ""))
    if isinstance(effect, EscalateEffect):
        moment = _("warning") if effect.moment is EscalationMoment.warning else _("breach")
        after = _("{budget} after the {moment}").format(budget=effect.after, moment=moment)
        return _("At the {moment}: tell {whom}.").format(
            moment=after if effect.after else moment, whom=_whom(effect.tell)
        )
    if isinstance(effect, WordingEffect):
        by = every(plain(role) for role in effect.by) or _("everybody")
        return _("Flags in what {by} writes: {phrases}.").format(
            by=by, phrases=", ".join(f"“{phrase}”" for phrase in effect.phrases)
        )
    if isinstance(effect, DutyEffect) and effect.roles:
        return _("Carried out by {roles}.").format(roles=every(map(plain, effect.roles)))
    return ""


def _whom(tell: str) -> str:
    named = {"responsible": _("the responsible person"), "team": _("the whole responsible team")}
    return named.get(tell) or plain(tell)


def commitment_words(clause: Clause) -> str:
    """How binding the clause is and whether a customer may be told; empty when it is neither said."""
    if clause.commitment is None:
        return ""
    binding = {
        CommitmentClass.contractual: _("contractual"),
        CommitmentClass.internal_target: _("internal target"),
        CommitmentClass.best_effort: _("best effort"),
        CommitmentClass.aspiration: _("aspiration, never applied"),
    }[clause.commitment]
    if not isinstance(clause.effect, ClockEffect):
        return binding
    told = _("customers may be told") if clause.disclosable else _("not for customers")
    return f"{binding}, {told}"

"""Reads the effect of a clause: exactly one of the keys of `EFFECT_KEYS` is given."""

from collections.abc import Callable
from fractions import Fraction

from firsthand.domain.calendars import Budget, CalendarError, parse_budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.policy.entries import Entry
from firsthand.domain.policy.fields import ESCALATION_FIELDS, INTAKE_FIELDS, REQUEST_FIELDS
from firsthand.domain.policy.values import (
    ClauseSet,
    ClockEffect,
    ContextEffect,
    DutyEffect,
    Effect,
    EscalateEffect,
    EscalationMoment,
    LifecycleEffect,
    NoClockEffect,
    NotARequest,
    OwnerEffect,
    ProposeEffect,
    RouteEffect,
    Tell,
    TriageEffect,
    WordingEffect,
)
from firsthand.domain.tickets import Role, TicketKind, TicketStatus


def read_effect(key: str, entry: Entry) -> Effect:
    """The effect that a clause gives under one of the keys of `EFFECT_KEYS`."""
    return _READERS[key](entry)


def read_budget(entry: Entry) -> Budget:
    """A budget with its unit, such as `8 business hours`; a bare number is an error (A1)."""
    if isinstance(entry.value, int | float) and not isinstance(entry.value, bool):
        raise entry.wrong("no_unit", f"{entry.value} has no unit; write, for example, {entry.value} business hours")
    try:
        return parse_budget(entry.text())
    except CalendarError as error:
        raise entry.wrong(error.code, error.message.removeprefix(f"{error.field}: ")) from None


def _owner(entry: Entry) -> Effect:
    return OwnerEffect(role=entry.choice(Role))


def _clock(entry: Entry) -> Effect:
    parts = entry.fields(["kind", "budget", "calendar", "pauses_on", "warn_at"], ["kind", "budget", "calendar"])
    return ClockEffect(
        kind=parts["kind"].choice(ClockKind),
        budget=read_budget(parts["budget"]),
        calendar=parts["calendar"].text(),
        pauses_on=parts["pauses_on"].choices(TicketStatus) if "pauses_on" in parts else (),
        warn_share=_share(parts["warn_at"]) if "warn_at" in parts else None,
    )


def _share(entry: Entry) -> Fraction:
    what = "a share of the budget between 0 and 1, such as 3/4"
    if not isinstance(entry.value, str):
        raise entry.expected(what)
    try:
        share = Fraction(entry.value)
    except (ValueError, ZeroDivisionError):
        raise entry.expected(what) from None
    if not 0 < share < 1:
        raise entry.expected(what)
    return share


def _no_clock(entry: Entry) -> Effect:
    parts = entry.fields(["kinds", "reason"], ["kinds", "reason"])
    every = parts["kinds"].value == "every"
    kinds = () if every else parts["kinds"].choices(ClockKind)
    return NoClockEffect(kinds=kinds, reason=parts["reason"].text())


def _context(entry: Entry) -> Effect:
    return ContextEffect(items=entry.texts())


def _route(entry: Entry) -> Effect:
    parts = entry.fields(["from", "to", "allowed", "instead"], ["from", "to", "allowed"])
    instead = parts["instead"].choice(Role) if "instead" in parts else None
    allowed = parts["allowed"].flag()
    if allowed == (instead is not None):
        raise entry.wrong("route", "a route that is allowed has no instead, and one that is not names it")
    return RouteEffect(
        from_role=parts["from"].choice(Role),
        to_role=parts["to"].choice(Role),
        allowed=allowed,
        instead=instead,
    )


def _triage(entry: Entry) -> Effect:
    parts = entry.fields(["role", "clocks_as"], ["role", "clocks_as"])
    return TriageEffect(role=parts["role"].choice(Role), clocks_as=parts["clocks_as"].choice(TicketKind))


def _proposes(entry: Entry) -> Effect:
    return ProposeEffect(kind=entry.choice(TicketKind))


def _not_a_request(entry: Entry) -> Effect:
    return ProposeEffect(not_a_request=entry.choice(NotARequest))


def _avoid(entry: Entry) -> Effect:
    parts = entry.fields(["phrases", "by", "advice"], ["phrases", "advice"])
    return WordingEffect(
        phrases=parts["phrases"].texts(),
        by=parts["by"].choices(Role) if "by" in parts else (),
        advice=parts["advice"].text(),
    )


def _escalates(entry: Entry) -> Effect:
    parts = entry.fields(["at", "after", "tell"], ["at", "tell"])
    moment = parts["at"].choice(EscalationMoment)
    if "after" in parts and moment is EscalationMoment.warning:
        raise parts["after"].wrong("after_warning", "a warning comes at the share of the clock, not after it")
    told = parts["tell"]
    tell = told.choice(Tell) if told.value in {one.value for one in Tell} else told.choice(Role)
    return EscalateEffect(moment=moment, after=read_budget(parts["after"]) if "after" in parts else None, tell=tell)


def _solved_closes(entry: Entry) -> Effect:
    parts = entry.fields(["after", "calendar"], ["after", "calendar"])
    return LifecycleEffect(solved_closes_after=read_budget(parts["after"]), calendar=parts["calendar"].text())


def _duty(entry: Entry) -> Effect:
    return DutyEffect(roles=entry.choices(Role))


def _states(entry: Entry) -> Effect:
    if entry.value is not True:
        raise entry.expected("true: the clause only states something")
    return DutyEffect()


_READERS: dict[str, Callable[[Entry], Effect]] = {
    "owner": _owner,
    "clock": _clock,
    "no_clock": _no_clock,
    "context": _context,
    "route": _route,
    "triage": _triage,
    "proposes": _proposes,
    "not_a_request": _not_a_request,
    "avoid": _avoid,
    "escalates": _escalates,
    "solved_closes": _solved_closes,
    "duty": _duty,
    "states": _states,
}
EFFECT_KEYS = tuple(_READERS)

_HOME = {
    "owner": ClauseSet.ownership,
    "route": ClauseSet.ownership,
    "context": ClauseSet.ownership,
    "triage": ClauseSet.ownership,
    "proposes": ClauseSet.ownership,
    "not_a_request": ClauseSet.ownership,
    "clock": ClauseSet.service_levels,
    "no_clock": ClauseSet.service_levels,
    "solved_closes": ClauseSet.service_levels,
    "escalates": ClauseSet.escalation,
    "avoid": ClauseSet.promise_wording,
}


def home_of(key: str) -> ClauseSet | None:
    """The only rule set in which an effect may stand; None when it may stand in any."""
    return _HOME.get(key)


def condition_fields_of(key: str) -> tuple[str, ...]:
    """The fields that the condition of a clause with this effect may speak about."""
    if key in ("proposes", "not_a_request"):
        return INTAKE_FIELDS
    if key == "escalates":
        return ESCALATION_FIELDS
    if key in ("avoid", "triage", "solved_closes"):
        return ()
    return ("kind",) if key == "route" else REQUEST_FIELDS

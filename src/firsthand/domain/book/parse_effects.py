"""Reads the effect of a clause: exactly one of the keys that the schema lists is given."""

import re
from collections.abc import Callable
from fractions import Fraction

from firsthand.domain.book.conditions import Condition
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import REQUEST_FIELDS, Fields, standard_fields
from firsthand.domain.book.names import read_each, read_kind, read_role, read_status
from firsthand.domain.book.parse_conditions import read_condition
from firsthand.domain.book.schema import (
    APPROVED,
    AVOID,
    CLOCK,
    ESCALATES,
    NO_CLOCK,
    ORDERS,
    PROMISES,
    ROUTE,
    SOLVED_CLOSES,
    TARGET,
    TRIAGE,
)
from firsthand.domain.book.values import (
    ApprovedEffect,
    ClockEffect,
    ContextEffect,
    DutyEffect,
    Effect,
    EscalateEffect,
    EscalationMoment,
    EscalationRecipient,
    LifecycleEffect,
    NoClockEffect,
    NotARequestKind,
    OrderBy,
    OrderEffect,
    OwnerEffect,
    PromisedTime,
    ProposeEffect,
    RouteEffect,
    TargetEffect,
    TriageEffect,
    WordingEffect,
)
from firsthand.domain.calendars import Budget, CalendarError, parse_budget
from firsthand.domain.clocks import ClockKind

_FIELDS = standard_fields()


def read_effect(key: str, entry: Entry, fields: Fields) -> Effect:
    """The effect that a clause gives under one of the keys of the schema."""
    return _orders(entry, fields) if key == "orders" else _READERS[key](entry)


def read_budget(entry: Entry) -> Budget:
    """A budget with its unit, such as `8 business hours`; a bare number is an error (A1)."""
    if isinstance(entry.value, int | float) and not isinstance(entry.value, bool):
        raise entry.wrong("no_unit", f"{entry.value} has no unit; write, for example, {entry.value} business hours")
    try:
        return parse_budget(entry.text())
    except CalendarError as error:
        raise entry.wrong(error.code, error.message.removeprefix(f"{error.field}: ")) from None


def _owner(entry: Entry) -> Effect:
    return OwnerEffect(role=read_role(entry, _FIELDS))


def _clock(entry: Entry) -> Effect:
    parts = entry.of(CLOCK)
    return ClockEffect(
        kind=parts["kind"].choice(ClockKind),
        budget=read_budget(parts["budget"]),
        calendar=parts["calendar"].text(),
        pauses_on=read_each(read_status, parts["pauses_on"], _FIELDS) if "pauses_on" in parts else (),
        warn_share=_share(parts["warn_at"]) if "warn_at" in parts else None,
        owed_by=read_role(parts["owed_by"], _FIELDS) if "owed_by" in parts else None,
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
    parts = entry.of(NO_CLOCK)
    every = parts["kinds"].value == "every"
    kinds = () if every else parts["kinds"].choices(ClockKind)
    return NoClockEffect(kinds=kinds, reason=parts["reason"].text())


def _context(entry: Entry) -> Effect:
    return ContextEffect(items=entry.texts())


def _route(entry: Entry) -> Effect:
    parts = entry.of(ROUTE)
    instead = read_role(parts["instead"], _FIELDS) if "instead" in parts else None
    allowed = parts["allowed"].flag()
    if allowed == (instead is not None):
        raise entry.wrong("route", "a route that is allowed has no instead, and one that is not names it")
    return RouteEffect(
        from_role=read_role(parts["from"], _FIELDS),
        to_role=read_role(parts["to"], _FIELDS),
        allowed=allowed,
        instead=instead,
    )


def _triage(entry: Entry) -> Effect:
    parts = entry.of(TRIAGE)
    return TriageEffect(role=read_role(parts["role"], _FIELDS), clocks_as=read_kind(parts["clocks_as"], _FIELDS))


def _proposes(entry: Entry) -> Effect:
    return ProposeEffect(kind=read_kind(entry, _FIELDS))


def _not_a_request(entry: Entry) -> Effect:
    return ProposeEffect(not_a_request=entry.choice(NotARequestKind))


def _avoid(entry: Entry) -> Effect:
    parts = entry.of(AVOID)
    return WordingEffect(
        phrases=parts["phrases"].texts(),
        by=read_each(read_role, parts["by"], _FIELDS) if "by" in parts else (),
        advice=parts["advice"].text(),
    )


def _approved(entry: Entry) -> Effect:
    parts = entry.of(APPROVED)
    told = parts["promises"].of(PROMISES) if "promises" in parts else None
    promises = None
    if told is not None:
        promises = PromisedTime(kind=told["clock"].choice(ClockKind), within=read_budget(told["within"]))
    return ApprovedEffect(
        wordings=parts["wording"].texts(),
        by=read_each(read_role, parts["by"], _FIELDS) if "by" in parts else (),
        promises=promises,
    )


def _orders(entry: Entry, fields: Fields) -> Effect:
    parts = entry.of(ORDERS)
    keys: list[OrderBy | Condition] = []
    for one in parts["by"].items():
        named = isinstance(one.value, str)
        keys.append(one.choice(OrderBy) if named else read_condition(one, fields, REQUEST_FIELDS))
    if not keys:
        raise parts["by"].expected("at least one of received, due, or matches on fields")
    return OrderEffect(team=read_role(parts["team"], _FIELDS), by=tuple(keys))


_PERCENTAGE = re.compile(r"(\d{1,3}(?:\.\d{1,4})?) ?%", re.ASCII)


def _target(entry: Entry) -> Effect:
    parts = entry.of(TARGET)
    if "at_least" not in parts and "at_most" not in parts:
        raise entry.wrong("missing_field", "a target needs at_least or at_most, such as at_least: 95%")
    return TargetEffect(
        measure=parts["measure"].text(),
        at_least=_percentage(parts["at_least"]) if "at_least" in parts else None,
        at_most=_percentage(parts["at_most"]) if "at_most" in parts else None,
        period=parts["period"].text() if "period" in parts else "",
    )


def _percentage(entry: Entry) -> Fraction:
    found = _PERCENTAGE.fullmatch(entry.value.strip()) if isinstance(entry.value, str) else None
    share = Fraction(found[1]) / 100 if found else None
    if share is None or share > 1:
        raise entry.expected("a percentage between 0% and 100%, such as 95%")
    return share


def _escalates(entry: Entry) -> Effect:
    parts = entry.of(ESCALATES)
    moment = parts["at"].choice(EscalationMoment)
    if "after" in parts and moment is EscalationMoment.warning:
        raise parts["after"].wrong("after_warning", "a warning comes at the share of the clock, not after it")
    told = parts["tell"]
    tell = (
        told.choice(EscalationRecipient)
        if told.value in {one.value for one in EscalationRecipient}
        else read_role(told, _FIELDS)
    )
    return EscalateEffect(moment=moment, after=read_budget(parts["after"]) if "after" in parts else None, tell=tell)


def _solved_closes(entry: Entry) -> Effect:
    parts = entry.of(SOLVED_CLOSES)
    return LifecycleEffect(solved_closes_after=read_budget(parts["after"]), calendar=parts["calendar"].text())


def _duty(entry: Entry) -> Effect:
    return DutyEffect(roles=read_each(read_role, entry, _FIELDS))


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
    "approved": _approved,
    "target": _target,
    "escalates": _escalates,
    "solved_closes": _solved_closes,
    "duty": _duty,
    "states": _states,
}

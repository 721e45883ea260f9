"""Reads an amendment from the plain mapping that its YAML file holds."""

import re
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.calendars import Calendar, CalendarError, parse_calendar
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.policy.entries import Entry
from firsthand.domain.policy.errors import PolicyError
from firsthand.domain.policy.fields import Fields
from firsthand.domain.policy.parse_conditions import read_condition
from firsthand.domain.policy.parse_effects import EFFECT_KEYS, condition_fields_of, home_of, read_effect
from firsthand.domain.policy.values import (
    Activation,
    ActivationKind,
    ActivationRecord,
    Amendment,
    Clause,
    ClauseSet,
    ClockEffect,
    CommitmentClass,
    InForce,
    OldEnds,
    Precedence,
    Reading,
    Replacement,
    Straddle,
    Withdrawal,
)

_HEAD = (
    "book",
    "amendment",
    "title",
    "published_at",
    "author",
    "approver",
    "note",
    "zone",
    "fields",
    "readings",
)
_BODY = ("calendars", *(each.value for each in ClauseSet), "withdraws", "activates")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
_CLAUSE = (
    *(
        "clause",
        "source",
        "text",
        "reading",
        "when",
        "class",
        "disclosable",
        "precedence",
        "over",
        "straddle",
    ),
    *("in_force", "activation", "replaces", "old_ends"),
)


@dataclass(frozen=True, kw_only=True)
class _Context:
    """What the clauses of a file need to know of it."""

    amendment: str
    published_at: datetime
    zone: str
    fields: Fields


def published_at_of(plain: object) -> datetime:
    """The publication instant of a file, so that files can be read in the order of their publication."""
    head = Entry(value=plain).fields((*_HEAD, *_BODY), ("book", "amendment", "published_at", "zone"))
    return head["published_at"].instant()


def parse_amendment(plain: object, fields: Fields, file: str = "") -> Amendment:
    """The amendment of a file. `fields` are those that earlier amendments declared. Raises PolicyError."""
    required = ("book", "amendment", "title", "published_at", "author", "approver", "zone")
    parts = Entry(value=plain).fields((*_HEAD, *_BODY), required)
    context = _Context(
        amendment=_identifier(parts["amendment"]),
        published_at=parts["published_at"].instant(),
        zone=_zone(parts["zone"]),
        fields=_declared(parts.get("fields"), fields),
    )
    clauses, replaces = _clauses(parts, context)
    return Amendment(
        id=context.amendment,
        book=_identifier(parts["book"]),
        title=parts["title"].text(),
        published_at=context.published_at,
        author=parts["author"].text(),
        approver=parts["approver"].text(),
        note=parts["note"].text() if "note" in parts else "",
        zone=context.zone,
        fields=context.fields,
        readings=_readings(parts.get("readings")),
        calendars=_calendars(parts.get("calendars")),
        adds=clauses,
        replaces=replaces,
        withdraws=_withdrawals(parts.get("withdraws"), context),
        activates=_activations(parts.get("activates"), context),
        file=file,
    )


def _identifier(entry: Entry) -> str:
    text = entry.text()
    if not _ID.fullmatch(text):
        raise entry.wrong("bad_id", f"expected letters, digits, dots, hyphens or slashes, found {text!r}")
    return text


def _zone(entry: Entry) -> str:
    name = entry.text()
    try:
        zone_named(name)
    except CalendarError as error:
        raise entry.wrong(error.code, error.message.removeprefix("zone: ")) from None
    return name


def _declared(entry: Entry | None, fields: Fields) -> Fields:
    if entry is None:
        return fields
    severities = entry.fields(["severity"], ["severity"])["severity"]
    values = severities.texts()
    if len(set(values)) != len(values) or not values:
        raise severities.wrong("repeated", "expected each severity once, the most severe first")
    return fields.with_severities(values)


def _readings(entry: Entry | None) -> tuple[Reading, ...]:
    return tuple(Reading(id=key, text=value.text()) for key, value in entry.mapping().items()) if entry else ()


def _calendars(entry: Entry | None) -> tuple[Calendar, ...]:
    calendars = []
    for name, value in entry.mapping().items() if entry else ():
        try:
            calendars.append(parse_calendar(name, value.mapping() and value.value))  # type: ignore[arg-type]
        except CalendarError as error:
            path = f"{value.path}.{error.field}" if error.field else value.path
            message = error.message.removeprefix(f"{error.field}: ")
            raise PolicyError(error.code, message, field=path) from None
    return tuple(calendars)


def _clauses(parts: dict[str, Entry], context: _Context) -> tuple[tuple[Clause, ...], tuple[Replacement, ...]]:
    clauses: list[Clause] = []
    replaces: list[Replacement] = []
    for clause_set in ClauseSet:
        for entry in parts[clause_set].items() if clause_set in parts else ():
            clause = _clause(entry, clause_set, context)
            if any(clause.id == other.id for other in clauses):
                raise entry.child("clause", None).wrong("repeated", f"clause {clause.id} is already in this amendment")
            clauses.append(clause)
            replaces += _replacements(entry, clause)
    return tuple(clauses), tuple(replaces)


def _clause(entry: Entry, clause_set: ClauseSet, context: _Context) -> Clause:
    parts = entry.fields((*_CLAUSE, *EFFECT_KEYS), ("clause", "source", "text"))
    key = _effect_key(entry, parts, clause_set)
    effect = read_effect(key, parts[key])
    commitment = parts["class"].choice(CommitmentClass) if "class" in parts else None
    precedence = parts["precedence"].choice(Precedence) if "precedence" in parts else Precedence.plan
    if isinstance(effect, ClockEffect) and (commitment is None or "precedence" not in parts):
        missing = "class" if commitment is None else "precedence"
        raise entry.child(missing, None).wrong("missing_field", f"a clock needs a {missing}; {missing} is missing")
    return Clause(
        id=_identifier(parts["clause"]),
        set=clause_set,
        source=parts["source"].texts(),
        text=parts["text"].text(),
        reading=parts["reading"].text() if "reading" in parts else "",
        condition=read_condition(parts.get("when"), context.fields, condition_fields_of(key)),
        effect=effect,
        in_force=_in_force(parts.get("in_force"), context),
        activation=_activation(parts.get("activation")),
        commitment=commitment,
        disclosable=parts["disclosable"].flag() if "disclosable" in parts else False,
        straddle=parts["straddle"].choice(Straddle) if "straddle" in parts else Straddle.at_creation,
        precedence=precedence,
        over=parts["over"].texts() if "over" in parts else (),
        amendment=context.amendment,
        place=entry.path,
    )


def _effect_key(entry: Entry, parts: dict[str, Entry], clause_set: ClauseSet) -> str:
    given = [key for key in EFFECT_KEYS if key in parts]
    if len(given) != 1:
        found = " and ".join(given) or "none"
        raise entry.wrong("one_effect", f"a clause has one effect of {', '.join(EFFECT_KEYS)}; found {found}")
    home = home_of(given[0])
    if home is not None and home is not clause_set:
        raise parts[given[0]].wrong("wrong_set", f"{given[0]} belongs under {home}, not under {clause_set}")
    return given[0]


def _in_force(entry: Entry | None, context: _Context) -> InForce:
    parts = entry.fields(["from", "to"]) if entry else {}
    from_at = parts["from"].instant(context.zone) if "from" in parts else context.published_at
    to_at = parts["to"].instant(context.zone) if "to" in parts and parts["to"].value is not None else None
    if entry and to_at is not None and to_at <= from_at:
        raise entry.wrong("empty_range", "the clause ends before it starts")
    return InForce(from_at=from_at, to_at=to_at)


def _activation(entry: Entry | None) -> Activation:
    if entry is None:
        return Activation()
    parts = entry.fields(["by", "text"], ["by", "text"])
    return Activation(kind=parts["by"].choice(ActivationKind), text=parts["text"].text())


def _replacements(entry: Entry, clause: Clause) -> list[Replacement]:
    parts = entry.mapping()
    ends: OldEnds | datetime | None = None
    if "old_ends" in parts:
        told = parts["old_ends"]
        named = told.value in {one.value for one in OldEnds}
        ends = told.choice(OldEnds) if named else told.instant()
    old = parts["replaces"].texts() if "replaces" in parts else ()
    return [Replacement(old=one, new=clause.id, ends=ends) for one in old]


def _withdrawals(entry: Entry | None, context: _Context) -> tuple[Withdrawal, ...]:
    found = []
    for one in entry.items() if entry else ():
        parts = one.fields(["clause", "at", "why"], ["clause", "why"])
        at = parts["at"].instant(context.zone) if "at" in parts else context.published_at
        found.append(Withdrawal(clause=parts["clause"].text(), at=at, why=parts["why"].text()))
    return tuple(found)


def _activations(entry: Entry | None, context: _Context) -> tuple[ActivationRecord, ...]:
    found = []
    for one in entry.items() if entry else ():
        parts = one.fields(["clause", "at", "by", "why"], ["clause", "by", "why"])
        at = parts["at"].instant(context.zone) if "at" in parts else context.published_at
        found.append(
            ActivationRecord(clause=parts["clause"].text(), at=at, by=parts["by"].text(), why=parts["why"].text())
        )
    return tuple(found)

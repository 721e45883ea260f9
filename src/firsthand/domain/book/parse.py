"""Reads an amendment from the plain mapping that its YAML file holds."""

import re
from datetime import datetime

from firsthand.domain.book.amendments import Amendment, OldEnds, Reading, Replacement
from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.conditions import Condition
from firsthand.domain.book.contributors import read_contributors
from firsthand.domain.book.effects import EFFECTS, EffectKey
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.parse_conditions import read_condition
from firsthand.domain.book.parse_sections import (
    Context,
    read_activations,
    read_calendars,
    read_examples,
    read_holders,
    read_owners,
    read_rosters,
    read_withdrawals,
)
from firsthand.domain.book.schema import (
    ACCOUNT_EXCEPTION,
    ACTIVATION,
    AMENDMENT,
    CLAUSE,
    FIELDS,
    IN_FORCE,
)
from firsthand.domain.book.values import (
    AccountException,
    Activation,
    ActivationKind,
    Clause,
    CommitmentClass,
    InForce,
    Precedence,
    Straddle,
)
from firsthand.domain.calendars import CalendarError
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.sentences import Series, every, say

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")


def published_at_of(plain: object) -> datetime:
    """The publication instant of a file, so that files can be read in the order of their publication."""
    head = Entry(value=plain).fields(AMENDMENT.names, ("book", "amendment", "published_at", "zone"))
    return head["published_at"].instant()


def parse_amendment(plain: object, fields: Fields, file: str = "") -> Amendment:
    """The amendment of a file. `fields` are those that earlier amendments declared. Raises PolicyError."""
    parts = Entry(value=plain).of(AMENDMENT)
    published_at, zone = parts["published_at"].instant(), _zone(parts["zone"])
    context = Context(
        amendment=_identifier(parts["amendment"]),
        published_at=published_at,
        in_force_from=parts["in_force_from"].instant(zone) if "in_force_from" in parts else published_at,
        zone=zone,
        fields=_declared(parts, fields),
    )
    clauses, replaces = _clauses(parts, context)
    return Amendment(
        id=context.amendment,
        book=_identifier(parts["book"]),
        title=parts["title"].text(),
        published_at=published_at,
        in_force_from=context.in_force_from,
        author=read_contributors(parts["author"]),
        approver=read_contributors(parts["approver"]),
        note=parts["note"].text() if "note" in parts else "",
        zone=context.zone,
        fields=context.fields,
        readings=_readings(parts.get("readings")),
        calendars=read_calendars(parts.get("calendars")),
        adds=clauses,
        replaces=replaces,
        withdraws=read_withdrawals(parts.get("withdraws"), context),
        activates=read_activations(parts.get("activates"), context),
        owners=read_owners(parts.get("owners"), context.fields),
        holders=read_holders(parts.get("holders"), context),
        rosters=read_rosters(parts.get("rosters"), context.fields),
        examples=read_examples(parts.get("examples"), context),
        file=file,
    )


def _identifier(entry: Entry) -> str:
    text = entry.text()
    if not _ID.fullmatch(text):
        raise entry.wrong(
            "bad_id", say("expected letters, digits, dots, hyphens or slashes, found {text}", text=repr(text))
        )
    return text


def _zone(entry: Entry) -> str:
    name = entry.text()
    try:
        zone_named(name)
    except CalendarError as error:
        raise entry.wrong(error.code, error.problem) from None
    return name


def _declared(parts: dict[str, Entry], fields: Fields) -> Fields:
    """The fields with the names that an amendment declares; its clauses may use each, wherever it is declared."""
    for one in parts[ClauseSet.organisation].items() if ClauseSet.organisation in parts else ():
        for key, given in one.mapping().items():
            if key in EFFECTS and EFFECTS[key].declares and "name" in given.mapping():
                fields = fields.with_declared(EFFECTS[key].declares, given.mapping()["name"].declared())
    entry = parts.get("fields")
    for name, given in entry.of(FIELDS).items() if entry is not None else ():
        values = tuple(one.name() for one in given.one_or_more())
        if len(set(values)) != len(values) or not values:
            raise given.wrong("repeated", say("expected each {name} once", *_ORDERED.get(name, ()), name=name))
        fields = fields.with_values(name, values)
    return fields


_ORDERED = {"severity": (say(", the most severe first"),)}


def _readings(entry: Entry | None) -> tuple[Reading, ...]:
    return tuple(Reading(id=key, text=value.text()) for key, value in entry.mapping().items()) if entry else ()


def _clauses(parts: dict[str, Entry], context: Context) -> tuple[tuple[Clause, ...], tuple[Replacement, ...]]:
    clauses: list[Clause] = []
    replaces: list[Replacement] = []
    for clause_set in ClauseSet:
        for entry in parts[clause_set].items() if clause_set in parts else ():
            clause = _clause(entry, clause_set, context)
            if any(clause.id == other.id for other in clauses):
                raise entry.child("clause", None).wrong(
                    "repeated", say("clause {id} is already in this amendment", id=clause.id)
                )
            clauses.append(clause)
            replaces += _replacements(entry, clause)
    return tuple(clauses), tuple(replaces)


def _clause(entry: Entry, clause_set: ClauseSet, context: Context) -> Clause:
    parts = entry.fields((*CLAUSE.names, *EFFECTS), CLAUSE.required)
    key = _effect_key(entry, parts, clause_set)
    effect = key.read(parts[key.name], context.fields)
    condition = _condition(parts.get("when"), key, context.fields)
    exception = _exception(entry, parts, condition, context)
    for needed in key.needs:
        # A deviation has a precedence of its own.
        if needed not in parts and not (needed == "precedence" and exception):
            message = say("a {name} needs a {needed}; {needed} is missing", name=key.name, needed=needed)
            raise entry.child(needed, None).wrong("missing_field", message)
    return Clause(
        id=_identifier(parts["clause"]),
        set=clause_set,
        source=parts["source"].texts(),
        text=parts["text"].text(),
        reading=parts["reading"].text() if "reading" in parts else "",
        condition=condition,
        effect=effect,
        in_force=_in_force(parts.get("in_force"), context),
        activation=_activation(parts.get("activation")),
        commitment=parts["class"].choice(CommitmentClass) if "class" in parts else None,
        disclosable=parts["disclosable"].flag() if "disclosable" in parts else False,
        straddle=parts["straddle"].choice(Straddle) if "straddle" in parts else Straddle.at_creation,
        precedence=_precedence(parts.get("precedence"), exception),
        over=parts["over"].texts() if "over" in parts else (),
        see=parts["see"].texts() if "see" in parts else (),
        exception=exception,
        review_at=parts["review_at"].instant(context.zone) if "review_at" in parts else None,
        amendment=context.amendment,
        place=entry.path,
    )


def _exception(
    entry: Entry, parts: dict[str, Entry], condition: Condition, context: Context
) -> AccountException | None:
    account = condition.on("account")
    if "exception" not in parts:
        if account is not None:
            message = say(
                "a clause for one account is an exception; give exception with its reason, approver and review_at"
            )
            raise entry.child("exception", None).wrong("missing_field", message)
        return None
    if account is None or account.negated or len(account.values) != 1 or None in account.values:
        message = say("an exception is for exactly one account; say which, such as when: {{account: Acme}}")
        raise parts["exception"].wrong("one_account", message)
    terms = parts["exception"].of(ACCOUNT_EXCEPTION)
    return AccountException(
        reason=terms["reason"].text(),
        approver=terms["approver"].text(),
        review_at=terms["review_at"].instant(context.zone),
    )


def _precedence(entry: Entry | None, exception: AccountException | None) -> Precedence:
    if entry is None:
        return Precedence.exception if exception else Precedence.plan
    precedence = entry.choice(Precedence)
    if (precedence is Precedence.exception) is not (exception is not None):
        message = say("an exception has the precedence exception, and nothing else has; leave precedence out")
        raise entry.wrong("wrong_precedence", message)
    return precedence


def _effect_key(entry: Entry, parts: dict[str, Entry], clause_set: ClauseSet) -> EffectKey:
    given = [key for name, key in EFFECTS.items() if name in parts]
    if len(given) != 1:
        found = every(key.name for key in given) if given else say("none")
        raise entry.wrong(
            "one_effect",
            say("a clause has one effect of {effects}; found {found}", effects=Series(tuple(EFFECTS)), found=found),
        )
    [key] = given
    if key.home is not None and key.home is not clause_set:
        raise parts[key.name].wrong(
            "wrong_set",
            say(
                "{name} belongs under {home}, not under {clause_set}",
                name=key.name,
                home=key.home,
                clause_set=clause_set,
            ),
        )
    return key


def _condition(entry: Entry | None, key: EffectKey, fields: Fields) -> Condition:
    if entry is not None and not key.fields:
        raise entry.wrong("no_condition", say("{name} takes no condition; leave when out", name=key.name))
    return read_condition(entry, fields, key.fields)


def _in_force(entry: Entry | None, context: Context) -> InForce:
    parts = entry.of(IN_FORCE) if entry else {}
    from_at = parts["from"].instant(context.zone) if "from" in parts else context.in_force_from
    to_at = parts["to"].instant(context.zone) if "to" in parts and parts["to"].value is not None else None
    if entry and to_at is not None and to_at <= from_at:
        raise entry.wrong("empty_range", say("the clause ends before it starts"))
    return InForce(from_at=from_at, to_at=to_at)


def _activation(entry: Entry | None) -> Activation:
    if entry is None:
        return Activation()
    parts = entry.of(ACTIVATION)
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

"""Reads what an amendment holds besides clauses: calendars, people, what ends or takes force, and worked examples."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.amendments import (
    ActivationRecord,
    Example,
    ExpectedClock,
    RoleHolder,
    Roster,
    RuleSetOwner,
    Withdrawal,
)
from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.entries import Entry, unknown_value
from firsthand.domain.book.errors import PolicyError
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.names import read_kind, read_role, read_stage
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.schema import (
    ACCOUNT,
    ACTIVATES,
    EXAMPLE,
    EXPECTED_CLOCK,
    HOLDER,
    OWNERS,
    TICKET,
    WITHDRAWAL,
)
from firsthand.domain.book.values import NoClockResult
from firsthand.domain.calendars import Calendar, CalendarError, parse_calendar
from firsthand.domain.clocks import ClockKind
from firsthand.domain.sentences import say

NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the parts of a file need to know of it."""

    amendment: str
    published_at: datetime
    in_force_from: datetime
    zone: str
    fields: Fields


def read_calendars(entry: Entry | None) -> tuple[Calendar, ...]:
    """The calendars of an amendment, by name."""
    return tuple(_calendar(name, value) for name, value in entry.mapping().items()) if entry else ()


def read_rosters(entry: Entry | None, fields: Fields) -> tuple[Roster, ...]:
    """The hours at work of roles."""
    found = []
    for name, value in entry.mapping().items() if entry else ():
        role = read_role(Entry(value=name, path=value.path), fields)
        found.append(Roster(role=role, calendar=_calendar(f"roster of {name}", value)))
    return tuple(found)


def _calendar(name: str, value: Entry) -> Calendar:
    try:
        return parse_calendar(name, value.mapping() and value.value)  # type: ignore[arg-type]
    except CalendarError as error:
        path = f"{value.path}.{error.field}" if error.field else value.path
        raise PolicyError(error.code, error.problem, field=path) from None


def read_owners(entry: Entry | None, fields: Fields) -> tuple[RuleSetOwner, ...]:
    """The roles that own rule sets, as far as the amendment says."""
    parts = entry.of(OWNERS) if entry else {}
    return tuple(RuleSetOwner(set=ClauseSet(name), role=read_role(value, fields)) for name, value in parts.items())


def read_holders(entry: Entry | None, context: Context) -> tuple[RoleHolder, ...]:
    """Who holds which role, and when."""
    found = []
    for one in entry.items() if entry else ():
        parts = one.of(HOLDER)
        from_at = parts["from"].instant(context.zone) if "from" in parts else context.published_at
        to_at = parts["to"].instant(context.zone) if "to" in parts and parts["to"].value is not None else None
        if to_at is not None and to_at <= from_at:
            raise one.wrong("empty_range", say("the role is left before it is taken"))
        found.append(
            RoleHolder(
                role=read_role(parts["role"], context.fields),
                name=parts["name"].text(),
                from_at=from_at,
                to_at=to_at,
                acting=parts["acting"].flag() if "acting" in parts else False,
            )
        )
    return tuple(found)


def read_withdrawals(entry: Entry | None, context: Context) -> tuple[Withdrawal, ...]:
    """The clauses that end without a replacement."""
    found = []
    for one in entry.items() if entry else ():
        parts = one.of(WITHDRAWAL)
        at = parts["at"].instant(context.zone) if "at" in parts else context.in_force_from
        found.append(
            Withdrawal(
                clause=parts["clause"].text(),
                at=at,
                why=parts["why"].text(),
                becomes=parts["becomes"].name() if "becomes" in parts else "",
                place=one.path,
            )
        )
    return tuple(found)


def read_activations(entry: Entry | None, context: Context) -> tuple[ActivationRecord, ...]:
    """The clauses that somebody declares to take force."""
    found = []
    for one in entry.items() if entry else ():
        parts = one.of(ACTIVATES)
        found.append(
            ActivationRecord(
                clause=parts["clause"].text(),
                at=parts["at"].instant(context.zone) if "at" in parts else context.in_force_from,
                by=parts["by"].text(),
                why=parts["why"].text(),
                place=one.path,
            )
        )
    return tuple(found)


def read_examples(entry: Entry | None, context: Context) -> tuple[Example, ...]:
    """The worked examples."""
    return tuple(_example(one, context) for one in entry.items()) if entry else ()


def _example(entry: Entry, context: Context) -> Example:
    parts = entry.of(EXAMPLE)
    ticket = parts["ticket"].of(TICKET)
    owner = parts.get("owner")
    nobody = owner is not None and owner.value == NOBODY
    received_at, at = ticket["received_at"].instant(), parts["at"].instant() if "at" in parts else None
    if at is not None and at < received_at:
        raise parts["at"].wrong("after_evaluation", say("expected the receipt of the ticket or a later instant"))
    return Example(
        about=parts["about"].text(),
        amendment=context.amendment,
        received_at=received_at,
        cell=_cell(ticket, context.fields),
        owner=read_role(owner, context.fields) if owner is not None and not nobody else None,
        nobody=nobody,
        clocks=tuple(_expected(name, one) for name, one in parts["clocks"].mapping().items())
        if "clocks" in parts
        else (),
        context=parts["context"].texts() if "context" in parts else None,
        at=at,
        place=entry.path,
    )


def _cell(ticket: dict[str, Entry], fields: Fields) -> Cell:
    account = ticket["account"].of(ACCOUNT)
    given = {**ticket, **account}

    def name(field: str) -> str | None:
        return given[field].text() if field in given and given[field].value is not None else None

    severity, known = name("severity"), fields["severity"].values
    if severity is not None and severity not in known:
        raise ticket["severity"].wrong("unknown_value", unknown_value(severity, known))
    return Cell(
        kind=read_kind(ticket["kind"], fields),
        severity=severity,
        channel=name("channel"),
        stage=read_stage(account["stage"], fields),
        strategic=account["strategic"].flag() if "strategic" in account else False,
        plan=name("plan"),
        contract=name("contract"),
        account=name("name"),
        topic=name("topic"),
    )


def _expected(name: str, entry: Entry) -> ExpectedClock:
    kind = Entry(value=name, path=entry.path).choice(ClockKind)
    if isinstance(entry.value, str):
        return ExpectedClock(kind=kind, result=entry.choice(NoClockResult))
    parts = entry.of(EXPECTED_CLOCK)
    if not parts:
        raise entry.expected(say("no_clock_by_policy, no_policy, or clause and due_at"))
    return ExpectedClock(
        kind=kind,
        clause=parts["clause"].text() if "clause" in parts else None,
        due_at=parts["due_at"].instant() if "due_at" in parts else None,
    )

"""The draft amendment: what was mined as a file of the policy book, for people to read, change and publish."""

from collections.abc import Sequence
from datetime import date, datetime

import yaml

from firsthand.domain.calendars.instants import DAY, datetime_of
from firsthand.workbench.mining import WORDS, Hours, MinedClause, Why
from firsthand.workbench.mining.answers import MinedAnswer
from firsthand.workbench.mining.hours import EPOCH_ORDINAL
from firsthand.workbench.mining.questions import NOTHING, Question
from firsthand.workbench.mining.wording import (
    calendar_name,
    closed_dates,
    evidence,
    hours_words,
    percent,
    week_words,
)

_NAMED = 8  # tickets that the draft names for each reason; the answer has them all


def draft_of(answer: MinedAnswer, *, source: str, author: str, now: datetime, book: str = "mined") -> str:
    """The YAML text of the draft. `source` is what the history is called, `now` when it was mined.

    It loads as a book of its own, which `firsthand policy check` reads. Its clauses are in force from the local
    midnight before the first ticket, so that the same history can be replayed under it.
    """
    head = _amendment_head(source=source, author=author, now=now, book=book)
    body = yaml.safe_dump(head | _amendment(answer, source), sort_keys=False, allow_unicode=True, width=110)
    return "".join(f"# {line}".rstrip() + "\n" for line in _head(answer, source)) + "\n" + body


def _head(answer: MinedAnswer, source: str) -> list[str]:
    question, mined = answer.question, answer.mined
    measure = answer.held_out or mined.measure
    what = "first half of each group" if answer.held_out else "all tickets"
    aim = (
        f"budgets that {mined.percentile} % of the tickets of each group kept"
        if mined.percentile
        else f"targets reproduced within {question.tolerance // 1_000_000} seconds"
    )
    columns = ", ".join(f"{column} as {question.field_of(column)}" for column in question.columns)
    lines = [
        f"A draft, mined from {source} ({what}): {aim}.",
        f"Columns of the history as fields of a request: {columns}.",
        f"Measured on {'the second half' if answer.held_out else 'the same tickets'}: {measure.explained:,} of "
        f"{measure.with_target:,} ({percent(measure.explained, measure.with_target)}); "
        f"{measure.rows - measure.with_target:,} of {measure.rows:,} tickets have none.",
        "",
        "Not explained:",
    ]
    for why, tickets in answer.by_reason.items():
        if why not in (Why.NO_TARGET, Why.NOT_ENDED):
            named = ", ".join(tickets[:_NAMED]) + (", ..." if len(tickets) > _NAMED else "")
            lines.append(f"  {len(tickets):,}: {WORDS[why]} ({named})")
    return lines


def _amendment_head(*, source: str, author: str, now: datetime, book: str) -> dict[str, object]:
    return {
        "book": book,
        "amendment": f"{now:%Y-%m-%d}-mined",
        "title": f"Mined from {source}",
        "published_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "author": author,
        "approver": author,
        "note": "A draft. Read each clause and its evidence, and change what should be the policy.",
    }


def _amendment(answer: MinedAnswer, source: str) -> dict[str, object]:
    question, mined = answer.question, answer.mined
    severities = {"fields": {"severity": list(answer.severities)}} if answer.severities else {}
    named = sorted({group for clause in mined.clauses for group in clause.groups})
    return {
        "zone": question.zone,
        **severities,
        "calendars": {calendar_name(hours): _calendar(hours, question.zone) for hours in mined.calendars},
        "service_levels": [
            _clause(clause, number, answer=answer, source=source, named=named)
            for number, clause in enumerate(mined.clauses, start=1)
        ],
    }


def _calendar(hours: Hours, zone: str) -> dict[str, object]:
    if hours.always:
        return {"zone": zone, "always_open": True}
    found: dict[str, object] = {"zone": zone, "weekly": week_words(hours)}
    dates = closed_dates(hours.calendar("mined", zone))
    if dates:
        found["holidays"] = [{"date": day, "name": "not worked"} for day in dates]
        found |= {"holidays_close": "shift"} if hours.is_nightly else {}
    if hours.later:
        found["versions"] = [
            {"from": date.fromordinal(EPOCH_ORDINAL + begin), "weekly": week_words(season)}
            for begin, season in hours.later
        ]
    return found


def _clause(
    clause: MinedClause, number: int, *, answer: MinedAnswer, source: str, named: Sequence[str]
) -> dict[str, object]:
    question = answer.question
    when = _when(clause, question, named)
    who = "every other group" if not clause.groups else _few(clause.groups)
    return {
        "clause": f"M{number}",
        "source": f"mined from {source}",
        "text": f"{question.clock.replace('_', ' ').capitalize()} of {who}: {clause.rule.budget}, on "
        f"{hours_words(clause.rule.hours)}",
        "reading": evidence(clause, answer.mined.percentile),
        **({"when": when} if when else {}),
        "clock": {
            "kind": question.clock.value,
            "budget": str(clause.rule.budget),
            "calendar": calendar_name(clause.rule.hours),
        },
        "class": "internal_target",
        "precedence": "internal",
        "in_force": _in_force(clause, answer.first_received),
    }


def _when(clause: MinedClause, question: Question, named: Sequence[str]) -> dict[str, object]:
    """The condition: the group's field, and the other columns that part it."""
    group, *others = question.columns
    when: dict[str, object] = {}
    if clause.groups:
        when[question.field_of(group)] = _values(clause.groups)
    elif named:
        when[question.field_of(group)] = {"not": _values(named)}
    for column in others:
        has = [value for name, value in clause.where.has if name == column]
        lacks = [value for name, value in clause.where.lacks if name == column]
        if has:
            when[question.field_of(column)] = _values(has)
        elif lacks:
            when[question.field_of(column)] = {"not": _values(lacks)}
    return when


def _values(names: Sequence[str]) -> object:
    values = [None if name == NOTHING else name for name in names]
    return values[0] if len(values) == 1 else values


def _in_force(clause: MinedClause, first_received: int) -> dict[str, str]:
    begin = clause.where.from_at if clause.where.from_at is not None else first_received - first_received % DAY - DAY
    found = {"from": _instant(begin)}
    if clause.where.to_at is not None:
        found["to"] = _instant(clause.where.to_at)
    return found


def _instant(at: int) -> str:
    return f"{datetime_of(at):%Y-%m-%dT%H:%M:%SZ}"


def _few(names: Sequence[str], most: int = 4) -> str:
    words = [name or "those without a group" for name in names[:most]]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(words) + more

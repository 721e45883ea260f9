"""Slips in a book, one at a time: a clause left out, made wider, said twice, or moved. And whether a slip changes any
decision, by asking the book about every request in every stretch of time; nothing of the prover is used for that.

    .venv/bin/python -m tests.domain.proving.mutation      prints how many slips are caught, by kind
"""

import copy
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import yaml

from bench.generated_book import Size, generated_book
from firsthand import books
from firsthand.domain.book import Edition, PolicyError, decide, parse_book
from firsthand.domain.book.answers import answer
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.wire import request_of
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.proving import check
from firsthand.domain.proving.findings import smallest_ticket
from firsthand.domain.proving.missing_examples import missing_examples
from firsthand.domain.proving.proof import Proof
from firsthand.services.book.files import plain_of
from tests.domain.proving import oracle

Files = list[tuple[str, dict[str, Any]]]
SECTIONS = ("ownership", "service_levels", "priority", "escalation", "promise_wording")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = (1, 7, 30)


@dataclass(frozen=True, kw_only=True)
class Slip:
    """A book with one slip in it."""

    kind: str
    where: str
    what: dict[str, Any]
    files: Files


def slips(files: Files) -> Iterator[Slip]:
    """Every slip: each clause left out and said twice, each match dropped or with one more value, each date moved."""
    named = _named(files)
    for number, (_, plain) in enumerate(files):
        for section in SECTIONS:
            for place, clause in enumerate(plain.get(section, ())):
                for kind, changed in _changed(clause, plain, named):
                    copied = copy.deepcopy(files)
                    clauses: list[Any] = copied[number][1][section]
                    if kind == "delete":
                        del clauses[place]
                    elif kind == "duplicate":
                        clauses.insert(place + 1, changed)
                    else:
                        clauses[place] = changed
                    yield Slip(kind=kind, where=str(clause["clause"]), what=changed, files=copied)


def _changed(
    clause: dict[str, Any], amendment: dict[str, Any], named: dict[str, list[Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "delete", clause
    again = {key: value for key, value in clause.items() if key != "replaces"}
    yield "duplicate", {**again, "clause": f"{clause['clause']}.again"}
    when = clause.get("when", {})
    for field, match in when.items():
        yield "widen: drop a match", {**clause, "when": {key: value for key, value in when.items() if key != field}}
        if isinstance(match, dict):
            continue
        values = match if isinstance(match, list) else [match]
        for value in named.get(field, ()):
            if value not in values:
                yield "widen: one more value", {**clause, "when": {**when, field: [*values, value]}}
    yield from _moved(clause, amendment)


def _moved(clause: dict[str, Any], amendment: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    dates = clause.get("in_force") or {}
    begins = _instant(dates.get("from", amendment["published_at"]), amendment["zone"])
    for days in DAYS:
        for sign in (1, -1):
            start = (begins + timedelta(days=sign * days)).isoformat()
            yield f"shift by {days} d", {**clause, "in_force": {**dates, "from": start}}
            if "to" in dates:
                end = _instant(dates["to"], amendment["zone"]) + timedelta(days=sign * days)
                yield f"shift by {days} d", {**clause, "in_force": {**dates, "to": end.isoformat()}}


def _instant(written: object, zone: str) -> datetime:
    from firsthand.domain.book.entries import Entry

    return Entry(value=written).instant(zone)


def _named(files: Files) -> dict[str, list[Any]]:
    """The values of each field that a slip could put in: the declared ones and those that clauses mention."""
    found: dict[str, list[Any]] = {
        "kind": ["how_to", "feature_request", "troubleshooting"],
        "stage": ["prospect", "trial", "production", "former"],
        "strategic": [True, False],
        "severity": [None],
        "channel": ["email", None],
    }
    for _, plain in files:
        for field, values in plain.get("fields", {}).items():
            found.setdefault(field, []).extend(value for value in values if value not in found.get(field, ()))
    return found


# What a slip changes ----------------------------------------------------------------------------------------------


def decisions(edition: Edition, cells: Sequence[Cell]) -> list[list[object]]:
    """For each stretch of the book, what every request is told."""
    rules, known = edition.rules, dict[tuple[int, ...], object]()
    columns = []
    for segment in range(len(rules.boundaries) + 1):
        column = []
        for cell in cells:
            matching = rules.matching(rules.cell(cell), segment)
            key = tuple(map(id, matching))
            if key not in known:
                known[key] = _told(answer(matching, edition.clock_kinds, cell, edition.declared))
            column.append(known[key])
        columns.append(column)
    return columns


def _told(found: Any) -> object:
    clocks = []
    for clause in found.clocks:
        effect = clause.effect
        assert isinstance(effect, ClockEffect)
        clocks.append((effect.kind, effect.budget, effect.calendar, clause.commitment, clause.disclosable))
    silent = [(one.kind, one.result) for one in found.no_clocks if one.clause is not None]
    conflicts = sorted(one.about for one in found.conflicts)
    return found.owner.role if found.owner else None, clocks, silent, sorted(found.context_required), conflicts


def changes_a_decision(before: Edition, after: Edition) -> bool:
    """Whether any request, received from the first publication on, is told something else."""
    both = [*{tuple(cell.values()): cell for edition in (before, after) for cell in oracle.cells(edition)}.values()]
    cells = [Cell(**cell) for cell in both]  # type: ignore[arg-type]
    old, new = decisions(before, cells), decisions(after, cells)
    moments = {at for edition in (before, after) for at in oracle.moments(edition)}
    first = before.amendments[0].published_at
    return any(
        old[before.rules.segment_at(instant_of(at))] != new[after.rules.segment_at(instant_of(at))]
        for at in moments
        if at >= first
    )


def caught(slip: Slip, known: set[object]) -> tuple[bool, Edition | None]:
    """Whether the slip is refused or found; and its edition, if it loads."""
    try:
        edition = parse_book([(name, plain) for name, plain in slip.files]).edition()
    except PolicyError:
        return True, None
    return any(one.identity not in known for one in check(edition, as_of=NOW)), edition


def measured(files: Files, chosen: Sequence[Slip]) -> tuple[Counter[str], Counter[str], list[Slip]]:
    """By kind: how many slips change a decision or do not load, how many of these are caught; and those that are
    not."""
    edition = parse_book([(name, plain) for name, plain in files]).edition()
    known: set[object] = {one.identity for one in check(edition, as_of=NOW)}
    changing, found, missed = Counter[str](), Counter[str](), []
    for slip in chosen:
        seen, mutant = caught(slip, known)
        if mutant is not None and not changes_a_decision(edition, mutant):
            continue
        changing[slip.kind] += 1
        found[slip.kind] += seen
        missed += [] if seen else [slip]
    return changing, found, missed


# Books ------------------------------------------------------------------------------------------------------------


def shipped(name: str) -> Files:
    """The files of a shipped book as plain values."""
    found: Files = []
    for path in sorted(books.folder(name).glob("*.yaml")):
        plain, _ = plain_of(path.name, path.read_text(encoding="utf-8"))
        assert isinstance(plain, dict)
        found.append((path.name, plain))
    return found


def complete(seed: int) -> Files:
    """A small generated book with every worked example that the prover asks for."""
    files: Files = [(name, dict(plain)) for name, plain in generated_book(seed, Size(plans=1, contracts=2, accounts=1))]
    files[-1][1]["examples"] = [example_of(parse_book(list(files)).edition(), _FIRST_TICKET)]
    for _ in range(6):
        edition = parse_book(list(files)).edition()
        tickets = [smallest_ticket(one.parts, edition, "x") for one in missing_examples(Proof(edition))]
        if not tickets:
            break
        said = {yaml.safe_dump(ticket): ticket for ticket in tickets if ticket is not None}
        files[-1][1]["examples"] += [example_of(edition, ticket) for ticket in said.values()]
    return files


_FIRST_TICKET = {"id": "x", "received_at": "2021-02-01T15:00:00Z", "kind": "how_to", "account": {"stage": "trial"}}


def example_of(edition: Edition, ticket: Any) -> dict[str, Any]:
    decision = decide(edition, request_of(ticket))
    clocks: dict[str, Any] = {
        clock.kind.value: {"clause": clock.clause, "due_at": clock.due_at.isoformat()}
        for clock in decision.clocks
        if clock.due_at is not None
    }
    clocks |= {one.kind.value: one.result.value for one in decision.no_clocks}
    return {
        "about": "As it is.",
        "ticket": {key: value for key, value in ticket.items() if key != "id"},
        "owner": decision.owner.role if decision.owner else "nobody",
        "clocks": clocks,
        "context": list(decision.context_required),
    }


def main() -> None:
    """Say the share of slips that are caught, by kind: all of the shipped book, a drawn part of generated ones."""
    seeds = range(int(sys.argv[1]) if sys.argv[1:] else 3)
    books = [("customer-first", shipped("customer-first"), 0)]
    books += [(f"generated, seed {seed}", complete(seed), 150) for seed in seeds]
    changing, found, lines = Counter[str](), Counter[str](), []
    for name, files, most in books:
        every = list(slips(files))
        chosen = random.Random(7).sample(every, min(most or len(every), len(every)))
        one, two, missed = measured(files, chosen)
        changing, found = changing + one, found + two
        lines.append(
            f"{name}: {len(chosen)} slips, {one.total()} change a decision or do not load, {two.total()} caught"
        )
        lines += [f"  missed: {slip.kind}: {slip.where} {slip.what}" for slip in missed]
    lines += [f"{kind:24} {found[kind]:5} of {changing[kind]:5}" for kind in sorted(changing)]
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()

"""Slips that fit together, one at a time, in the shipped books: a number, a unit, a calendar, an hour that is another
one than meant. And how many of them the check finds or asks about.

    python -m tests.domain.proving.meant            writes docs/reference/slips.md
    python -m tests.domain.proving.meant --print    prints it
"""

import copy
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from typing import Any

from firsthand.domain.book import Edition, PolicyError, parse_book
from firsthand.domain.proving import check
from firsthand.domain.proving.findings import FindingIdentity, smallest_ticket
from firsthand.domain.proving.missing_examples import missing_examples
from firsthand.domain.proving.proof import Proof
from tests.conftest import ROOT
from tests.domain.proving.mutation import Files, example_of, shipped

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = ROOT / "docs" / "reference" / "slips.md"
BOOKS = {"customer-first": 60, "four-functions": 60, "handbook-2019-2024": 24}  # and how many slips are drawn of each
Clause = dict[str, Any]
_NUMBER = re.compile(r"\d+(?= (?:hour|business|day|minute))|\ban(?= hour)|\bone(?= (?:hour|business))")
_WINDOW = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")


@dataclass(frozen=True, kw_only=True)
class MeantSlip:
    """A book with one slip in it that loads as well as before."""

    kind: str
    where: str
    files: Files


def slips_of(files: Files) -> Iterator[MeantSlip]:
    """Every slip of every kind."""
    deciding = {(one.id, one.amendment) for one in Proof(_edition(files)).clauses}
    for number, (_, plain) in enumerate(files):
        for place, clause in enumerate(plain.get("service_levels", ())):
            if (clause["clause"], plain["amendment"]) not in deciding:
                continue  # it never takes force, so no slip in it changes an answer
            for kind, changed in _of_clause(clause, files):
                copied = copy.deepcopy(files)
                copied[number][1]["service_levels"][place] = changed
                yield MeantSlip(kind=kind, where=str(clause["clause"]), files=copied)
        for name, calendar in plain.get("calendars", {}).items():
            for kind, changed in _of_calendar(calendar, plain):
                copied = copy.deepcopy(files)
                copied[number][1]["calendars"][name] = changed
                yield MeantSlip(kind=kind, where=str(name), files=copied)
        yield from _swapped(files, number)
    yield from _untold(files)


def _of_clause(clause: Clause, files: Files) -> Iterator[tuple[str, Clause]]:
    terms = clause.get("clock")
    if terms is None:
        return
    for kind, budget in _budgets(str(terms["budget"])):
        yield kind, {**clause, "clock": {**terms, "budget": budget}}
    others = {name for _, plain in files for name in plain.get("calendars", {})} - {terms["calendar"]}
    for name in sorted(others)[:1]:
        yield "another calendar of the book", {**clause, "clock": {**terms, "calendar": name}}
    if terms["kind"] == "resolution":
        yield "a resolution before the response", {**clause, "clock": {**terms, "budget": "10 business minutes"}}
    if terms["kind"] != "first_response":
        stops = [*_listed(terms.get("pauses_on")), _state_of_ours(files)]
        yield "a pause while the next step is ours", {**clause, "clock": {**terms, "pauses_on": stops}}
    if clause.get("class") == "internal_target" and not clause.get("disclosable"):
        yield "an internal target is told", {**clause, "disclosable": True}
    text = re.sub(
        r"\d+(?= (?:hour|business|day|minute))|\ban(?= hour)|\bone(?= (?:hour|business))", "7", clause["text"], count=1
    )
    if text != clause["text"]:
        yield "another number in the text", {**clause, "text": text}


def _budgets(budget: str) -> Iterator[tuple[str, str]]:
    found = re.match(r"(\d+) (business )?(\w+?)s?( elapsed)?($|,)", budget)
    assert found is not None, budget
    amount, business, unit = int(found[1]), bool(found[2]), found[3]
    rest = budget[found.end(1) :]
    yield "ten times the budget", f"{amount * 10}{rest}"
    yield "twice the budget", f"{amount * 2}{rest}"
    if unit == "hour" and business:
        yield "elapsed instead of business hours", f"{amount} hours elapsed"
        yield "days instead of hours", f"{amount} business days"
        yield "minutes instead of hours", f"{amount} business minutes"
    if unit == "hour" and not business:
        yield "business instead of elapsed hours", f"{amount} business hours"


def _of_calendar(calendar: Clause, amendment: Clause) -> Iterator[tuple[str, Clause]]:
    weekly = calendar.get("weekly", {})
    first = next(iter(weekly), None)
    if (
        first is not None
        and re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)", str(weekly[first]))
        and "24:00" not in weekly[first]
    ):
        begin, end = str(weekly[first]).split("-")
        if begin != "00:00":
            yield "a window turned round", {**calendar, "weekly": {**weekly, first: f"{end}-{begin}"}}
    year = int(str(amendment["published_at"])[:4]) + 1
    if first is not None and "versions" not in calendar and "-" in str(first):
        begin, _ = str(first).split("-")
        fewer = {"from": f"{year}-01-01", "weekly": {f"{begin}-thu": weekly[first]}}
        yield "a new version loses a day", {**calendar, "versions": [fewer]}
    if len(calendar.get("holidays", ())) > 1 and "versions" not in calendar:
        fewer = {"from": f"{year}-01-01", "holidays": calendar["holidays"][1:]}
        yield "a new version loses a holiday", {**calendar, "versions": [fewer]}


def _swapped(files: Files, number: int) -> Iterator[MeantSlip]:
    """The budgets of two severities in each other's place."""
    clauses = files[number][1].get("service_levels", ())
    rated = [place for place, one in enumerate(clauses) if "clock" in one and "severity" in one.get("when", {})]
    for here, there in pairwise(rated):
        one, other = clauses[here]["clock"], clauses[there]["clock"]
        if one["kind"] == other["kind"] and one["budget"] != other["budget"]:
            copied = copy.deepcopy(files)
            changed = copied[number][1]["service_levels"]
            changed[here]["clock"]["budget"], changed[there]["clock"]["budget"] = other["budget"], one["budget"]
            where = f"{clauses[here]['clause']}, {clauses[there]['clause']}"
            yield MeantSlip(kind="two severities swapped", where=where, files=copied)


def _untold(files: Files) -> Iterator[MeantSlip]:
    """Every step at a breach is for one kind of clock only."""
    copied = copy.deepcopy(files)
    steps = [
        one
        for _, plain in copied
        for one in plain.get("escalation", ())
        if one.get("escalates", {}).get("at") == "breach"
    ]
    for one in steps:
        one["when"] = {"clock": "resolution"}
    if steps:
        yield MeantSlip(kind="a breach that nobody is told", where="all steps", files=copied)


def _state_of_ours(files: Files) -> str:
    declared = [one["state"] for _, plain in files for one in plain.get("organisation", ()) if "state" in one]
    ours = [str(one["name"]) for one in declared if one.get("owes") in ("team", "person")]
    return ours[-1] if ours else "open"


def _listed(value: object) -> list[object]:
    return [] if value is None else list(value) if isinstance(value, list) else [value]


# With and without worked examples ---------------------------------------------------------------------------------


def without_examples(files: Files) -> Files:
    """The same book with no worked example."""
    return [(name, {key: value for key, value in plain.items() if key != "examples"}) for name, plain in files]


def advised(files: Files) -> list[Clause]:
    """Every worked example that the check advises beside those of the book."""
    found: list[Clause] = []
    for _ in range(4):
        edition = _edition(with_examples(found, files))
        tickets = [smallest_ticket(one.parts, edition, "x") for one in missing_examples(Proof(edition))]
        said = {repr(ticket): ticket for ticket in tickets if ticket is not None}
        if not said:
            break
        found += [example_of(edition, ticket) for ticket in said.values()]
    return found


def with_examples(more: list[Clause], files: Files) -> Files:
    """The same book with more worked examples in its newest amendment."""
    *rest, (name, plain) = files
    return [*rest, (name, {**plain, "examples": [*plain.get("examples", ()), *more]})]


def _edition(files: Files) -> Edition:
    return parse_book(list(files)).edition()


@dataclass(frozen=True, kw_only=True)
class Measured:
    """By kind: how many slips were tried and how many were refused, found or asked about; and those that were not."""

    tried: Counter[str]
    caught: Counter[str]
    missed: list[str]

    @property
    def share(self) -> float:
        return self.caught.total() / self.tried.total()


def measured(files: Files, chosen: list[MeantSlip], variant: Callable[[Files], Files]) -> Measured:
    """How many of the slips are caught in a variant of their book."""
    known = {one.identity for one in check(_edition(variant(files)), as_of=NOW)}
    tried, seen, missed = Counter[str](), Counter[str](), list[str]()
    for slip in chosen:
        tried[slip.kind] += 1
        found = _caught(variant(slip.files), known)
        seen[slip.kind] += found
        missed += [] if found else [f"{slip.kind}: {slip.where}"]
    return Measured(tried=tried, caught=seen, missed=missed)


def _caught(files: Files, known: set[FindingIdentity]) -> bool:
    try:
        findings = check(_edition(files), as_of=NOW)
    except PolicyError:
        return True
    return any(one.identity not in known and not one.is_advice for one in findings)


def drawn(files: Files, most: int, seed: int = 7) -> list[MeantSlip]:
    """Slips drawn from all of a book."""
    every = list(slips_of(files))
    return random.Random(seed).sample(every, min(most, len(every)))


def main(arguments: list[str]) -> int:
    """Measure every book, and write the page or print it."""
    rows, kinds = [], (Counter[str](), Counter[str](), Counter[str]())
    for name, most in BOOKS.items():
        files = shipped(name)
        chosen = drawn(files, most)
        without = measured(files, chosen, without_examples)
        with_all = measured(files, chosen, partial(with_examples, advised(files)))
        rows.append(f"| {name} | {len(chosen)} | {without.share:.0%} | {with_all.share:.0%} |")
        for whole, one in zip(kinds, (without.tried, without.caught, with_all.caught), strict=True):
            whole.update(one)
    tried, caught, held = kinds
    by_kind = [f"| {kind} | {tried[kind]} | {caught[kind]} | {held[kind]} |" for kind in sorted(tried)]
    total = f"| all | {tried.total()} | {caught.total()} | {held.total()} |"
    text = HEAD.format(books="\n".join(rows), kinds="\n".join([*by_kind, total]))
    if "--print" in arguments:
        sys.stdout.write(text)
    else:
        PAGE.write_text(text, encoding="utf-8")
    return 0


HEAD = """# Slips that the check asks about

Made by `python -m tests.domain.proving.meant`: slips of one thing at a time in the shipped books, each of which
still loads, at most 60 of a book and 24 of the largest. A slip is caught when the book is refused, or has an error or a
warning that it did not have before; what is only advice does not count. Without examples: the book with all of its
worked examples taken out. With: those of the book, and every one that the check advises.

| book | slips | caught without examples | caught with |
|---|---|---|---|
{books}

| slip | tried | caught without examples | caught with |
|---|---|---|---|
{kinds}

What stays uncaught is mostly the budget of a clock that starts by a later event, in a clause whose text names no
number: no worked example gives its due instant. On the shipped books as they are, the findings of these kinds are none.

`tests/domain/proving/test_meant.py` repeats a part of it and fails below 75 % without examples and 90 % with them, here
too; it also holds that the shipped books have no finding of these kinds.
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

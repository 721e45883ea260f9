"""A request that a clause is plainly about, and which clause decides it: what comparisons of neighbours start from."""

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.domain.book.answers import settled
from firsthand.domain.book.effects.clock import ClockEffect, clock_matter
from firsthand.domain.book.effects.owner import OWNER
from firsthand.domain.book.fields import REQUEST_FIELDS, Value
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.values import Clause
from firsthand.domain.book.wire import plain_request
from firsthand.domain.calendars.instants import datetime_of
from firsthand.domain.clocks import ClockKind
from firsthand.domain.proving.findings import ExampleTicket, plain_instant
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.space import rule_of
from firsthand.domain.proving.times import meet


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A request at an instant, in microseconds."""

    cell: Cell
    at_us: int

    def ticket(self, name: str) -> ExampleTicket:
        """The request as `firsthand decide` takes it."""
        return plain_request(self.cell, ident=name, received_at=datetime_of(self.at_us))

    def other(self, field: str, value: Value) -> "Asked":
        """The same request with another value of a field."""
        return Asked(cell=self.cell._replace(**{field: value}), at_us=self.at_us)  # type: ignore[arg-type]


def asked_of(proof: Proof, clause: Clause, known: dict[int, Mapping[str, tuple[Value, ...]]]) -> Asked | None:
    """The plainest request that fits a clause, when it takes force, of names that are declared then; None where there
    is none. `known` keeps what is declared at each instant."""
    times = meet(rule_of(clause).times, proof.since)
    if not times:
        return None
    at_us = plain_instant(times, proof.edition.zone)
    declared = known.get(at_us)
    if declared is None:
        declared = known[at_us] = declared_at(proof, at_us)
    facts: dict[str, Value] = {}
    for name in REQUEST_FIELDS:
        match = clause.condition.on(name)
        values = (*declared[name], *sorted(match.values if match and name not in _CLOSED else (), key=str))
        fitting = [value for value in values if match is None or match.holds(value)]
        if not fitting:
            return None
        facts[name] = fitting[0]
    cell = Cell(**{**facts, "strategic": facts["strategic"] is True})  # type: ignore[arg-type]
    return Asked(cell=cell, at_us=at_us)


_CLOSED = ("kind", "stage", "severity", "strategic")


def declared_at(proof: Proof, at_us: int) -> Mapping[str, tuple[Value, ...]]:
    """The values of each field that a request of an instant can have, the plainest first; of open ones those that the
    book declares."""
    edition, at = proof.edition, datetime_of(at_us)
    amendments = [one for one in edition.amendments if one.published_at <= at] or edition.amendments[:1]
    fields = amendments[-1].fields
    company = edition.organisation_at(max(at, edition.amendments[0].published_at))
    plain: dict[str, tuple[Value, ...]] = {name: (None, *fields[name].values) for name in REQUEST_FIELDS}
    return {**plain, "kind": tuple(company.kinds), "stage": tuple(company.stages), "strategic": (False, True)}


def decider(proof: Proof, asked: Asked, matter: Matter) -> Clause | None:
    """The clause that decides the matter for a request; None where none speaks."""
    rules = proof.edition.rules
    matching = rules.matching(rules.cell(asked.cell), rules.segment_at(asked.at_us))
    kinds = proof.edition.clock_kinds
    found = settled([clause for clause in matching if matter in clause.effect.matters(kinds)])
    return found[0] if found else None


def clock_at(proof: Proof, asked: Asked, kind: ClockKind) -> tuple[Clause, ClockEffect] | None:
    """The clock of a kind that runs for a request, with its clause."""
    clause = decider(proof, asked, clock_matter(kind))
    return (clause, clause.effect) if clause is not None and isinstance(clause.effect, ClockEffect) else None


def owner_at(proof: Proof, asked: Asked) -> Clause | None:
    """The clause that says who owns a request."""
    return decider(proof, asked, OWNER)


PlainRequests = Mapping[int, tuple[Clause, Asked]]
_LOOKED_AT = 300


def plain_requests(proof: Proof) -> PlainRequests:
    """The plainest request of each clause of a clock, if the clause decides it, by the clause's `id()`. Those of the
    first few hundred clauses: nobody reads more findings, and looking costs."""
    found: dict[int, tuple[Clause, Asked]] = {}
    known: dict[int, Mapping[str, tuple[Value, ...]]] = {}
    for clause in proof.clauses:
        if not isinstance(clause.effect, ClockEffect):
            continue
        asked = asked_of(proof, clause, known)
        if asked is not None and decider(proof, asked, clock_matter(clause.effect.kind)) is clause:
            found[id(clause)] = (clause, asked)
        if len(found) == _LOOKED_AT:
            break
    return found

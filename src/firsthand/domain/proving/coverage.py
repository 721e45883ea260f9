"""Requests that nobody owns or that no clause speaks about, that two clauses answer, and clauses that never decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firsthand.domain.book.editions import Edition
from firsthand.domain.book.matters import Matter, MatterKind, contradict
from firsthand.domain.book.prose import local_words
from firsthand.domain.book.values import Clause, ClockEffect, OwnerEffect
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.proving.findings import ExampleTicket, Finding, request_of, smallest_ticket
from firsthand.domain.proving.proof import Proof, fitting, stretches
from firsthand.domain.proving.regions import Part, Regions, region_words
from firsthand.domain.proving.space import Space
from firsthand.domain.proving.times import ALWAYS, Times, meet, union

GAP: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What is wrong with the answers about one matter: where none is, and where clauses contradict each other, by the
    ids of the clauses; and the clauses that decide nowhere."""

    matter: Matter
    gaps: tuple[Part, ...]
    overlaps: Mapping[tuple[str, ...], tuple[Part, ...]]
    idle: tuple[Clause, ...]


def coverage(proof: Proof, matter: Matter) -> Coverage:
    """The gaps, overlaps and idle clauses of a matter, exactly."""
    space = proof.space(matter)
    settles = matter.kind in (MatterKind.owner, MatterKind.clock)
    asked = proof.asked(matter) if settles else ()
    found = Regions(space, lambda mask: _of_a_piece(space, mask, asked)).of(space.root())
    decide = deciding(space)
    return Coverage(
        matter=matter,
        gaps=found.pop(GAP, ()),
        overlaps=found,
        idle=tuple(clause for clause in proof.by_matter[matter] if id(clause) not in decide),
    )


def _of_a_piece(space: Space, mask: int, asked: Times) -> dict[tuple[str, ...], Times]:
    found: dict[tuple[str, ...], list[Times]] = {}
    for stretch in stretches(space.of(mask), ALWAYS):
        if not stretch.left:
            found.setdefault(GAP, []).append(meet(stretch.times, asked))
        elif contradict(stretch.left):
            found.setdefault(tuple(sorted(clause.id for clause in stretch.left)), []).append(stretch.times)
    return {key: union(parts) for key, parts in found.items()}


def deciding(space: Space) -> set[int]:
    """The clauses, by their `id()`, that decide some request at some time, or that nothing beats there."""
    found: set[int] = set()
    for mask, times in space.reached(space.root()):
        for stretch in stretches(space.of(mask), times):
            found.update(map(id, stretch.left))
    return found


def coverage_findings(proof: Proof) -> Iterator[Finding]:
    """The findings about every matter of the book."""
    idle: dict[Clause, list[Matter]] = {}
    for matter in proof.by_matter:
        found = coverage(proof, matter)
        if found.gaps:
            yield _gap(proof, matter, found.gaps)
        for ids, parts in found.overlaps.items():
            yield _overlap(proof, matter, ids, parts)
        for clause in found.idle:
            idle.setdefault(clause, []).append(matter)
    for clause, matters in idle.items():
        about = [matter for matter in proof.by_matter if clause in proof.by_matter[matter]]
        if about == matters:
            yield _unreachable(proof, clause, matters[0])


def _gap(proof: Proof, matter: Matter, parts: tuple[Part, ...]) -> Finding:
    region = region_words(parts, proof.edition.zone)
    if matter.kind is MatterKind.owner:
        code, message = "no_owner", f"no clause says who owns {region}"
        expect: dict[str, object] = {"owner": None}
    else:
        code = "no_clock_said"
        message = f"no clause says whether {matter.about} runs, or that none does: {region}"
        expect = {"no_clock": matter.name, "result": "no_policy"}
    return Finding(
        code=code,
        about=matter.about,
        message=message,
        region=region,
        example=smallest_ticket(parts, proof.edition, code),
        expect=expect,
    )


def _overlap(proof: Proof, matter: Matter, ids: tuple[str, ...], parts: tuple[Part, ...]) -> Finding:
    region = region_words(parts, proof.edition.zone)
    example = smallest_ticket(parts, proof.edition, "overlap")
    roles = {
        clause.effect.role
        for clause in proof.by_matter[matter]
        if clause.id in ids and isinstance(clause.effect, OwnerEffect)
    }
    code = "two_owners" if len(roles) > 1 else "overlap"
    message = f"{' and '.join(ids)} overlap on {matter.about} without precedence: {region}"
    return Finding(
        code=code,
        clauses=ids,
        about=matter.about,
        message=message,
        region=region,
        example=example,
        expect=_conflict(proof.edition, example, matter, ids) if example else {},
    )


def _conflict(edition: Edition, ticket: ExampleTicket, matter: Matter, ids: tuple[str, ...]) -> dict[str, object]:
    """The conflict that deciding the ticket reports; of its clauses, the first decides."""
    request = request_of(ticket)
    conflicts = edition.answer(request.cell, instant_of(request.received_at)).conflicts
    inside = [one.clauses for one in conflicts if one.about == matter.about and sorted(one.clauses) == list(ids)]
    return {"conflict": matter.about, "clauses": list(inside[0]) if inside else list(ids)}


def _unreachable(proof: Proof, clause: Clause, matter: Matter) -> Finding:
    since = local_words(clause.applies_from or clause.in_force.from_at, proof.edition.zone)
    parts = fitting(proof.space(matter), clause)
    ticket = smallest_ticket(parts, proof.edition, "unreachable")
    expect, winner = decided(proof.edition, ticket, matter) if ticket else ({}, "")
    if parts:
        message = f"{clause.id} never decides {matter.about}: another clause always comes before it"
    else:
        message = f"{clause.id} never decides: no request has the facts that it is about"
    return Finding(
        code="unreachable",
        clauses=(clause.id,),
        about=matter.about,
        message=message + (f", here {winner}" if winner else ""),
        region=f"in force from {since}",
        example=ticket if expect else None,
        expect=expect,
    )


def decided(edition: Edition, ticket: ExampleTicket, matter: Matter) -> tuple[dict[str, object], str]:
    """What deciding the ticket answers about the owner or a clock, as an expectation, and the clause that says it;
    nothing for what a decision does not speak about."""
    request = request_of(ticket)
    answer = edition.answer(request.cell, instant_of(request.received_at))
    if matter.kind is MatterKind.owner:
        owner = answer.owner
        return {"owner": {"role": owner.role, "clause": owner.clause} if owner else None}, (
            owner.clause if owner else ""
        )
    for clause in answer.clocks:
        if isinstance(clause.effect, ClockEffect) and clause.effect.kind == matter.name:
            return {"clock": matter.name, "clause": clause.id}, clause.id
    for one in answer.no_clocks:
        if one.kind.value == matter.name:
            return {"no_clock": matter.name, "result": one.result.value, "clause": one.clause}, one.clause or ""
    return {}, ""

"""Requests that nobody owns or that no clause speaks about, that two clauses answer, and clauses that never decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firsthand.domain.book.answers import contradict
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.owner import OWNER, OwnerEffect
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.prose import moment
from firsthand.domain.book.values import Clause
from firsthand.domain.book.wire import plain_owner, request_of
from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.names import NameFamily
from firsthand.domain.ownership import triage
from firsthand.domain.proving.apart import unrelated
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import ExampleTicket, Finding, smallest_ticket
from firsthand.domain.proving.places import first_line, nearest, place_of
from firsthand.domain.proving.proof import Proof, stretches
from firsthand.domain.proving.regions import Part, Regions, fitting, region_said
from firsthand.domain.proving.space import Space, rule_of
from firsthand.domain.proving.terms import in_short, terms_said
from firsthand.domain.proving.times import ALWAYS, Times, meet, union
from firsthand.domain.sentences import NOTHING_SAID, Name, Sentence, Series, every, say

GAP: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What is wrong with the answers about one matter: where none is, each gap apart that has nothing to do with the
    others, and where clauses contradict each other, by the ids of the clauses; and the clauses that decide nowhere."""

    matter: Matter
    gaps: tuple[tuple[Part, ...], ...]
    overlaps: Mapping[tuple[str, ...], tuple[Part, ...]]
    idle: tuple[Clause, ...]


def coverage(proof: Proof, matter: Matter) -> Coverage:
    """The gaps, overlaps and idle clauses of a matter, exactly."""
    space = proof.space(matter)
    settles = matter.asked_always
    asked = proof.asked(matter) if settles else ()
    regions = Regions(space, lambda mask: _of_a_piece(space, mask, asked))
    found = dict(regions.boxes(space.root()))
    gaps = (regions.parts(pieces) for pieces in unrelated(found.pop(GAP, ()), space.axes))
    decide = deciding(space)
    return Coverage(
        matter=matter,
        gaps=tuple(sorted(gaps, key=lambda parts: parts[0].times)),
        overlaps={ids: regions.parts(boxes) for ids, boxes in found.items()},
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
        for parts in found.gaps:
            yield _gap(proof, matter, parts)
        for ids, parts in found.overlaps.items():
            yield _overlap(proof, matter, ids, parts)
        for clause in found.idle:
            idle.setdefault(clause, []).append(matter)
    for clause, matters in idle.items():
        about = [matter for matter in proof.by_matter if clause in proof.by_matter[matter]]
        if about == matters:
            yield _unreachable(proof, clause, matters[0])


def _gap(proof: Proof, matter: Matter, parts: tuple[Part, ...]) -> Finding:
    region = region_said(parts, proof.edition)
    if matter == OWNER:
        code, message = FindingCode.no_owner, say("no clause says who owns {region}", region=region)
        expect: dict[str, object] = {"owner": None}
    else:
        code, about = FindingCode.no_clock_said, matter.said
        message = say("no clause says whether {about} runs, or that none does: {region}", about=about, region=region)
        expect = {"no_clock": matter.name, "result": "no_policy"}
    ticket = smallest_ticket(parts, proof.edition, code)
    near = nearest(proof.by_matter[matter], ticket) if ticket else None
    return Finding(
        code=code,
        about=matter.said,
        message=message,
        region=region,
        example=ticket,
        expect=expect,
        said={
            "requests": in_short(parts, proof.edition.declared),
            "terms": terms_said(parts),
            "widen": _widen(near, ticket) if near and ticket else NOTHING_SAID,
            "triage": Name(triage(proof.edition, datetime_of(parts[0].times[0][0])).role, NameFamily.role),
        },
        place=place_of(near, proof.edition) if near else first_line(proof.edition),
    )


def _widen(near: Clause, ticket: ExampleTicket) -> Sentence:
    if near.condition.holds(request_of(ticket).cell._asdict()):
        return say("; or let {clause} hold at that time too", clause=near.id)
    return say("; or widen {clause}, the nearest that there is", clause=near.id)


def _overlap(proof: Proof, matter: Matter, ids: tuple[str, ...], parts: tuple[Part, ...]) -> Finding:
    region = region_said(parts, proof.edition)
    example = smallest_ticket(parts, proof.edition, "overlap")
    about = [clause for clause in proof.by_matter[matter] if clause.id in ids]
    roles = {clause.effect.role for clause in about if isinstance(clause.effect, OwnerEffect)}
    winner, *others = _in_order(proof.edition, example, matter, ids) if example else (clause.id for clause in about)
    owner = next(clause.effect for clause in about if clause.id == winner)
    return Finding(
        code=FindingCode.two_owners if len(roles) > 1 else FindingCode.overlap,
        clauses=ids,
        about=matter.said,
        message=say(
            "{clauses} overlap on {about} without precedence: {region}",
            clauses=Series(ids, between=" and "),
            about=matter.said,
            region=region,
        ),
        region=region,
        example=example,
        expect={"conflict": matter.about, "clauses": [winner, *others]} if example else {},
        said={
            "requests": in_short(parts, proof.edition.declared),
            "winner": winner,
            "others": every(others),
            "owner": Name(owner.role, NameFamily.role) if isinstance(owner, OwnerEffect) else "",
        },
    )


def _in_order(edition: Edition, ticket: ExampleTicket, matter: Matter, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The clauses as the conflict says them that deciding the ticket reports: the first decides."""
    request = request_of(ticket)
    conflicts = edition.answer(request.cell, instant_of(request.received_at)).conflicts
    inside = [one.clauses for one in conflicts if one.about == matter.about and sorted(one.clauses) == list(ids)]
    return inside[0] if inside else ids


def _unreachable(proof: Proof, clause: Clause, matter: Matter) -> Finding:
    since = moment(clause.applies_from or clause.in_force.from_at, proof.edition.zone)
    parts = fitting(clause.condition, proof.space(matter).axes, rule_of(clause).times)
    ticket = smallest_ticket(parts, proof.edition, "unreachable")
    expect, winner = decided(proof.edition, ticket, matter) if ticket else ({}, "")
    if parts:
        why = say("another clause always comes before it")
        if winner:
            why = say("another clause always comes before it, here {winner}", winner=winner)
        message = say("{clause} never decides {about}: {why}", clause=clause.id, about=matter.said, why=why)
    else:
        why = say("no request has the facts that it is about")
        message = say("{clause} never decides: {why}", clause=clause.id, why=why)
    return Finding(
        code=FindingCode.unreachable,
        clauses=(clause.id,),
        about=matter.said,
        message=message,
        said={"why": why},
        region=say("in force from {since}", since=since),
        example=ticket if expect else None,
        expect=expect,
    )


def decided(edition: Edition, ticket: ExampleTicket, matter: Matter) -> tuple[dict[str, object], str]:
    """What deciding the ticket answers about the owner or a clock, as an expectation, and the clause that says it;
    nothing for what a decision does not speak about."""
    request = request_of(ticket)
    answer = edition.answer(request.cell, instant_of(request.received_at))
    if matter == OWNER:
        owner = answer.owner
        return {"owner": plain_owner(owner)}, owner.clause if owner else ""
    for clause in answer.clocks:
        if isinstance(clause.effect, ClockEffect) and clause.effect.kind == matter.name:
            return {"clock": matter.name, "clause": clause.id}, clause.id
    for one in answer.no_clocks:
        if one.kind == matter.name:
            return {"no_clock": matter.name, "result": str(one.result), "clause": one.clause}, one.clause or ""
    return {}, ""

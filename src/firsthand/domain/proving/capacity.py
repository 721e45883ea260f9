"""Levels of capacity at which none holds, several do, or which nothing tells apart (practice 2.9)."""

from collections.abc import Iterator, Sequence

from firsthand.domain.book.effects.capacity import CapacityEffect
from firsthand.domain.book.values import Clause
from firsthand.domain.capacity import CapacityLevel, CapacityTable, Load
from firsthand.domain.capacity.faults import at_once, gaps, same_bands
from firsthand.domain.capacity.levels import load_said
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import times_said
from firsthand.domain.proving.space import rule_of
from firsthand.domain.sentences import NOTHING_SAID, Sentence, SentenceValue, Series, every, say


def capacity_findings(proof: Proof) -> Iterator[Finding]:
    """The findings about tables of levels, one for each kind of fault and table; each names every such fault."""
    for clause in proof.clauses:
        if isinstance(clause.effect, CapacityEffect) and clause.effect.table is not None:
            region = times_said(rule_of(clause).times, proof.edition.zone)
            for found in (_gap, _overlap, _same_band):
                yield from found(clause, clause.effect.table, region)


def _gap(clause: Clause, table: CapacityTable, region: Sentence) -> Iterator[Finding]:
    found = gaps(table)
    if not found:
        return
    loads = [_load(table, one.example) for one in found]
    yield _finding(
        FindingCode.capacity_gap,
        clause,
        cases=loads,
        message=say("no level holds with {load}", load=loads[0]),
        region=region,
    )


def _overlap(clause: Clause, table: CapacityTable, region: Sentence) -> Iterator[Finding]:
    cases = []
    for one in at_once(table):
        number = one.measure.said(one.example.of(one.measure))
        cases.append((say("{load} is {levels} at once", load=number, levels=_levels(one.levels)), one, number))
    if not cases:
        return
    told, first, number = cases[0]
    load, holding = _load(table, first.example), _levels(table.holding(first.example))
    message = say("{told}: with {load}, {levels} hold", told=told, load=load, levels=holding)
    others = [case for case, _, _ in cases]
    said: dict[str, SentenceValue] = {"load": number, "levels": _levels(first.levels)}
    yield _finding(FindingCode.capacity_overlap, clause, cases=others, message=message, region=region, **said)


def _same_band(clause: Clause, table: CapacityTable, region: Sentence) -> Iterator[Finding]:
    found = sorted(same_bands(table), key=lambda one: bool(one.measure.place))
    if not found:
        return
    cases = [
        say("{levels} have the same band, {band}", levels=_levels(one.levels), band=one.measure.said(one.band.said))
        for one in found
    ]
    first = found[0]
    load = _load(table, first.example)
    said: dict[str, SentenceValue] = {
        "load": load,
        "levels": _levels(first.levels),
        "band": first.measure.said(first.band.said),
    }
    message = say(
        "{case}: with {load}, {levels} hold", case=cases[0], load=load, levels=_levels(table.holding(first.example))
    )
    yield _finding(FindingCode.capacity_same_band, clause, cases=cases, message=message, region=region, **said)


def _finding(
    code: FindingCode,
    clause: Clause,
    *,
    cases: Sequence[Sentence],
    message: Sentence,
    region: Sentence,
    **said: SentenceValue,
) -> Finding:
    others = cases[1:]
    more = say(" The same of: {cases}.", cases=Series(tuple(others), between="; ")) if others else NOTHING_SAID
    return Finding(
        code=code,
        clauses=(clause.id,),
        about=say("levels of capacity"),
        message=message,
        region=region,
        said={"load": cases[0], "more": more, **said},
    )


def _load(table: CapacityTable, load: Load) -> Sentence:
    return say("{load}", load=every(load_said(table, load)))


def _levels(levels: Sequence[CapacityLevel]) -> Sentence:
    if not levels:
        return say("no level")
    numbers = every([str(one.number) for one in levels])
    return say("levels {numbers}", numbers=numbers) if len(levels) > 1 else say("level {numbers}", numbers=numbers)

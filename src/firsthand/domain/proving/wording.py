"""Wording that may be sent and should not: it undercuts a clock, tells an internal one, or uses a banned phrase."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.domain.book.conditions import phrases_pattern, plain_text
from firsthand.domain.book.effects.approved import ApprovedEffect, PromisedTime
from firsthand.domain.book.effects.avoid import WordingEffect
from firsthand.domain.book.effects.clock import ClockEffect, clock_matter
from firsthand.domain.book.effects.receipt import ReceiptEffect
from firsthand.domain.book.prose import moment
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars import Budget, BudgetUnit, OutsideSupportedYears, WorkingTime, due_of_us
from firsthand.domain.calendars.instants import END_OF_INSTANTS, FIRST_INSTANT, SECOND, datetime_of
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding, ticket_of
from firsthand.domain.proving.proof import Proof, stretches
from firsthand.domain.proving.regions import Part, Regions, region_said
from firsthand.domain.proving.showing import answered, spoken_of
from firsthand.domain.proving.space import rule_of
from firsthand.domain.proving.times import Times, meet, union
from firsthand.domain.sentences import NOTHING_SAID, Series, every, say

_YEAR = 366 * 86_400 * SECOND


def wording_findings(proof: Proof) -> Iterator[Finding]:
    """The findings about approved wording, and about what the desk itself tells."""
    for clause in proof.clauses:
        if isinstance(clause.effect, ApprovedEffect | ReceiptEffect):
            yield from _banned(proof, clause, clause.effect)
            if clause.effect.promises is not None:
                yield from _promised(proof, clause, clause.effect.promises)


def _banned(proof: Proof, approved: Clause, effect: ApprovedEffect | ReceiptEffect) -> Iterator[Finding]:
    for other in proof.clauses:
        both = meet(rule_of(approved).times, rule_of(other).times)
        if not isinstance(other.effect, WordingEffect) or not both:
            continue
        pattern = phrases_pattern(frozenset(other.effect.phrases))
        hits = [hit.group() for text in effect.wordings for hit in pattern.finditer(plain_text(text))]
        if hits:
            ticket, expect = spoken_of(proof, approved.condition, "banned", both)
            yield Finding(
                code=FindingCode.approved_and_banned,
                clauses=(approved.id, other.id),
                about=say("wording"),
                message=say(
                    "{clause} approves wording with {phrase}, which {other} bans",
                    clause=approved.id,
                    phrase=repr(hits[0]),
                    other=other.id,
                ),
                region=say("from {begin}", begin=moment(datetime_of(both[0][0]), proof.edition.zone)),
                example=ticket,
                expect=expect,
                said={"phrase": hits[0]},
            )


def _promised(proof: Proof, approved: Clause, promise: PromisedTime) -> Iterator[Finding]:
    matter = clock_matter(promise.kind)
    if matter not in proof.by_matter:
        return
    space, times = proof.space(matter), meet(rule_of(approved).times, proof.since)

    def judge(mask: int) -> dict[int, Times]:
        found: dict[int, list[Times]] = {}
        for one in stretches(space.of(mask), times):
            if one.winner is not None and isinstance(one.winner.effect, ClockEffect):
                found.setdefault(space.position(one.winner), []).append(one.times)
        return {position: union(parts) for position, parts in found.items()}

    undercut: list[tuple[int, _Meeting]] = []
    for position, parts in Regions(space, judge).of(space.within(approved.condition)).items():
        clause = space.rules[position].clause
        effect = clause.effect
        if not isinstance(effect, ClockEffect):
            continue
        meeting = _Meeting(approved=approved, promise=promise, clause=clause, clock=effect, parts=parts)
        working = proof.edition.calendar(effect.calendar)
        early = first_undercut(promise.within, effect.budget, working, union(part.times for part in parts))
        if early is not None:
            undercut.append((early, meeting))
        if promise.within == effect.budget and not clause.disclosable:
            yield _told(proof, meeting)
    if undercut:
        yield _undercut(proof, sorted(undercut, key=lambda one: (one[0], one[1].clause.id)))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Meeting:
    """Approved wording with a time, and a clock that decides for requests about which it may be sent."""

    approved: Clause
    promise: PromisedTime
    clause: Clause
    clock: ClockEffect
    parts: Sequence[Part]


def _undercut(proof: Proof, undercut: Sequence[tuple[int, _Meeting]]) -> Finding:
    """One finding for a wording, however many clocks it undercuts; shown by the first of them."""
    at, first = undercut[0]
    others = [meeting.clause.id for _, meeting in undercut[1:]]
    approved, clause, effect = first.approved, first.clause, first.clock
    part = next(part for part in first.parts if any(begin <= at < end for begin, end in part.times))
    ticket = ticket_of(part, proof.edition, "undercuts", at=at)
    working, zone = proof.edition.calendar(effect.calendar), proof.edition.zone
    received = moment(datetime_of(at), zone)
    told = moment(datetime_of(due_of_us(first.promise.within, working, at)), zone)
    due = moment(datetime_of(due_of_us(effect.budget, working, at)), zone)
    region = region_said([part for _, meeting in undercut for part in meeting.parts], proof.edition)
    also = NOTHING_SAID
    if others:
        also = say("; so are {clauses}" if len(others) > 1 else "; so is {clauses}", clauses=Series(tuple(others)))
    return Finding(
        code=FindingCode.undercuts_a_clock,
        clauses=(approved.id, clause.id, *others),
        about=clock_matter(effect.kind).said,
        message=say(
            "{approved} tells a customer {within}, and {clause} is due later: received {received}, told {told}, due "
            "{due}{also}; for {region}",
            approved=approved.id,
            within=first.promise.within.sentence,
            clause=clause.id,
            received=received,
            told=told,
            due=due,
            also=also,
            region=region,
        ),
        region=region,
        example=ticket,
        expect=answered(proof.edition, ticket, clock_matter(effect.kind)),
        said={
            "received": received,
            "told": told,
            "due": due,
            "also": say(", and likewise {clauses}", clauses=every(others)) if others else NOTHING_SAID,
        },
    )


def _told(proof: Proof, meeting: _Meeting) -> Finding:
    approved, clause, effect, parts = meeting.approved, meeting.clause, meeting.clock, meeting.parts
    ticket = ticket_of(parts[0], proof.edition, "internal")
    region = region_said(parts, proof.edition)
    return Finding(
        code=FindingCode.tells_an_internal_clock,
        clauses=(approved.id, clause.id),
        about=clock_matter(effect.kind).said,
        message=say(
            "{approved} tells a customer {budget}, the time of {clause}, which a customer may not be told: {region}",
            approved=approved.id,
            budget=effect.budget.sentence,
            clause=clause.id,
            region=region,
        ),
        region=region,
        example=ticket,
        expect=answered(proof.edition, ticket, clock_matter(effect.kind)),
        said={"budget": effect.budget.sentence},
    )


def first_undercut(told: Budget, promised: Budget, working: WorkingTime, times: Times) -> int | None:
    """The first instant at which a request can be received so that what is told ends before the clock is due.

    How much later the clock is due can only jump where the clock, or the wording, runs over an opening or a close; so
    the instants looked at are those, a second after each, and both budgets before them, over the first year of each
    span of the times. Further on the hours repeat.
    """
    for begin, end in times:
        last = min(end, begin + _YEAR)
        for at in _turning_points((told, promised), working, begin, last):
            if begin <= at < last and _ends(told, working, at) < _ends(promised, working, at):
                return at
    return None


def _ends(budget: Budget, working: WorkingTime, at: int) -> int:
    """When a budget is spent; one that never is, ends with the years that calendars cover."""
    try:
        return due_of_us(budget, working, at)
    except OutsideSupportedYears:
        return END_OF_INSTANTS


def _turning_points(budgets: Sequence[Budget], working: WorkingTime, begin: int, end: int) -> list[int]:
    edges = [edge for interval in working.intervals_us(begin, end) for edge in interval]
    found = {begin, *edges}
    for budget in budgets:
        if budget.unit is BudgetUnit.BUSINESS_TIME:
            found |= {_before(working, edge, budget.amount * SECOND) for edge in edges}
        elif not budget.unit.in_days:
            found |= {edge - budget.amount * SECOND for edge in edges}
    return sorted({*found, *(at + SECOND for at in found)})


def _before(working: WorkingTime, at: int, budget_us: int) -> int:
    """The last instant from which the budget is spent at `at`, an opening or a close."""
    begin = max(at - 60 * budget_us - _YEAR // 6, FIRST_INSTANT)
    spent = working.elapsed_us(begin, at)
    return working.due_us(begin, spent - budget_us) if spent > budget_us else begin

"""What the texts of a book leave behind: announcements whose time passed, references that lead nowhere, and worked
examples that no longer hold."""

from collections.abc import Iterator
from datetime import datetime

from firsthand.domain.book.amendments import Example, ExpectedClock
from firsthand.domain.book.deciding import DecidedRequest, decide
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.prose import local_words
from firsthand.domain.book.values import CommitmentClass
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.proving.findings import (
    ExampleTicket,
    Finding,
    instant_text,
    instants_of,
    plain_answer,
    request_of,
)
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import times_words
from firsthand.domain.proving.showing import shown_by, spoken_of
from firsthand.domain.proving.times import Times, less, meet, span, union
from firsthand.domain.words import words


def stale_aspirations(proof: Proof, as_of: datetime) -> Iterator[Finding]:
    """Announcements whose horizon passed by `as_of` before they were withdrawn or replaced (C11)."""
    edition = proof.edition
    for number, amendment in enumerate(edition.amendments):
        for clause in amendment.adds:
            horizon = clause.in_force.to_at
            if clause.commitment is not CommitmentClass.aspiration or horizon is None:
                continue
            gone = _gone_at(edition, clause.id, number + 1)
            stale = meet(span(horizon, gone), span(None, as_of))
            if stale:
                region = times_words(span(horizon, gone), edition.zone)
                ticket, expect = spoken_of(proof, clause.condition, "stale_aspiration", stale)
                yield Finding(
                    code="stale_aspiration",
                    clauses=(clause.id,),
                    about="an announcement",
                    message=f"{clause.id} announced something by {local_words(horizon, edition.zone)}, and stood there "
                    f"{region}",
                    region=region,
                    example=ticket,
                    expect=expect,
                )


def dead_references(proof: Proof) -> Iterator[Finding]:
    """References under `see` and `over` to clauses that are not in the book at the time (C16). A clause is in it from
    its publication until it is withdrawn or gives way to one of another id, whether it is in force or not."""
    edition = proof.edition
    there = {clause.id for clause in edition.clauses}
    present = {ident: _present(edition, ident) for ident in there}
    for clause in edition.clauses:
        whole = meet(span(clause.in_force.from_at, clause.in_force.to_at), proof.since)
        for ident in dict.fromkeys((*clause.see, *clause.over)):
            dead = less(whole, present.get(ident, ()))
            if dead:
                region = times_words(dead, edition.zone)
                ticket, expect = shown_by(proof, clause, "dead_reference", dead)
                if ticket is None:
                    ticket, expect = spoken_of(proof, clause.condition, "dead_reference", dead)
                yield Finding(
                    code="dead_reference",
                    clauses=(clause.id, ident),
                    about="a reference",
                    message=f"{clause.id} refers to {ident}, which is not in the book {region}",
                    region=region,
                    example=ticket,
                    expect=expect,
                )


def _present(edition: Edition, ident: str) -> Times:
    """When a clause of that id is in the book."""
    found = []
    for number, amendment in enumerate(edition.amendments):
        if any(clause.id == ident for clause in amendment.adds):
            found.append(span(amendment.published_at, _gone_at(edition, ident, number + 1)))
    return union(found)


def _gone_at(edition: Edition, ident: str, after: int) -> datetime | None:
    """When a later amendment, from that number on, takes the clause out of the book; None if none does."""
    for amendment in edition.amendments[after:]:
        ends = [one.at for one in amendment.withdraws if one.clause == ident]
        if any(one.old == ident for one in amendment.replaces):
            ends.append(amendment.published_at)
        if ends:
            return min(ends)
    return None


# Worked examples --------------------------------------------------------------------------------------------------


def failed_examples(proof: Proof) -> Iterator[Finding]:
    """Worked examples that the book decides otherwise. Of two about the same ticket, the later one counts."""
    for example in current_examples(proof.edition):
        ticket = ticket_of_example(example)
        decision = decide(proof.edition, request_of(ticket))
        wrong = list(_differences(example, decision))
        if wrong:
            yield Finding(
                code="failed_example",
                about=f"a worked example of {example.amendment}",
                message=f"{example.about} The book decides otherwise: {'; '.join(wrong)}",
                region=local_words(example.received_at, proof.edition.zone),
                example=ticket,
                expect=_answer(example, decision),
            )


def current_examples(edition: Edition) -> tuple[Example, ...]:
    """The worked examples, of two about the same ticket the later one."""
    return tuple({(one.received_at, one.cell): one for one in edition.examples}.values())


def ticket_of_example(example: Example) -> ExampleTicket:
    """The ticket of a worked example, as `firsthand decide` takes it."""
    cell = example.cell
    account = {"stage": cell.stage, "name": cell.account, "plan": cell.plan, "contract": cell.contract}
    ticket = {"kind": cell.kind, "severity": cell.severity, "channel": cell.channel}
    given = {name: value for name, value in account.items() if value is not None}
    return {
        "id": "failed_example",
        "received_at": instant_text(instant_of(example.received_at)),
        **{name: value for name, value in ticket.items() if value is not None},
        "account": {**given, **({"strategic": True} if cell.strategic else {})},
    }


def _differences(example: Example, decision: DecidedRequest) -> Iterator[str]:
    owner = decision.owner.role if decision.owner else None
    if (example.owner is not None or example.nobody) and owner != example.owner:
        yield f"the owner is {words(owner) if owner else 'nobody'}"
    if example.context is not None and set(example.context) != set(decision.context_required):
        yield f"to be given along: {', '.join(decision.context_required) or 'nothing'}"
    for expected in example.clocks:
        if said := _clock_difference(expected, decision):
            yield said


def _clock_difference(expected: ExpectedClock, decision: DecidedRequest) -> str:
    """What the decision says of a clock, where that is not what was expected."""
    clock = next((one for one in decision.clocks if one.kind is expected.kind), None)
    if clock is None:
        silent = next((one.result for one in decision.no_clocks if one.kind is expected.kind), None)
        return (
            "" if silent is expected.result is not None else f"{words(expected.kind)}: {words(silent or 'no policy')}"
        )
    right = (
        expected.result is None and expected.clause in (None, clock.clause) and expected.due_at in (None, clock.due_at)
    )
    if right:
        return ""
    due = f"due {instant_text(instant_of(clock.due_at))}" if clock.due_at else "which does not start at receipt"
    return f"{words(expected.kind)} by {clock.clause}, {due}"


def _answer(example: Example, decision: DecidedRequest) -> dict[str, object]:
    """What is decided about the first thing that the example gets wrong."""
    plain = plain_answer(decision)
    owner = decision.owner.role if decision.owner else None
    if (example.owner is not None or example.nobody) and owner != example.owner:
        return {"owner": plain["owner"]}
    if example.context is not None and set(example.context) != set(decision.context_required):
        return {"context_required": plain["context_required"]}
    wrong = next(one.kind.value for one in example.clocks if _clock_difference(one, decision))
    for clock in decision.clocks:
        if clock.kind.value == wrong:
            return {"clock": wrong, "clause": clock.clause, "due_at": instants_of(clock)["due_at"]}
    silent = next((one for one in decision.no_clocks if one.kind.value == wrong), None)
    return {"no_clock": wrong, "result": silent.result.value, "clause": silent.clause} if silent else {}

"""Tickets that a given clause decides."""

from collections.abc import Mapping

from firsthand.domain.book.conditions import Condition
from firsthand.domain.book.deciding import decide
from firsthand.domain.book.editions import Edition
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.owner import OWNER
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.values import Clause
from firsthand.domain.book.wire import plain_clock, plain_owner, request_of
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.proving.axes import axes_of
from firsthand.domain.proving.findings import ExampleTicket, smallest_ticket
from firsthand.domain.proving.proof import Proof, stretches
from firsthand.domain.proving.regions import Part, Regions, fitting
from firsthand.domain.proving.times import ALWAYS, Times, meet, union

ShownTicket = tuple[ExampleTicket | None, Mapping[str, object]]
NOT_SHOWN: ShownTicket = (None, {})


def decided_parts(proof: Proof, matter: Matter, clause: Clause, times: Times = ALWAYS) -> tuple[Part, ...]:
    """The requests and times for which the clause decides the matter, within some times."""
    space = proof.space(matter)

    def judge(mask: int) -> dict[str, Times]:
        won = [one.times for one in stretches(space.of(mask), times) if one.winner is clause]
        return {"won": meet(union(won), times)}

    return Regions(space, judge).of(space.within(clause.condition)).get("won", ())


def shown_by(proof: Proof, clause: Clause, name: str, times: Times = ALWAYS) -> ShownTicket:
    """The smallest ticket within the times that the clause decides, and what is answered; nothing if there is none."""
    for matter, clauses in proof.by_matter.items():
        if not matter.asked_always or not any(one is clause for one in clauses):
            continue
        parts = decided_parts(proof, matter, clause, times)
        ticket = smallest_ticket(parts, proof.edition, name)
        if ticket is not None:
            return ticket, answered(proof.edition, ticket, matter)
    return NOT_SHOWN


def spoken_of(proof: Proof, condition: Condition, name: str, times: Times) -> ShownTicket:
    """A ticket of those times that a text with the condition speaks about, and who is answered to own it: for what no
    decision says. Nothing where the condition holds for no request of then."""
    ticket = smallest_ticket(fitting(condition, axes_of([proof.edition], proof.clauses), times), proof.edition, name)
    return (ticket, answered(proof.edition, ticket, OWNER)) if ticket else NOT_SHOWN


def shown_or_spoken_of(proof: Proof, clause: Clause, name: str, times: Times) -> ShownTicket:
    """A ticket that the clause decides within the times; where there is none, one that it speaks about."""
    shown = shown_by(proof, clause, name, times)
    return shown if shown[0] is not None else spoken_of(proof, clause.condition, name, times)


def answered(edition: Edition, ticket: ExampleTicket, matter: Matter) -> dict[str, object]:
    """What deciding the ticket answers about the owner or a clock, with the instants of the clock, as an expectation;
    nothing for what a decision does not speak about."""
    request = request_of(ticket)
    if matter == OWNER:
        owner = edition.answer(request.cell, instant_of(request.received_at)).owner
        return {"owner": plain_owner(owner)}
    answer = edition.answer(request.cell, instant_of(request.received_at))
    for one in answer.no_clocks:
        if one.kind == matter.name:
            return {"no_clock": matter.name, "result": str(one.result), "clause": one.clause}
    if not any(isinstance(one.effect, ClockEffect) and one.effect.kind == matter.name for one in answer.clocks):
        return {}
    clock = plain_clock(next(one for one in decide(edition, request).clocks if one.kind == matter.name))
    told = ("clause", "starts_at", "due_at", "starts_on")
    return {"clock": matter.name, **{name: clock[name] for name in told if name in clock}}

"""By when somebody answers what a clause puts before them: a feature request (S43), a consideration (S24)."""

from dataclasses import replace

from firsthand.domain.book import NoClock, NoClockResult, Reason, decide
from firsthand.domain.book.answers import clock_reason
from firsthand.domain.book.deciding import DecidedClock, clock_of
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Kind
from firsthand.domain.sentences import say
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.book.deciding import keep_decision_about, request_about
from firsthand.services.book.desk import Desk

NO_CLOCK = say("The clause names no time for the answer.")


def decide_answer(subject: Subject, ticket: Ticket, *, clause_id: str, occasion: str, desk: Desk) -> Decision:
    """Keep by when it is answered, counted from now: the clock of its clause, or that none runs by policy."""
    request = request_about(ticket=ticket, kind=Kind(ticket.kind), book=desk.edition, at=desk.at)
    clause = desk.edition.clause(clause_id, desk.at)
    if clause is None:
        raise TypeError(f"{clause_id} is not in force")
    effect = clause.effect.runs
    clocks: tuple[DecidedClock, ...] = ()
    no_clocks: tuple[NoClock, ...] = ()
    if isinstance(effect, ClockEffect):
        said = clock_reason(effect.kind, clause.text, budget=effect.budget, calendar=effect.calendar)
        clocks = (clock_of(desk.edition, clause, instant_of(desk.at)),)
    else:
        said = NO_CLOCK
        none = NoClock(
            kind=ClockKind.answer, result=NoClockResult.no_clock_by_policy, clause=clause.id, reason=NO_CLOCK
        )
        no_clocks = (none,)
    decision = replace(
        decide(desk.edition, request),
        owner=None,
        clocks=clocks,
        no_clocks=no_clocks,
        context_required=(),
        because=(Reason(clause=clause.id, source=clause.source_text, text=said),),
        conflicts=(),
    )
    return keep_decision_about(subject=subject, request=request, decision=decision, occasion=occasion, known_at=desk.at)

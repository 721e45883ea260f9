"""By when a request for help is answered: as its priority says, else as the clock `help` does, else by no clock."""

from dataclasses import replace
from datetime import datetime

from firsthand.domain.book import DecidedRequest, NoClock, NoClockResult, Reason, decide
from firsthand.domain.book.answers import clock_reason
from firsthand.domain.book.deciding import DecidedClock, clock_of
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.clocks import ClockKind
from firsthand.domain.help import help_priorities
from firsthand.domain.sentences import say
from firsthand.models.help import HelpRequest
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.book.about_one_clock import only_of, request_now
from firsthand.services.book.deciding import keep_decision_about
from firsthand.services.book.desk import Desk

NO_POLICY = say("No clause in force says by when a request for help is answered.")
NO_CLOCK = say("its priority names no time for the answer")


def decide_help(row: HelpRequest, ticket: Ticket, *, desk: Desk) -> Decision:
    """Ask the book by when the request is answered, counted from now, and keep what it said, whatever that is."""
    request = request_now(ticket, desk)
    found = only_of(decide(desk.edition, request), ClockKind.help, no_policy_text=NO_POLICY)
    priorities = {one.name: one for one in help_priorities(desk.edition, request, at=desk.at)}
    if (named := priorities.get(row.priority)) is not None:
        clause = desk.edition.clause(named.clause, desk.at)
        says_why = any(one.result is not NoClockResult.no_policy for one in found.no_clocks)
        if clause is not None and (named.is_timed or not (found.clocks or says_why)):
            found = _by_priority(found, clause, desk.at, desk=desk)
    return keep_decision_about(
        subject=row.subject, request=request, decision=found, occasion="help_asked", known_at=desk.at
    )


def _by_priority(found: DecidedRequest, clause: Clause, at: datetime, *, desk: Desk) -> DecidedRequest:
    effect = clause.effect.runs
    clocks: tuple[DecidedClock, ...] = ()
    no_clocks: tuple[NoClock, ...] = ()
    if isinstance(effect, ClockEffect):
        said = clock_reason(effect.kind, clause.text, budget=effect.budget, calendar=effect.calendar)
        clocks = (clock_of(desk.edition, clause, instant_of(at)),)
    else:
        said = NO_CLOCK
        result = NoClockResult.no_clock_by_policy
        no_clocks = (NoClock(kind=ClockKind.help, result=result, clause=clause.id, reason=NO_CLOCK),)
    because = (Reason(clause=clause.id, source=clause.source_text, text=said),)
    return replace(found, clocks=clocks, no_clocks=no_clocks, because=because)

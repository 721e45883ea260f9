"""Why no clock runs for a question, as the book says it (S37)."""

from dataclasses import replace

from firsthand.domain.book import DecidedRequest, NoClock, NoClockResult, Reason, decide
from firsthand.domain.book.answers import no_policy
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Kind
from firsthand.domain.sentences import say
from firsthand.models.questions import Question
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.book.deciding import keep_decision_about, request_about
from firsthand.services.book.desk import Desk

NO_POLICY = say("No clause in force says by when a question is answered.")


def decide_no_clock(question: Question, ticket: Ticket, *, desk: Desk) -> Decision:
    """Ask the book about such a request in the channel, and keep what it says about its clock: none, whatever runs on
    the ticket itself."""
    about = request_about(ticket=ticket, kind=Kind(ticket.kind), book=desk.edition, at=desk.at)
    request = replace(about, channel=question.channel)
    decision = _only_that_none_runs(decide(desk.edition, request))
    return keep_decision_about(
        subject=question.subject, request=request, decision=decision, occasion="asked", known_at=desk.at
    )


def _only_that_none_runs(decision: DecidedRequest) -> DecidedRequest:
    said = next((one for one in decision.no_clocks if one.result is not NoClockResult.no_policy), None)
    found = said or NoClock(
        kind=ClockKind.answer, result=NoClockResult.no_policy, clause=None, reason=no_policy(NO_POLICY)
    )
    return replace(
        decision,
        owner=None,
        clocks=(),
        no_clocks=(replace(found, kind=ClockKind.answer),),
        context_required=(),
        because=(Reason(clause=found.clause, source="", text=found.reason),),
        conflicts=(),
    )

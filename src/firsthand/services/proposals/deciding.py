"""What the book says about the answer to a proposal, by the facts of what it is about."""

from dataclasses import replace

from firsthand.domain.book import AccountFacts, DecidedRequest, NoClock, NoClockResult, Reason, Request, decide
from firsthand.domain.book.answers import no_policy
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Kind, Stage
from firsthand.domain.ownership import triage
from firsthand.domain.sentences import PLAIN, say
from firsthand.domain.words import words
from firsthand.models.accounts import Account
from firsthand.models.proposals import Proposal
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.book.deciding import keep_decision_about, request_about
from firsthand.services.book.desk import Desk

NO_POLICY = say("No clause in force says by when a proposal is answered.")
_OF_NO_KIND = Kind("")
"""The kind in the facts of an account: a clause about a kind of request is about none of its proposals."""


def decide_answer(row: Proposal, about: Ticket | Account, *, desk: Desk) -> Decision:
    """Ask the book by when a proposal that is made now is answered, and keep what it said, whatever that is."""
    request = _of_ticket(about, desk) if isinstance(about, Ticket) else _of_account(about, desk)
    decision = _only_the_answer(decide(desk.edition, request))
    return keep_decision_about(
        subject=row.subject, request=request, decision=decision, occasion="proposed", known_at=desk.at
    )


def _of_ticket(ticket: Ticket, desk: Desk) -> Request:
    held = None if ticket.kind_confirmed_at is not None else triage(desk.edition, desk.at)
    kind = held.clocks_as if held else Kind(ticket.kind)
    return request_about(ticket=ticket, kind=kind, book=desk.edition, at=desk.at)


def _of_account(account: Account, desk: Desk) -> Request:
    return Request(
        id=f"account {account.pk}",
        received_at=desk.at,
        kind=_OF_NO_KIND,
        account=AccountFacts(
            name=account.name,
            stage=Stage(account.stage),
            strategic=account.strategic,
            plan=account.plan or None,
            contract=account.contract or None,
        ),
    )


def _only_the_answer(decision: DecidedRequest) -> DecidedRequest:
    """Of all that the book says about such a request, what it says of an answer."""
    clocks = tuple(one for one in decision.clocks if one.kind is ClockKind.answer)
    by_policy = tuple(
        one for one in decision.no_clocks if one.kind is ClockKind.answer and one.result is not NoClockResult.no_policy
    )
    none = NoClock(kind=ClockKind.answer, result=NoClockResult.no_policy, clause=None, reason=NO_POLICY)
    no_clocks = () if clocks else by_policy or (none,)
    clauses = {*(one.clause for one in clocks), *(one.clause for one in by_policy)}
    reasons = tuple(one for one in decision.because if one.clause in clauses and _is_of_answers(one))
    return replace(
        decision,
        owner=None,
        clocks=clocks,
        no_clocks=no_clocks,
        context_required=(),
        because=reasons or (Reason(clause=None, source="", text=no_policy(NO_POLICY)),),
        conflicts=(),
    )


def _is_of_answers(reason: Reason) -> bool:
    kind = words(ClockKind.answer)
    return PLAIN.sentence(reason.text).startswith((kind.capitalize(), f"No {kind}"))

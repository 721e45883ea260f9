"""What the book says of one kind of clock about a subject other than a ticket: its terms, or that none runs."""

from dataclasses import replace

from firsthand.domain.book import AccountFacts, DecidedRequest, NoClock, NoClockResult, Reason, Request
from firsthand.domain.book.answers import no_policy
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Kind, Stage
from firsthand.domain.ownership import triage
from firsthand.domain.sentences import PLAIN, Sentence
from firsthand.domain.words import words
from firsthand.models.accounts import Account
from firsthand.models.tickets import Ticket
from firsthand.services.book.deciding import request_about
from firsthand.services.book.desk import Desk

_OF_NO_KIND = Kind("")
"""The kind in the facts of an account: a clause about a kind of request is about nothing of it."""


def facts_of(account: Account) -> AccountFacts:
    """An account as the book is asked about it now."""
    return AccountFacts(
        name=account.name,
        stage=Stage(account.stage),
        strategic=account.strategic,
        plan=account.plan or None,
        contract=account.contract or None,
    )


def request_of_account(account: Account, desk: Desk) -> Request:
    """An account as the book is asked about it, of what begins now."""
    return Request(id=f"account {account.pk}", received_at=desk.at, kind=_OF_NO_KIND, account=facts_of(account))


def request_now(ticket: Ticket, desk: Desk) -> Request:
    """The ticket as the book is asked about it of what begins now; until its kind is confirmed, as triage has it."""
    held = None if ticket.kind_confirmed_at is not None else triage(desk.edition, desk.at)
    kind = held.clocks_as if held else Kind(ticket.kind)
    return request_about(ticket=ticket, kind=kind, book=desk.edition, at=desk.at)


def only_of(decision: DecidedRequest, kind: ClockKind, *, no_policy_text: Sentence) -> DecidedRequest:
    """Of all that the book says about such a request, what it says of one kind of clock; `no_policy_text` where that is
    nothing."""
    clocks = tuple(one for one in decision.clocks if one.kind is kind)
    by_policy = tuple(
        one for one in decision.no_clocks if one.kind is kind and one.result is not NoClockResult.no_policy
    )
    none = NoClock(kind=kind, result=NoClockResult.no_policy, clause=None, reason=no_policy_text)
    no_clocks = () if clocks else by_policy or (none,)
    clauses = {*(one.clause for one in clocks), *(one.clause for one in by_policy)}
    reasons = tuple(one for one in decision.because if one.clause in clauses and _is_of(kind, one))
    return replace(
        decision,
        owner=None,
        clocks=clocks,
        no_clocks=no_clocks,
        context_required=(),
        because=reasons or (Reason(clause=None, source="", text=no_policy(no_policy_text)),),
        conflicts=(),
    )


def _is_of(kind: ClockKind, reason: Reason) -> bool:
    called = words(kind)
    return PLAIN.sentence(reason.text).startswith((called.capitalize(), f"No {called}"))

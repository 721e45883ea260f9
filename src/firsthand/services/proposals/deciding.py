"""What the book says about the answer to a proposal, by the facts of what it is about."""

from firsthand.domain.book import decide
from firsthand.domain.clocks import ClockKind
from firsthand.domain.sentences import say
from firsthand.models.accounts import Account
from firsthand.models.proposals import Proposal
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.book.about_one_clock import only_of, request_now, request_of_account
from firsthand.services.book.deciding import keep_decision_about
from firsthand.services.book.desk import Desk

NO_POLICY = say("No clause in force says by when a proposal is answered.")


def decide_answer(row: Proposal, about: Ticket | Account, *, desk: Desk) -> Decision:
    """Ask the book by when a proposal that is made now is answered, and keep what it said, whatever that is."""
    request = request_now(about, desk) if isinstance(about, Ticket) else request_of_account(about, desk)
    decision = only_of(decide(desk.edition, request), ClockKind.answer, no_policy_text=NO_POLICY)
    return keep_decision_about(
        subject=row.subject, request=request, decision=decision, occasion="proposed", known_at=desk.at
    )

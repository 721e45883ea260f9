"""The policy book: amendments with dated clauses, folded into editions, and the decisions that they make."""

from firsthand.domain.book.amendments import Amendment, Example, RoleHolder, Roster
from firsthand.domain.book.answers import CellAnswer, Conflict, NoClock, Owner, Reason
from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.deciding import AccountFacts, DecidedClock, DecidedRequest, Request, decide
from firsthand.domain.book.editions import NOTHING_PUBLISHED, Book, Edition, parse_book
from firsthand.domain.book.effects.proposes import NotARequestKind
from firsthand.domain.book.errors import PolicyError
from firsthand.domain.book.values import Clause, CommitmentClass, NoClockResult, Precedence, Straddle

__all__ = [
    "NOTHING_PUBLISHED",
    "AccountFacts",
    "Amendment",
    "Book",
    "CellAnswer",
    "Clause",
    "ClauseSet",
    "CommitmentClass",
    "Conflict",
    "DecidedClock",
    "DecidedRequest",
    "Edition",
    "Example",
    "NoClock",
    "NoClockResult",
    "NotARequestKind",
    "Owner",
    "PolicyError",
    "Precedence",
    "Reason",
    "Request",
    "RoleHolder",
    "Roster",
    "Straddle",
    "decide",
    "parse_book",
]

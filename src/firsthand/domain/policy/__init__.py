"""The policy book: amendments with dated clauses, folded into editions, and the decisions that they make."""

from firsthand.domain.policy.amendments import Amendment, Example, RoleHolder, Roster
from firsthand.domain.policy.answers import CellAnswer, Conflict, NoClock, Owner, Reason
from firsthand.domain.policy.book import NOTHING_PUBLISHED, Book, Edition, parse_book
from firsthand.domain.policy.deciding import AccountFacts, DecidedClock, DecidedRequest, Request, decide
from firsthand.domain.policy.errors import PolicyError
from firsthand.domain.policy.values import (
    Clause,
    ClauseSet,
    CommitmentClass,
    NoClockResult,
    NotARequestKind,
    Precedence,
    Straddle,
)

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

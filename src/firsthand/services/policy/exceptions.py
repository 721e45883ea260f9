"""Deviations for one account: shown beside the account, and looked at again when their review is due."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.policy import Clause
from firsthand.domain.policy.prose import effect_words, local_words
from firsthand.models.outbox import Notice
from firsthand.services.notices.actions import notify_role
from firsthand.services.policy.queries import edition, state_of


@dataclass(frozen=True, kw_only=True)
class ExceptionRow:
    """A deviation of the book for one account. `overdue` says that its review has passed; it still holds."""

    clause: str
    text: str
    effect: str
    reason: str
    approver: str
    review_at: datetime
    state: str
    overdue: bool


def exceptions_of(*, account_name: str, at: datetime) -> tuple[ExceptionRow, ...]:
    """The deviations for an account that the book knows at an instant, those in force first; none that have ended."""
    rows = [_row(clause, at) for clause in _exceptions(at) if account_name in _accounts_of(clause)]
    return tuple(sorted((row for row in rows if row.state != "ended"), key=lambda row: row.state != "in force"))


def remind_of_reviews(*, now: datetime) -> int:
    """Tell the owner role of the rule set, once, of each deviation in force whose review is due; how many were told
    anew."""
    told: list[Notice] = []
    book = edition(known_at=now)
    for clause in _exceptions(now):
        terms = clause.exception
        if terms is None or terms.review_at > now or not clause.in_force_at(now):
            continue
        account = " and ".join(sorted(map(str, _accounts_of(clause))))
        review = local_words(terms.review_at, book.zone)
        told += notify_role(
            role=book.owners[clause.set],
            subject=None,
            at=now,
            kind="exception_review",
            text=f"{clause.id} for {account} was to be reviewed by {review} and still holds: {clause.text}",
            clause=clause.id,
            key=f"exception:{clause.id}:{clause.amendment}:{terms.review_at.isoformat()}",
        )
    return len(told)


def _exceptions(at: datetime) -> list[Clause]:
    return [clause for clause in edition(known_at=at).clauses if clause.exception is not None]


def _accounts_of(clause: Clause) -> frozenset[object]:
    match = clause.condition.on("account")
    return frozenset(match.values) if match else frozenset()


def _row(clause: Clause, at: datetime) -> ExceptionRow:
    terms = clause.exception
    if terms is None:
        raise TypeError(f"{clause.id} is no exception")
    return ExceptionRow(
        clause=clause.id,
        text=clause.text,
        effect=effect_words(clause.effect),
        reason=terms.reason,
        approver=terms.approver,
        review_at=terms.review_at,
        state=state_of(clause, at=at),
        overdue=terms.review_at <= at,
    )

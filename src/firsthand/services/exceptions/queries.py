"""Deviations for one account, beside it: what they are, and how the review stands that was promised for each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book import Clause
from firsthand.domain.book.deviations import accounts_of, deviations
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import NOTHING_SAID, Name, Sentence, as_written, either, every, say
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.events import Event
from firsthand.models.policy import PolicyException
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk
from firsthand.services.book.queries import state_of
from firsthand.services.people.queries import holders_of


@dataclass(frozen=True, kw_only=True)
class ExceptionReview:
    """Who looked at a deviation again, when, and what they said."""

    by: str
    at: datetime
    why: str


@dataclass(frozen=True, kw_only=True)
class ExceptionRow:
    """A deviation of the book for one account. `overdue` says that its review is owed and late; it still holds.
    `may_review`: the viewer may say that it was reviewed, and that is owed; otherwise `whose` it is in words. `id` is
    None until the desk has taken the deviation in."""

    id: int | None
    clause: str
    text: str
    effect: Sentence
    reason: str
    approver: str
    review_at: datetime
    state: str
    overdue: bool
    reviewed: ExceptionReview | None
    may_review: bool
    whose: Sentence


def exceptions_of(*, viewer: Viewer, account_name: str, desk: Desk) -> tuple[ExceptionRow, ...]:
    """The deviations for an account that the book knows at the desk's instant, those in force first; none that have
    ended."""
    clauses = [
        clause
        for clause in deviations(desk.edition)
        if account_name in accounts_of(clause) and state_of(clause, at=desk.at) != "ended"
    ]
    if not clauses:
        return ()
    kept = {
        (row.clause, row.amendment): row
        for row in PolicyException.objects.filter(clause__in=[clause.id for clause in clauses])
    }
    rows = [_row(clause, kept.get((clause.id, clause.amendment)), viewer, desk) for clause in clauses]
    return tuple(sorted(rows, key=lambda row: row.state != "in force"))


def _row(clause: Clause, kept: PolicyException | None, viewer: Viewer, desk: Desk) -> ExceptionRow:
    terms = clause.exception
    if terms is None:
        raise TypeError(f"{clause.id} is no deviation")
    reviewed = _reviewed(kept) if kept is not None else None
    owed = kept is not None and Clock.objects.filter(subject=kept.subject_id, state__in=LIVE).exists()
    return ExceptionRow(
        id=kept.pk if kept is not None else None,
        clause=clause.id,
        text=clause.text,
        effect=clause.effect.sentence,
        reason=terms.reason,
        approver=terms.approver,
        review_at=terms.review_at,
        state=state_of(clause, at=desk.at),
        overdue=terms.review_at < desk.at and reviewed is None,
        reviewed=reviewed,
        may_review=kept is not None and owed and may_review(viewer, kept, desk),
        whose=whose_review(kept, desk) if kept is not None else NOTHING_SAID,
    )


def _reviewed(row: PolicyException) -> ExceptionReview | None:
    event = Event.objects.filter(subject=row.subject_id, verb="reviewed").select_related("person").last()
    if event is None:
        return None
    return ExceptionReview(
        by=event.person.name if event.person else "", at=event.at, why=str((event.words or {}).get("why", ""))
    )


def clause_of(row: PolicyException, desk: Desk) -> Clause | None:
    """The clause of a deviation as the book knows it by the desk's instant; None in another book."""
    found = (one for one in desk.edition.clauses if (one.id, one.amendment) == (row.clause, row.amendment))
    return next(found, None)


def labels_of(subjects: Collection[int], desk: Desk) -> dict[int, Sentence]:
    """Deviations in a line each: the clause, for whom, and what it says."""
    return {row.subject_id: _label(row, desk) for row in PolicyException.objects.filter(subject__in=subjects)}


def _label(row: PolicyException, desk: Desk) -> Sentence:
    clause = clause_of(row, desk)
    if clause is None:
        return as_written(row.clause)
    accounts = every(sorted(accounts_of(clause)))
    return say("{clause} for {accounts}: {text}", clause=row.clause, accounts=accounts, text=clause.text)


def owner_role_of(row: PolicyException, desk: Desk) -> Role | None:
    """The role that owns the rule set of a deviation; None where nobody holds it, so that the desk's owners do."""
    clause = clause_of(row, desk)
    role = desk.edition.owners[clause.set] if clause is not None else None
    return role if role is not None and holders_of(role, desk.at) else None


def may_review(viewer: Viewer, row: PolicyException, desk: Desk) -> bool:
    """Whether the viewer may say that a deviation was reviewed: who owns its rule set, else an owner of the desk."""
    role = owner_role_of(row, desk)
    return viewer.is_owner if role is None else role in viewer.roles


def whose_review(row: PolicyException, desk: Desk) -> Sentence:
    """Who may: a role with its holders, or an owner of the desk."""
    role = owner_role_of(row, desk)
    if role is None:
        return say("an owner of the desk")
    people = either(one.name for one in holders_of(role, desk.at))
    return say("{role} ({people})", role=Name(role, NameFamily.role), people=people)

"""Reviews of deviations: promised when the book brings one, met by whoever owns its rule set, ended with it (S5, A12,
A21). That they come due, and who is told, is everybody's clock (`services/timers`)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from firsthand.domain.book import Clause
from firsthand.domain.book.deviations import Ended, accounts_of, deviations, ended
from firsthand.domain.clocks import LIVE_STATES
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events import DESK
from firsthand.domain.events.reviews import ExceptionEnded, Reviewed, ReviewPromised
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.accounts import Account
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.policy import PolicyException
from firsthand.models.subjects import Subject
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import Acting, acting
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.exceptions.queries import clause_of, may_review, whose_review
from firsthand.services.outbox.actions import stored_key

LONGEST_WHY = 400


@transaction.atomic
def promise_reviews(*, desk: Desk, of: Collection[str] | None = None) -> list[PolicyException]:
    """Keep each deviation that the book knows by the desk's instant, with the review that it promises; `of` are the
    amendments to look at, None is all. Answers those that are new. Safe to do twice; the caller locks the desk."""
    known = set(PolicyException.objects.values_list("clause", "amendment"))
    new = [
        clause
        for clause in deviations(desk.edition)
        if (of is None or clause.amendment in of)
        and (clause.id, clause.amendment) not in known
        and ended(clause, desk.edition, at=desk.at) is None
    ]
    return [_promise(clause, desk) for clause in new]


def _promise(clause: Clause, desk: Desk) -> PolicyException:
    if clause.exception is None:
        raise TypeError(f"{clause.id} is no deviation")
    published = {one.id: one.published_at for one in desk.edition.amendments}
    due_at = clause.exception.review_at
    row = PolicyException.objects.create(clause=clause.id, amendment=clause.amendment, review_at=due_at)
    with acting(row.subject, desk=desk, actor=DESK, account_id=_account(clause), is_new=True) as act:
        promise = ReviewPromised(
            due_at=due_at, clause=clause.id, edition=clause.amendment, owner_role=desk.edition.owners[clause.set]
        )
        act.append(promise, at=published[clause.amendment])
    return row


def _account(clause: Clause) -> int | None:
    found = list(Account.objects.filter(name__in=accounts_of(clause)).values_list("pk", flat=True))
    return found[0] if len(found) == 1 else None


@transaction.atomic
def end_what_is_over(*, desk: Desk) -> int:
    """End each deviation that the book replaced or withdrew, or that is past its last day; how many."""
    going_on = PolicyException.objects.exclude(subject__events__verb=ExceptionEnded.verb)
    rows = list(going_on.select_related("subject").order_by("subject"))
    over = [row for row in rows if _ended(row, desk) is not None]
    for subject in Subject.objects.select_for_update().filter(pk__in=[row.subject_id for row in over]).order_by("pk"):
        with acting(subject, desk=desk, actor=DESK) as act:
            follow_book(act)
    return len(over)


def follow_book(act: Acting) -> None:
    """Append that the deviation is over, if the book says so by the act's instant; nothing for another subject. So
    that it does not depend on when a worker looked, whoever acts on a deviation does this first."""
    row = PolicyException.objects.filter(subject=act.subject).first()
    over = _ended(row, act.desk) if row is not None else None
    if over is not None and not any(isinstance(one.payload, ExceptionEnded) for one in act.events):
        act.append(ExceptionEnded(by=over.by), at=over.at, actor=DESK)


def _ended(row: PolicyException, desk: Desk) -> Ended | None:
    clause = clause_of(row, desk)
    return ended(clause, desk.edition, at=desk.at) if clause is not None else None


@transaction.atomic
def review_exception(*, viewer: Viewer, exception_id: int, why: str, at: datetime) -> None:
    """Somebody looked at a deviation again and says what comes of it: its review is met. Raises Missing, Invalid
    without a reason, and Refused for whom it is not to say, or where no review is owed."""
    require(viewer, Right.see_desk)
    row = PolicyException.objects.select_related("subject").filter(pk=exception_id).first()
    if row is None:
        raise Missing("no_exception", say("There is no such deviation."))
    said = " ".join(why.split())
    if not said or len(said) > LONGEST_WHY:
        raise Invalid(
            "reason_missing",
            say("Say in at most {longest} characters why it stands.", longest=LONGEST_WHY),
            field="why",
        )
    desk = open_desk(at)
    if not may_review(viewer, row, desk):
        raise Refused(
            "not_yours",
            say(
                "Only {whose} may say that {clause} was reviewed.",
                whose=whose_review(row, desk),
                clause=row.clause,
            ),
        )
    subject = Subject.objects.select_for_update().get(pk=row.subject_id)
    with acting(subject, desk=desk, actor=viewer.actor) as act:
        follow_book(act)
        if not any(one.state in LIVE_STATES for one in act.followed().clocks):
            raise Refused(
                "no_review",
                say("No review of {clause} is owed: it was reviewed before, or is over.", clause=row.clause),
            )
        act.append(Reviewed(why=said))


def was_told_before(row: PolicyException) -> bool:
    """Whether an earlier version of the desk told somebody that this review was due."""
    key = f"exception:{row.clause}:{row.amendment}:{row.review_at.isoformat()}"
    people = Person.objects.values_list("pk", flat=True)
    return Notice.objects.filter(key__in=[stored_key(f"{key}:{person}") for person in people]).exists()

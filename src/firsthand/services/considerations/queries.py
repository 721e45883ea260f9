"""Considerations as the page of their ticket shows them (S24)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from firsthand.domain.considerations import considered
from firsthand.domain.names import Role
from firsthand.domain.sentences import Sentence, say
from firsthand.models.clocks import Clock
from firsthand.models.considerations import STANDS, Consideration
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.access.doors import considerations_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.answer_of_clause import NO_CLOCK
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.answers import AnswerClock, clock_of
from firsthand.services.people.queries import holders_of


@dataclass(frozen=True, kw_only=True)
class ConsiderationRow:
    """What is to be considered until when, by which role, and what it answered: taken, not_taken, or nothing so far."""

    id: int
    text: str
    role: str
    clause: str
    who: str
    given_at: datetime
    until: datetime
    answer: str
    why: str
    answered_by: str
    clock: AnswerClock
    may_answer: bool
    may_withdraw: bool


def standing_on(*, viewer: Viewer, ticket: Ticket, desk: Desk) -> tuple[ConsiderationRow, ...]:
    """What is to be considered on a ticket that the viewer was shown, as of the desk's instant, the oldest first."""
    rows = list(_shown(viewer).filter(STANDS, ticket=ticket, until__gt=desk.at).order_by("id"))
    roles = {viewer.organisation.now(Role(one.role)) for one in rows if not one.answer}
    answers = {role for role in roles if _answers(viewer, role, at=desk.at)}
    return tuple(_row(one, viewer, desk, answers=answers) for one in rows)


def may_answer(viewer: Viewer, row: Consideration, *, at: datetime) -> bool:
    """Whether the answer is the viewer's: who holds the role that orders the work, and an owner of the desk while
    nobody does (A20)."""
    return _answers(viewer, viewer.organisation.now(Role(row.role)), at=at)


def _answers(viewer: Viewer, role: Role, *, at: datetime) -> bool:
    return role in viewer.roles or (viewer.is_owner and not holders_of(role, at))


def may_withdraw(viewer: Viewer, row: Consideration, *, desk: Desk) -> bool:
    """Whether the viewer takes it back: who gave it; once they left, whoever gives such as the clause has it."""
    if row.given_by_id == viewer.person_id:
        return True
    says = considered(desk.edition, row.clause, at=desk.at)
    return not row.given_by.is_active and says is not None and bool(says.given_by & viewer.roles)


def owed_by(subject: Subject, _desk: Desk) -> tuple[Role, ...]:
    """The role that answers the consideration that a subject is."""
    return (Role(Consideration.objects.values_list("role", flat=True).get(subject=subject)),)


def label_of(row: Consideration) -> Sentence:
    """A consideration in a line, with its ticket."""
    return say("#{number} {title}", number=row.ticket_id, title=row.text)


def labels_of(subjects: Collection[int], _desk: Desk) -> Mapping[int, Sentence]:
    """As `label_of`, by the subjects that the considerations are."""
    return {one.subject_id: label_of(one) for one in Consideration.objects.filter(subject__in=subjects)}


def _shown(viewer: Viewer) -> QuerySet[Consideration, Any]:
    clock = Clock.objects.filter(subject=OuterRef("subject")).order_by("-id")
    decided = Decision.objects.filter(subject=OuterRef("subject")).order_by("-id")
    return (
        considerations_for(viewer)
        .select_related("given_by", "answered_by")
        .annotate(
            due_at=Subquery(clock.values("due_at")[:1]),
            clock_state=Subquery(clock.values("state")[:1]),
            clock_breached_at=Subquery(clock.values("breached_at")[:1]),
            clock_clause=Subquery(clock.values("clause")[:1]),
            decided=Subquery(decided.values("outcome")[:1]),
        )
    )


def _row(
    row: Any,  # noqa: ANN401, RUF100 - annotated
    viewer: Viewer,
    desk: Desk,
    *,
    answers: set[Role],
) -> ConsiderationRow:
    return ConsiderationRow(
        id=row.pk,
        text=row.text,
        role=row.role,
        clause=row.clause,
        who=row.given_by.name,
        given_at=row.given_at,
        until=row.until,
        answer=row.answer,
        why=row.why,
        answered_by=row.answered_by.name if row.answered_by is not None else "",
        clock=clock_of(row, none=NO_CLOCK),
        may_answer=not row.answer and viewer.organisation.now(Role(row.role)) in answers,
        may_withdraw=may_withdraw(viewer, row, desk=desk),
    )

"""Feature requests as pages show them: in the list of whoever decides, and on their ticket."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from firsthand.domain.book import Edition
from firsthand.domain.feature_requests import reached, reached_anywhere
from firsthand.domain.names import Kind, Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.models.clocks import Clock
from firsthand.models.feature_requests import UNANSWERED, FeatureRequest
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.access.doors import feature_requests_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.answer_of_clause import NO_CLOCK
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.answers import AnswerClock, clock_of
from firsthand.services.people.queries import holders_of

MOST_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """One request. `may_answer`: its answer is the viewer's to give; `kind` is the ticket's by now, and `is_moved`
    says that the book has such a kind reach nobody any more."""

    id: int
    title: str
    evidence: str
    ticket_id: int
    about: str
    account: str
    role: str
    who: str
    at: datetime
    answer: str
    why: str
    answered_by: str
    answered_at: datetime | None
    clock: AnswerClock
    may_answer: bool
    kind: str
    is_moved: bool


@dataclass(frozen=True, kw_only=True)
class RequestsPage:
    """What waits for an answer, due first, and what was answered last."""

    waiting: tuple[RequestRow, ...]
    answered: tuple[RequestRow, ...]
    has_more: bool


def requests_page(*, viewer: Viewer, desk: Desk) -> RequestsPage:
    """The list of requests, in a number of queries that does not grow with it. Raises Refused."""
    require(viewer, Right.see_desk)
    found = _shown(viewer)
    first = (F("due_at").asc(nulls_last=True), "sent_at", "id")
    waiting = list(found.filter(UNANSWERED).order_by(*first)[: MOST_SHOWN + 1])
    answered = list(found.exclude(UNANSWERED).order_by("-answered_at", "-id")[:MOST_SHOWN])
    rows = _rows([*waiting[:MOST_SHOWN], *answered], viewer, desk)
    return RequestsPage(
        waiting=tuple(one for one in rows if not one.answer),
        answered=tuple(one for one in rows if one.answer),
        has_more=len(waiting) > MOST_SHOWN,
    )


def request_on(*, viewer: Viewer, ticket: Ticket, desk: Desk) -> RequestRow | None:
    """The request that was made of a ticket that the viewer was shown; None where none was."""
    return next(iter(_rows(_shown(viewer).filter(ticket=ticket), viewer, desk)), None)


def may_answer(viewer: Viewer, row: FeatureRequest, *, at: datetime) -> bool:
    """Whether the answer is the viewer's: who holds the role that it was sent to, and an owner of the desk while nobody
    does (A20)."""
    role = viewer.organisation.now(Role(row.role))
    return role in viewer.roles or (viewer.is_owner and not holders_of(Role(row.role), at))


def sees_requests(viewer: Viewer, *, desk: Desk) -> bool:
    """Whether the book has requests reach a role of the viewer's."""
    return any(one.role in viewer.roles for one in reached_anywhere(desk.edition, at=desk.at))


def owed_by(subject: Subject, _desk: Desk) -> tuple[Role, ...]:
    """The role that answers the request that a subject is."""
    return (Role(FeatureRequest.objects.values_list("role", flat=True).get(subject=subject)),)


def label_of(row: FeatureRequest) -> Sentence:
    """A request in a line, with its ticket."""
    return say("#{number} {title}", number=row.ticket_id, title=row.title)


def labels_of(subjects: Collection[int], _desk: Desk) -> Mapping[int, Sentence]:
    """As `label_of`, by the subjects that the requests are."""
    return {one.subject_id: label_of(one) for one in FeatureRequest.objects.filter(subject__in=subjects)}


def _shown(viewer: Viewer) -> QuerySet[FeatureRequest, Any]:
    clock = Clock.objects.filter(subject=OuterRef("subject")).order_by("-id")
    decided = Decision.objects.filter(subject=OuterRef("subject")).order_by("-id")
    return (
        feature_requests_for(viewer)
        .select_related("sent_by", "answered_by", "ticket", "account")
        .annotate(
            due_at=Subquery(clock.values("due_at")[:1]),
            clock_state=Subquery(clock.values("state")[:1]),
            clock_breached_at=Subquery(clock.values("breached_at")[:1]),
            clock_clause=Subquery(clock.values("clause")[:1]),
            decided=Subquery(decided.values("outcome")[:1]),
        )
    )


def _rows(found: Iterable[Any], viewer: Viewer, desk: Desk) -> list[RequestRow]:
    rows = list(found)
    vacant = {role for role in {one.role for one in rows} if viewer.is_owner and not holders_of(Role(role), desk.at)}
    return [_row(one, viewer, desk.edition, vacant=vacant, at=desk.at) for one in rows]


def _row(
    row: Any,  # noqa: ANN401, RUF100 - annotated
    viewer: Viewer,
    edition: Edition,
    *,
    vacant: set[str],
    at: datetime,
) -> RequestRow:
    return RequestRow(
        id=row.pk,
        title=row.title,
        evidence=row.evidence,
        ticket_id=row.ticket_id,
        about=f"#{row.ticket_id} {row.ticket.title}".strip(),
        account=row.account.name if row.account is not None else "",
        role=row.role,
        who=row.sent_by.name,
        at=row.sent_at,
        answer=row.answer,
        why=row.why,
        answered_by=row.answered_by.name if row.answered_by is not None else "",
        answered_at=row.answered_at,
        clock=clock_of(row, none=NO_CLOCK),
        may_answer=not row.answer and (row.role in vacant or viewer.organisation.now(Role(row.role)) in viewer.roles),
        kind=row.ticket.kind,
        is_moved=reached(edition, Kind(row.ticket.kind), at=at) is None,
    )

"""Reads about word to teammates."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.events import SubjectKind
from firsthand.domain.sentences import Sentence
from firsthand.services.access.doors import notices_for
from firsthand.services.access.viewers import Viewer


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """One notice to the viewer."""

    id: int
    at: datetime
    kind: str
    text: Sentence
    clause: str
    ticket_id: int | None
    is_of_task: bool


def unread(viewer: Viewer, *, limit: int = 50) -> list[NoticeRow]:
    """The viewer's own unread notices, newest first, at most `limit`."""
    mine = notices_for(viewer).filter(read_at=None).order_by("-at", "-id")
    mine = mine.select_related("subject")[:limit]
    return [
        NoticeRow(
            id=one.pk,
            at=one.at,
            kind=one.kind,
            text=one.text,
            clause=one.clause,
            ticket_id=one.subject.ticket_id if one.subject is not None else None,
            is_of_task=one.subject is not None and one.subject.kind == SubjectKind.task,
        )
        for one in mine
    ]


def unread_count(viewer: Viewer) -> int:
    """How many notices the viewer has not read."""
    return notices_for(viewer).filter(read_at=None).count()

"""Reads about word to teammates."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.sentences import Sentence
from firsthand.models.outbox import Notice
from firsthand.services.access.doors import notices_for
from firsthand.services.access.viewers import Viewer


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """One notice to the viewer; `page` is where it leads, empty for nowhere."""

    id: int
    at: datetime
    kind: str
    text: Sentence
    clause: str
    page: str


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
            page=_page(one),
        )
        for one in mine
    ]


def _page(notice: Notice) -> str:
    if notice.subject is not None and notice.subject.ticket_id is not None:
        return f"/t/{notice.subject.ticket_id}"
    return notice.path


def unread_count(viewer: Viewer) -> int:
    """How many notices the viewer has not read."""
    return notices_for(viewer).filter(read_at=None).count()

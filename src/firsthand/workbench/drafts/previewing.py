"""What a draft would have changed for the desk's own tickets, quickly enough for a page."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book import Edition
from firsthand.services.access.viewers import Viewer
from firsthand.services.history.queries import titles_of
from firsthand.workbench.history.desk import MOST_TICKETS, database_history
from firsthand.workbench.replay import Flip, Replayer, ReplaySummary, merged, summary_of

SHOWN_FLIPS = 50


@dataclass(frozen=True, kw_only=True)
class PreviewFlip:
    """A flip with the number and the subject of its ticket, for a link."""

    ticket_id: int
    subject: str
    flip: Flip


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A replay of the newest tickets. `flips` are those of the newest tickets among them; `bounded` says that the
    desk has more tickets than were replayed."""

    summary: ReplaySummary
    flips: tuple[PreviewFlip, ...]
    bounded: bool


def preview(
    before: Edition, after: Edition, now: datetime, *, viewer: Viewer, most: int = MOST_TICKETS
) -> Preview | None:
    """What changes for the desk's newest tickets between two editions; None when the desk has no tickets.

    Read-only, and bounded by `most` tickets. Tickets that the viewer is shut out of are left out and not counted.
    """
    history = database_history(now=now, most=most, viewer=viewer)
    if history is None:
        return None
    sums = merged([part.sums for part in Replayer(before, after).parts(history)])
    summary = summary_of(sums, before, after)
    shown = summary.flips[:SHOWN_FLIPS]
    titles = titles_of({int(flip.ticket) for flip in shown}, viewer=viewer)
    return Preview(
        summary=summary,
        flips=tuple(
            PreviewFlip(ticket_id=int(flip.ticket), subject=titles.get(int(flip.ticket), ""), flip=flip)
            for flip in shown
        ),
        bounded=len(history) >= most,
    )

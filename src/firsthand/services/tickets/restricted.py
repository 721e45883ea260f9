"""What an owner of the desk knows of the restricted tickets that they are not let in to: that they are there."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.organisation import Right
from firsthand.models.tickets import LinkKind
from firsthand.services.access.restrictions import circle_of, members_of, shut_out
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk

MOST = 20


@dataclass(frozen=True, kw_only=True)
class Shut:
    """A restricted ticket as somebody knows of it who is not let in: its number, since when, and how many of those who
    are here are let in."""

    ticket_id: int
    since: datetime
    let_in: int


@dataclass(frozen=True, kw_only=True)
class ShutTickets:
    """How many there are, and the oldest of them."""

    count: int
    oldest: tuple[Shut, ...]


def shut_to_owner(*, viewer: Viewer, desk: Desk) -> ShutTickets:
    """The restricted tickets that an owner is not let in to; none for anybody else, to whom they do not exist. One that
    was merged into another is counted with it."""
    if not viewer.may(Right.run_desk):
        return ShutTickets(count=0, oldest=())
    found = shut_out(viewer).exclude(ticket__links__kind=LinkKind.merged_into)
    oldest = [
        Shut(ticket_id=one.pk, since=one.since, let_in=len(members_of(circle, desk)))
        for one in found.order_by("since", "pk")[:MOST]
        if (circle := circle_of(one.pk)) is not None
    ]
    return ShutTickets(count=found.count(), oldest=tuple(oldest))

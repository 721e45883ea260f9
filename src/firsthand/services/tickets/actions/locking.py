"""One writer at a time on a ticket."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet

from firsthand.domain.errors import Refused
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.domain.tickets import Phase
from firsthand.models.tickets import LinkKind, Ticket, TicketLink
from firsthand.services.access.doors import no_ticket, tickets_for
from firsthand.services.access.viewers import Viewer, anybody_like, require
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare


def locked(ticket_id: int) -> Ticket:
    """The ticket, locked with its subject until the transaction ends. The caller has checked who asks."""
    return _with_its_lock().get(pk=ticket_id)


def locked_if_free(subject_id: int) -> Ticket | None:
    """The ticket that is a subject, locked as every other act locks it; None while somebody acts on it."""
    return _with_its_lock(skip_locked=True).filter(subject=subject_id).first()


def _with_its_lock(*, skip_locked: bool = False) -> QuerySet[Ticket]:
    """Tickets with their locks: first the ticket, then its subject, so that no two acts block each other."""
    rows = Ticket.objects.select_for_update(of=("self", "subject"), skip_locked=skip_locked)
    return rows.select_related("subject", "account", "contact", "responsible")


def lock(*, viewer: Viewer, ticket_id: int) -> Ticket:
    """The ticket, locked until the transaction ends. Raises Missing when the viewer may not see it, and Refused
    when the viewer may not work on tickets."""
    check_workable(viewer=viewer, ticket_id=ticket_id)
    return locked(ticket_id)


def check_workable(*, viewer: Viewer, ticket_id: int) -> None:
    """Raises as `lock` does, and locks nothing: for whoever locks others before the ticket."""
    require(viewer, Right.work_tickets)
    if not _seen(anybody_like(viewer)).rows(who=viewer.person_id, ticket=ticket_id):
        raise no_ticket(ticket_id)


@lru_cache(maxsize=64)
def _seen(viewer: Viewer) -> PreparedQuery:
    """A ticket, if its door is open."""
    return prepare(tickets_for(viewer).filter(pk=Blank("ticket")).values_list("pk"))


def lock_two(*, viewer: Viewer, one: int, other: int) -> tuple[Ticket, Ticket]:
    """Two tickets, locked by rising number, so that two acts at once cannot block each other."""
    found = {number: lock(viewer=viewer, ticket_id=number) for number in sorted((one, other))}
    return found[one], found[other]


def lock_unended(*, viewer: Viewer, ticket_id: int) -> Ticket:
    """As `lock`; Refused when the ticket is closed, because a closed ticket stays as it is."""
    ticket = lock(viewer=viewer, ticket_id=ticket_id)
    if ticket.phase == Phase.closed:
        raise Refused(
            "closed",
            say("This ticket is closed and stays as it is. A reply to it starts a new ticket that is linked to it."),
        )
    return ticket


class Merge(NamedTuple):
    """That a ticket was merged into another: which, when, and whose it was."""

    source: int
    target: int
    at: datetime
    contact: int | None


def merges_of(ticket_id: int) -> list[Merge]:
    """What was merged into a ticket, by whatever way, nearest first. A query a step."""
    found: list[Merge] = []
    into = [ticket_id]
    while into:
        links = TicketLink.objects.filter(target__in=into, kind=LinkKind.merged_into).order_by("at", "id")
        some = [Merge(*row) for row in links.values_list("source_id", "target_id", "at", "source__contact_id")]
        into = [one.source for one in some]
        found += some
    return found


def merged_here(ticket_id: int) -> list[int]:
    """The tickets that were merged into one, by whatever way; they are read on it."""
    return [one.source for one in merges_of(ticket_id)]


def merged_into(ticket_id: int | None) -> list[int]:
    """The tickets that one was merged into, one after the other; the last is where it is worked on."""
    found: list[int] = []
    while ticket_id is not None:
        into = TicketLink.objects.filter(source=ticket_id, kind=LinkKind.merged_into)
        ticket_id = into.values_list("target_id", flat=True).first()
        found += [ticket_id] if ticket_id is not None else []
    return found

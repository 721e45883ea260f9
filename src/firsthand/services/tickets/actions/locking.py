"""One writer at a time on a ticket."""

from collections.abc import Iterable

from django.db.models import QuerySet

from firsthand.domain.errors import Missing, Refused
from firsthand.domain.people.permissions import Act
from firsthand.domain.tickets import Phase
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer, require, tickets_for


def locked(ticket_id: int) -> Ticket:
    """The ticket, locked with its subject until the transaction ends. The caller has checked who asks."""
    return _locking().get(pk=ticket_id)


def locked_if_free(ticket_id: int) -> Ticket | None:
    """As `locked`; None while another transaction holds it."""
    return _locking(skip_locked=True).filter(pk=ticket_id).first()


def locked_in_order(ticket_ids: Iterable[int]) -> dict[int, Ticket]:
    """Several tickets by number, locked by rising number, so that two acts at once cannot block each other."""
    return {number: locked(number) for number in sorted(set(ticket_ids))}


def _locking(*, skip_locked: bool = False) -> QuerySet[Ticket]:
    rows = Ticket.objects.select_for_update(of=("self", "subject"), skip_locked=skip_locked)
    return rows.select_related("subject", "account", "contact", "responsible")


def lock(*, viewer: Viewer, ticket_id: int) -> Ticket:
    """The ticket, locked until the transaction ends. Raises Missing when the viewer may not see it, and Refused
    when the viewer may not work on tickets."""
    _check(viewer, ticket_id)
    return locked(ticket_id)


def _check(viewer: Viewer, ticket_id: int) -> None:
    require(viewer, Act.work_tickets)
    if not tickets_for(viewer).filter(pk=ticket_id).exists():
        raise Missing("no_ticket", f"There is no ticket #{ticket_id}.")


def lock_two(*, viewer: Viewer, one: int, other: int) -> tuple[Ticket, Ticket]:
    """Two tickets, locked in order. Raises as `lock` does."""
    for number in (one, other):
        _check(viewer, number)
    found = locked_in_order((one, other))
    return found[one], found[other]


def lock_unended(*, viewer: Viewer, ticket_id: int) -> Ticket:
    """As `lock`; Refused when the ticket is closed, because a closed ticket stays as it is."""
    ticket = lock(viewer=viewer, ticket_id=ticket_id)
    if ticket.phase == Phase.closed:
        raise Refused(
            "closed",
            "This ticket is closed and stays as it is. A reply to it starts a new ticket that is linked to it.",
        )
    return ticket

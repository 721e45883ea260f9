"""Offers that nobody answered in the time that the book gives: they end at that instant, and what the book says then
becomes of them."""

from datetime import datetime

from django.db import transaction

from firsthand.domain.events import DESK
from firsthand.domain.handoffs import AtExpiry, End, Occasion
from firsthand.models.handoffs import OPEN, Handoff
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.handoffs.actions import Offer, expire, make_offer, with_lock
from firsthand.services.handoffs.context import context_of
from firsthand.services.handoffs.telling import receiver_of
from firsthand.services.people.queries import holders_of
from firsthand.services.tickets.actions.locking import locked
from firsthand.services.tickets.actions.ways import holder_of


def expire_due(*, now: datetime, limit: int = 200) -> int:
    """End what is past its time by now; how many offers. Safe to do twice."""
    due = Handoff.objects.filter(OPEN, expires_at__lt=now).order_by("expires_at", "id")
    numbers = list(due.values_list("id", "ticket_id")[:limit])
    desk = open_desk(now) if numbers else None
    return sum(_expire(number, ticket, desk=desk) for number, ticket in numbers if desk is not None)


@transaction.atomic
def _expire(handoff_id: int, ticket_id: int, *, desk: Desk) -> bool:
    ticket = locked(ticket_id)
    row = with_lock().filter(OPEN, pk=handoff_id, expires_at__lt=desk.at).first()
    if row is None or row.expires_at is None:
        return False
    row.ticket, at = ticket, row.expires_at
    event = expire(row, desk=desk)
    role = receiver_of(row, desk.organisation).role
    if row.at_expiry == AtExpiry.lead and (heads := desk.organisation.heads_of(role)):
        led = ((head, one) for head in heads for one in holders_of(head, desk.at))
        head, lead = next(led, (heads[0], None))
        again = Offer(
            sender=holder_of(ticket),
            receiver=End(role=head, person=lead.pk if lead is not None else None),
            context=context_of(row),
            occasion=Occasion.expired,
            offered_by=row.offered_by,
            at=at,
        )
        make_offer(ticket, again, desk=desk, actor=DESK, because=event.pk)
    return True

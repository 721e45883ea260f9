"""Word to a teammate that nobody may hear any more: it is taken back when it would leave, whatever shut them out."""

from collections.abc import Sequence
from datetime import datetime

from firsthand.models.outbox import Delivery
from firsthand.models.people import Person
from firsthand.models.restrictions import Restriction
from firsthand.services.access.restrictions import circle_of, members_of
from firsthand.services.book.desk import open_desk
from firsthand.services.outbox.values import Purpose


def not_to_be_told(rows: Sequence[Delivery], at: datetime) -> set[int]:
    """The keys of those notices among the rows whose reader is no teammate any more, or is not let in to the ticket
    that they tell of."""
    notices = [row for row in rows if row.purpose == Purpose.notice]
    readers = {address for row in notices for address in row.recipients}
    gone = set(Person.objects.filter(email__in=readers, is_active=False).values_list("email", flat=True))
    about = {row.ticket_id for row in notices if row.ticket_id is not None}
    restricted = Restriction.objects.filter(pk__in=about).values_list("pk", flat=True)
    let_in = {ticket: _let_in(ticket, at) for ticket in restricted}
    return {
        row.pk
        for row in notices
        if gone.intersection(row.recipients)
        or (row.ticket_id in let_in and not let_in[row.ticket_id].issuperset(row.recipients))
    }


def _let_in(ticket: int, at: datetime) -> set[str]:
    circle = circle_of(ticket)
    members = members_of(circle, open_desk(at)) if circle is not None else []
    return {person.email for person in members if person.email}

"""The receipt that the book has a customer told, at once and by the desk. It is no reply: no clock hears of it.

No two machines write to each other by it: it goes to people only, once a thread, says of itself that it is automatic,
and nobody gets more than a few in an hour.
"""

from datetime import timedelta

from firsthand.domain.conversation.incoming import Incoming
from firsthand.domain.conversation.variables import filled
from firsthand.domain.events import DESK
from firsthand.domain.events.receipts import ReceiptWritten
from firsthand.domain.names import Kind
from firsthand.domain.ownership import triage
from firsthand.domain.ownership.receipts import receipt_text
from firsthand.models.outbox import Delivery
from firsthand.models.tickets import Ticket
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.deciding import request_about
from firsthand.services.book.desk import Desk
from firsthand.services.channels.registry import channel_of
from firsthand.services.intake.senders import Sender
from firsthand.services.outbox.actions import write
from firsthand.services.outbox.values import Purpose
from firsthand.services.tickets.actions.conversation import reply_subject
from firsthand.services.tickets.variables import values_of

AT_MOST_IN_AN_HOUR = 3
LATEST = timedelta(hours=1)
"""What says later than that "we have your message" says it to somebody who was answered, or to an archive that was
read in."""


def write_receipt(*, ticket: Ticket, incoming: Incoming, sender: Sender, desk: Desk) -> Delivery | None:
    """Have the sender of a new request told that it came in, where the book does; None where nobody is told. In the
    transaction that opened the ticket."""
    if not _may_be_told(incoming, sender, desk):
        return None
    kind = triage(desk.edition, ticket.received_at).clocks_as
    request = request_about(ticket=ticket, kind=Kind(kind), book=desk.edition, at=ticket.received_at)
    words = f"{incoming.subject}\n{incoming.text}"
    found = receipt_text(desk.edition, request, words=words, at=ticket.received_at)
    if found is None or _were_told(ticket, desk) >= AT_MOST_IN_AN_HOUR:
        return None
    mail = write(
        key=f"receipt:{ticket.pk}",
        purpose=Purpose.receipt,
        channel=incoming.channel,
        endpoint=ticket.endpoint,
        recipients=[incoming.author.address],
        subject=reply_subject(ticket),
        text=filled(found.text, values_of(ticket)),
        at=desk.at,
        ticket=ticket,
    )
    told = ReceiptWritten(
        mail=mail.pk, recipients=(incoming.author.address,), clause=found.clause, language=found.language
    )
    with acting_on_ticket(ticket, desk=desk, actor=DESK) as act:
        act.append(told)
    return mail


def _may_be_told(incoming: Incoming, sender: Sender, desk: Desk) -> bool:
    """Whether it is a person who wrote just now, as far as one can know, and whom the desk can write to."""
    return (
        incoming.auto is None
        and incoming.may_be_told
        and not incoming.authorship.is_doubted
        and not incoming.author.is_unclear
        and bool(incoming.author.address)
        and sender.teammate is None
        and sender.claims is None
        and not channel_of(incoming.channel).by_hand
        and desk.at - incoming.received_at <= LATEST
    )


def _were_told(ticket: Ticket, desk: Desk) -> int:
    """How many receipts whoever wrote it got within the hour."""
    theirs = Delivery.objects.filter(purpose=Purpose.receipt, ticket__contact=ticket.contact_id)
    return theirs.filter(created_at__gt=desk.at - timedelta(hours=1)).count()

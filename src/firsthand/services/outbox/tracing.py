"""Where a customer's answer to a ticket goes."""

from firsthand.models.outbox import OutboxMail
from firsthand.models.tickets import Ticket


def reply_address_of(*, ticket_id: int) -> str:
    """The signed Reply-To of the newest mail on a ticket; before there is one, the address that was written to."""
    for mail in OutboxMail.objects.filter(ticket_id=ticket_id, purpose="reply").order_by("-id")[:1]:
        if address := str(mail.headers.get("Reply-To", "")):
            return address
    return Ticket.objects.get(pk=ticket_id).to_address

"""Where a customer's answer to a ticket goes, and what it answers."""

from firsthand.models.conversation import Direction, Message
from firsthand.models.outbox import OutboxMail
from firsthand.models.tickets import Ticket


def reply_address_of(*, ticket_id: int) -> str:
    """The signed Reply-To of the newest mail on a ticket; before there is one, the address that was written to."""
    for mail in OutboxMail.objects.filter(ticket_id=ticket_id, purpose="reply").order_by("-id")[:1]:
        if address := str(mail.headers.get("Reply-To", "")):
            return address
    return Ticket.objects.get(pk=ticket_id).to_address


def thread_of(*, ticket_id: int) -> list[Message]:
    """What was written between a customer and the desk on a ticket, in order; notes are left out."""
    return list(Message.objects.filter(ticket_id=ticket_id).exclude(direction=Direction.note).order_by("at", "id"))

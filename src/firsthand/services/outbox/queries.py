"""Reads about messages on their way out."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from firsthand.domain.errors import Missing
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, say
from firsthand.models.conversation import Direction, Message
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import outbox_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.channels.queries import ours
from firsthand.services.channels.registry import channel_of
from firsthand.services.outbox.values import LINK_REMOVED, Purpose


@dataclass(frozen=True, kw_only=True)
class OutboxRow:
    """A mail on the outbox page. `text` is empty for mail whose link would let its reader in."""

    id: int
    state: OutboxState
    purpose: Purpose
    channel: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    ticket_id: int | None
    external_id: str
    created_at: datetime
    next_attempt_at: datetime | None
    attempts: int
    sent_at: datetime | None
    last_error: Sentence
    may_retry: bool


@dataclass(frozen=True, kw_only=True)
class OutboxPage:
    """The newest mails of the chosen states, and how many there are of each."""

    rows: tuple[OutboxRow, ...]
    counts: dict[OutboxState, int]
    has_more: bool


def outbox_page(*, viewer: Viewer, state: OutboxState | None = None, offset: int = 0, limit: int = 50) -> OutboxPage:
    """The outbox page in two queries. Raises Refused for somebody who may not see it."""
    require(viewer, Right.handle_quarantine)
    mails = outbox_for(viewer)
    counted = dict(mails.values_list("state").annotate(Count("id")).order_by())
    if state is not None:
        mails = mails.filter(state=state)
    rows = [_row(mail) for mail in mails.order_by("-created_at", "-id")[offset : offset + limit + 1]]
    return OutboxPage(
        rows=tuple(rows[:limit]),
        counts={one: counted.get(one.value, 0) for one in OutboxState},
        has_more=len(rows) > limit,
    )


def outbox_mail(*, viewer: Viewer, delivery_id: int) -> OutboxRow:
    """One mail. Raises Missing when there is none that the viewer may see."""
    mail = outbox_for(viewer).filter(pk=delivery_id).first()
    if mail is None:
        raise Missing("no_mail", say("There is no such mail in the outbox."))
    return _row(mail)


def failed_count(*, viewer: Viewer) -> int:
    """How many mails failed and wait for somebody."""
    return outbox_for(viewer).filter(state=OutboxState.failed).count()


def _row(mail: Delivery) -> OutboxRow:
    purpose = Purpose(mail.purpose)
    return OutboxRow(
        id=mail.pk,
        state=OutboxState(mail.state),
        purpose=purpose,
        channel=mail.channel,
        recipients=(*mail.recipients, *mail.copies),
        subject=mail.subject,
        text="" if purpose.lets_in else mail.text,
        ticket_id=mail.ticket_id,
        external_id=mail.external_id,
        created_at=mail.created_at,
        next_attempt_at=mail.next_attempt_at,
        attempts=mail.attempts,
        sent_at=mail.sent_at,
        last_error=mail.last_error,
        may_retry=mail.state == OutboxState.failed and mail.text != LINK_REMOVED,
    )


def reply_address_of(*, ticket_id: int) -> str:
    """The address that an answer to the newest message on a ticket goes to: signed where its channel signs; before
    there is one, the address that was written to."""
    replies = Delivery.objects.filter(ticket_id=ticket_id, purpose="reply").select_related("endpoint")
    sent = replies.order_by("-id").first()
    if sent is not None and sent.endpoint is not None:
        return channel_of(sent.channel).reply_address(sent.endpoint.address, ticket_id, ours(sent.channel))
    return Ticket.objects.get(pk=ticket_id).to_address


def thread_of(*, ticket_id: int) -> list[Message]:
    """What was written between a customer and the desk on a ticket, in order; notes are left out."""
    return list(Message.objects.filter(ticket_id=ticket_id).exclude(direction=Direction.note).order_by("at", "id"))

"""A ticket as its customer sees it: what was said between them and the desk, what they were promised, where it stands.

Everything comes through the contact's doors (`services/access/doors.py`): notes, clocks that may not be told and
colleagues' names do not reach this far.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from firsthand.models.clocks import LIVE
from firsthand.models.conversation import Attachment, Direction, Message
from firsthand.models.desk import DeskSettings
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.models.tickets import LinkKind, Ticket
from firsthand.services.access.contacts import ContactViewer, contact_viewer_of
from firsthand.services.access.doors import clocks_for, files_for, links_for, messages_for, ticket_behind, tickets_for
from firsthand.services.access.viewers import Viewer


@dataclass(frozen=True, kw_only=True)
class CustomerMessage:
    """Something that was said. Of the desk's own messages `author` is the desk, whoever wrote them, and
    they are as they were `laid_out`."""

    id: int
    at: datetime
    from_desk: bool
    author: str
    text: str
    laid_out: str
    files: tuple[Attachment, ...]


@dataclass(frozen=True, kw_only=True)
class CustomerPromise:
    """A promise that the book has told to customers and that still runs; without `due_at` it waits."""

    kind: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CustomerView:
    """A ticket as its customer sees it. `state` is a name that the book declares."""

    ticket_id: int
    title: str
    state: str
    desk: str
    messages: tuple[CustomerMessage, ...]
    promises: tuple[CustomerPromise, ...]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A ticket and what its customer sees of it; None where there is nobody to see it."""

    ticket: Ticket
    shown: CustomerView | None


def customer_view(*, looker: ContactViewer, ticket_id: int) -> CustomerView:
    """What a contact sees of a ticket. A reply is theirs once it has left. Raises Missing for a ticket that is neither
    their own nor their account's."""
    ticket = ticket_behind(tickets_for(looker), ticket_id)
    desk = DeskSettings.objects.values_list("name", flat=True).first() or ""
    return CustomerView(
        ticket_id=ticket.pk,
        title=ticket.title,
        state=ticket.status,
        desk=desk,
        messages=_messages(looker, ticket, desk=desk),
        promises=tuple(
            CustomerPromise(kind=kind, due_at=due_at)
            for kind, due_at in clocks_for(looker)
            .filter(subject__ticket=ticket, state__in=LIVE)
            .order_by("due_at", "id")
            .values_list("kind", "due_at")
        ),
    )


def as_the_customer_sees(*, viewer: Viewer, ticket_id: int) -> Preview:
    """What the customer of a ticket sees of it, for a teammate who sees the ticket. Raises Missing."""
    ticket = ticket_behind(tickets_for(viewer).select_related("contact", "account"), ticket_id)
    looker = contact_viewer_of(ticket.contact) if ticket.contact is not None else None
    shown = customer_view(looker=looker, ticket_id=ticket_id) if looker is not None else None
    return Preview(ticket=ticket, shown=shown)


def _messages(looker: ContactViewer, ticket: Ticket, *, desk: str) -> tuple[CustomerMessage, ...]:
    """What was said on the ticket and on those that were merged into it."""
    merged = links_for(looker).filter(target=ticket, kind=LinkKind.merged_into).values("source")
    mails = Delivery.objects.filter(message=OuterRef("pk"))
    left = Q(direction=Direction.inbound) | ~Exists(mails) | Exists(mails.filter(state=OutboxState.sent))
    rows = messages_for(looker).filter(Q(ticket=ticket) | Q(ticket__in=merged)).filter(left)
    found = list(rows.select_related("contact").defer("quoted").order_by("at", "id"))
    files = _files(looker, found)
    return tuple(
        CustomerMessage(
            id=one.pk,
            at=one.at,
            from_desk=one.direction == Direction.outbound,
            author=_author(one, desk),
            text=one.text,
            laid_out=one.html if one.direction == Direction.outbound and not one.content_digest else "",
            files=files.get(one.pk, ()),
        )
        for one in found
    )


def _author(message: Message, desk: str) -> str:
    if message.direction == Direction.outbound:
        return desk
    return (message.contact.name if message.contact is not None else "") or message.sender


def _files(looker: ContactViewer, messages: list[Message]) -> Mapping[int, tuple[Attachment, ...]]:
    found: dict[int, tuple[Attachment, ...]] = {}
    for one in files_for(looker).filter(message__in=messages).order_by("id"):
        found[one.message_id] = (*found.get(one.message_id, ()), one)
    return found

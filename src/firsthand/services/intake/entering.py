"""A teammate enters what a customer said: on the phone, in the hallway, at a fair."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from firsthand.domain.conversation.files import AttachedFile
from firsthand.domain.errors import Invalid, Missing
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.accounts import Contact
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Message
from firsthand.services.access.doors import tickets_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import open_desk
from firsthand.services.channels.customers import Customer, contact_of
from firsthand.services.channels.holding import held
from firsthand.services.channels.registry import channels, first_channel
from firsthand.services.tickets.actions.opening import MessageAdded, Opening, add_customer_message, open_ticket
from firsthand.services.tickets.actions.sorting import NOTHING_KNOWN, Sorting, sort
from firsthand.services.writing.attaching import attach, keep

LONGEST_TITLE = 120


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a customer said, and when: `received_at` is when they said it, None for now. `endpoint_id` is the occasion,
    one of the desk's that are entered by hand. It goes to the ticket, or opens one. `token` is of the form that was
    shown: the same entry twice is one. `sorting` is what is known of a ticket that it opens."""

    endpoint_id: int | None
    customer: Customer
    text: str
    subject: str = ""
    received_at: datetime | None = None
    ticket_id: int | None = None
    token: str = ""
    files: Sequence[AttachedFile] = ()
    sorting: Sorting = NOTHING_KNOWN


def enter(*, viewer: Viewer, entry: Entry, at: datetime) -> MessageAdded:
    """Enter it, with the real time of its receipt: clocks run from then. Raises Invalid for an empty text, an unknown
    occasion, nobody who said it, or a time to come; Missing for a ticket that is not there."""
    require(viewer, Right.work_tickets)
    endpoint, text = _occasion(entry), entry.text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid("empty", say("Write what they said; nothing was kept."), field="text")
    received_at = entry.received_at or at
    if received_at > at:
        raise Invalid("in_the_future", say("It cannot have been after now."), field="received_at")
    warnings = keep(entry.files)
    try:
        with transaction.atomic():
            if (found := _there(endpoint, entry)) is not None:
                return found
            opening = _opening(viewer, entry, endpoint, text, received_at=received_at, at=at)
            return _enter(viewer, entry, replace(opening, warnings=warnings), at=at)
    except IntegrityError:  # the same form, posted twice at once
        if (found := _there(endpoint, entry)) is None:
            raise
        return found


def _occasion(entry: Entry) -> Endpoint:
    by_hand = [name for name, channel in channels().items() if channel.by_hand]
    found = Endpoint.objects.filter(channel__in=by_hand, is_active=True, pk=entry.endpoint_id or 0).first()
    if found is None:
        raise Invalid("no_endpoint", say("Choose how it reached you."), field="endpoint")
    return found


def _there(endpoint: Endpoint, entry: Entry) -> MessageAdded | None:
    """The message that this entry is already."""
    if not entry.token:
        return None
    kept = Message.objects.select_related("ticket").filter(channel=endpoint.channel, external_id=_name_of(entry))
    found = kept.first()
    return MessageAdded(message=found, ticket=found.ticket, opened_new=False) if found is not None else None


def _name_of(entry: Entry) -> str | None:
    return f"entry:{entry.token}" if entry.token else None


def _opening(
    viewer: Viewer, entry: Entry, endpoint: Endpoint, text: str, *, received_at: datetime, at: datetime
) -> Opening:
    contact = held(_said_by(viewer, entry, at=at))
    return Opening(
        subject=" ".join(entry.subject.split())[:998] or _first_line(text),
        text=text,
        channel=endpoint.channel,
        external_id=_name_of(entry),
        sender=contact.name or contact.address,
        received_at=received_at,
        contact=contact,
        account=contact.account,
        endpoint=endpoint,
        to_address=endpoint.address,
        entered_by=viewer.person_id,
    )


def _enter(viewer: Viewer, entry: Entry, opening: Opening, *, at: datetime) -> MessageAdded:
    desk = open_desk(at)
    if entry.ticket_id is None:
        added = open_ticket(opening=opening, desk=desk)
    else:
        added = add_customer_message(ticket_id=entry.ticket_id, incoming=opening, desk=desk)
    attach(added.message, entry.files)
    if added.opened_new:
        sort(viewer=viewer, ticket=added.ticket, sorting=entry.sorting, at=at)
    return added


def _said_by(viewer: Viewer, entry: Entry, *, at: datetime) -> Contact:
    """Who said it; on a ticket its customer, unless somebody else is named."""
    said, known = entry.customer, None
    if entry.ticket_id is not None:
        ticket = tickets_for(viewer).select_related("contact__account").filter(pk=entry.ticket_id).first()
        if ticket is None:
            raise Missing(
                "no_ticket", say("There is no ticket #{number}.", number=str(entry.ticket_id)), field="ticket"
            )
        known = ticket.contact
    if known is not None and said == Customer():
        if known.erased_at is not None:
            raise Invalid("erased", say("This ticket's customer was erased; say who it was."), field="customer")
        return known
    return contact_of(said, channel=first_channel(), viewer=viewer, at=at)


def _first_line(text: str) -> str:
    line = " ".join(text.split("\n", 1)[0].split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"

"""We write to a customer first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.domain.conversation.files import AttachedFile
from firsthand.domain.errors import Invalid
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.ownership import triage
from firsthand.domain.sentences import say
from firsthand.models.channels import Endpoint
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.channels.customers import Customer, contact_of
from firsthand.services.channels.handles import address_on
from firsthand.services.channels.holding import held
from firsthand.services.channels.registry import channel_of, channels
from firsthand.services.tickets.actions.conversation import ReplyWritten, reply
from firsthand.services.tickets.actions.opening import Opening, begin_ticket
from firsthand.services.tickets.actions.sorting import NOTHING_KNOWN, Sorting, sort
from firsthand.services.writing.attaching import keep


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What we write first: from which of the desk's addresses, to which customer, who gets a copy, and what; and what
    is known of the ticket. `despite` is as for a reply."""

    endpoint_id: int | None
    customer: Customer
    subject: str
    text: str
    copies: Sequence[str] = ()
    files: Sequence[AttachedFile] = ()
    sorting: Sorting = NOTHING_KNOWN
    despite: str = ""


def begin(*, viewer: Viewer, beginning: Beginning, at: datetime) -> ReplyWritten:
    """Open a ticket for it and send the message, which leaves after ten seconds like every answer. The writer has the
    ticket unless it is given to somebody else; the triage role is responsible where the writer holds it, else a role of
    the writer's. Raises Invalid."""
    require(viewer, Right.work_tickets)
    endpoint = Endpoint.objects.filter(
        channel__in=list(channels()), is_active=True, pk=beginning.endpoint_id or 0
    ).first()
    if endpoint is None:
        raise Invalid("no_endpoint", say("Choose from where to write."), field="endpoint")
    if not (subject := " ".join(beginning.subject.split())[:998]):
        raise Invalid("subject_missing", say("Say in a few words what it is about."), field="subject")
    keep(beginning.files)
    channel = channel_of(endpoint.channel)
    with transaction.atomic():
        contact = held(contact_of(beginning.customer, channel=channel, viewer=viewer, at=at))
        address = address_on(channel.name, contact)
        if not address and not channel.by_hand:
            raise Invalid(
                "nobody_to_write_to", say("{name} has no address there; give one.", name=contact.name), field="address"
            )
        desk = open_desk(at)
        opening = Opening(
            subject=subject,
            text=beginning.text,
            channel=channel.name,
            sender=contact.name or address,
            received_at=at,
            contact=contact,
            account=contact.account,
            endpoint=endpoint,
            to_address=endpoint.address,
        )
        ticket = begin_ticket(opening=opening, role=_role(viewer, desk), actor=viewer.actor, desk=desk)
        written = reply(
            viewer=viewer,
            ticket_id=ticket.pk,
            text=beginning.text,
            substantive=False,
            at=at,
            to=(address or contact.name,),
            copies=beginning.copies,
            endpoint_id=endpoint.pk,
            files=beginning.files,
            despite=beginning.despite,
        )
        sort(viewer=viewer, ticket=ticket, sorting=beginning.sorting, at=at)
        return written


def _role(viewer: Viewer, desk: Desk) -> Role | None:
    """The role of the writer's that answers for it; None: the triage role."""
    if not viewer.roles or triage(desk.edition, desk.at).role in viewer.roles:
        return None
    return next((role for role in desk.organisation.roles if role in viewer.roles), None)

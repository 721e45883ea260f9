"""What we say: replies to the customer, notes to each other, and taking a reply back."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from firsthand.domain.clocks import ClockKind
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.mail.threading import own_message_id, sign
from firsthand.domain.people.permissions import Act
from firsthand.domain.tickets import ReplyJudgement, Role, TicketStatus, judge_reply, status_after_our_reply
from firsthand.models.conversation import Direction, Message
from firsthand.models.intake import Mailbox
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer, require, tickets_for
from firsthand.services.audit.actions import record
from firsthand.services.clocks.actions import meet, reopen
from firsthand.services.outbox.actions import take_back as take_back_mail
from firsthand.services.outbox.actions import write
from firsthand.services.tickets.actions.locking import lock, lock_unended, touch
from firsthand.services.tickets.actions.status import change_status

TAKE_BACK_WITHIN = timedelta(seconds=10)
_MOST_REFERENCES = 20


@dataclass(frozen=True, kw_only=True)
class Replied:
    """A reply that is on its way, and whether it counted as the response that was owed."""

    message: Message
    judgement: ReplyJudgement


def add_note(*, viewer: Viewer, ticket_id: int, text: str, at: datetime) -> Message:
    """Add an internal note. It goes to nobody outside, and stops no clock (invariant 6)."""
    body = _text(text)
    with transaction.atomic():
        ticket = lock(viewer=viewer, ticket_id=ticket_id)
        message = Message.objects.create(
            ticket=ticket,
            direction=Direction.note,
            at=at,
            person_id=viewer.person_id,
            sender=viewer.name,
            text=body,
            message_id=_new_message_id(""),
        )
        touch(ticket, at=at)
        record(ticket=ticket, at=at, actor_id=viewer.person_id, verb="note_added", detail={"message": message.pk})
    return message


def reply(
    *,
    viewer: Viewer,
    ticket_id: int,
    text: str,
    substantive: bool,
    at: datetime,
    status_after: TicketStatus | None = None,
) -> Replied:
    """Reply to the customer. The mail is written to the outbox in this transaction and leaves after ten seconds.

    `substantive` is the writer's own mark that the reply says what was done and the next step; only such a reply
    meets the first-response clock (A17). The viewer takes an untaken ticket of a role that the viewer holds.
    Raises Invalid for an empty text or a ticket with nobody to write to.
    """
    body = _text(text)
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        if ticket.contact is None:
            raise Invalid("nobody_to_write_to", "This ticket has no customer's address to reply to.", field="text")
        if ticket.contact.erased_at is not None:
            raise Invalid("erased", "This ticket's customer was erased; there is nobody to write to.", field="text")
        judgement = judge_reply(body, substantive)
        box = mailbox_of(ticket)
        message = Message.objects.create(
            ticket=ticket,
            direction=Direction.outbound,
            at=at,
            person_id=viewer.person_id,
            sender=viewer.name,
            recipients=[ticket.contact.email],
            subject=_reply_subject(ticket),
            text=body,
            message_id=_new_message_id(box.address if box else ""),
            substantive=substantive,
            counts_as_response=judgement.counts,
            counts_because=" ".join(judgement.reasons)[:400],
        )
        _send(ticket=ticket, message=message, box=box, at=at)
        before = {"status": ticket.status, "responsible": ticket.responsible_id}
        if ticket.responsible_id is None and Role(ticket.responsible_role) in viewer.roles:
            ticket.responsible = Person.objects.get(pk=viewer.person_id)
        touch(ticket, at=at)
        record(
            ticket=ticket,
            at=at,
            actor_id=viewer.person_id,
            verb="replied",
            why="" if judgement.counts else " ".join(judgement.reasons),
            detail={"message": message.pk, "counts": judgement.counts, "before": before},
        )
        if judgement.counts:
            owed = [ClockKind.first_response, ClockKind.next_response]
            meet(ticket=ticket, kinds=owed, at=at, message=message, actor_id=viewer.person_id)
        wanted = status_after or status_after_our_reply(TicketStatus(ticket.status))
        if wanted != ticket.status:
            change_status(ticket=ticket, status=wanted, at=at, actor_id=viewer.person_id)
    return Replied(message=message, judgement=judgement)


def take_back(*, viewer: Viewer, message_id: int, at: datetime) -> Ticket:
    """Take a reply back before it left: within ten seconds, by the person who wrote it. What it had met runs on."""
    require(viewer, Act.work_tickets)
    found = Message.objects.filter(pk=message_id, ticket__in=tickets_for(viewer)).first()
    if found is None:
        raise Missing("no_message", "There is no such reply.")
    with transaction.atomic():
        ticket = lock(viewer=viewer, ticket_id=found.ticket_id)
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.person_id != viewer.person_id or message.direction != Direction.outbound:
            raise Refused("not_yours", "Only the person who wrote a reply can take it back.")
        if message.taken_back_at is not None:
            return ticket
        for mail in message.outbox.all():
            take_back_mail(outbox_id=mail.pk, at=at)  # Refused when it has left, or is leaving
        message.taken_back_at = at
        message.save(update_fields=["taken_back_at"])
        reopen(ticket=ticket, message=message)
        _restore(ticket, message=message, viewer=viewer, at=at)
        touch(ticket, at=at)
        record(
            ticket=ticket,
            at=at,
            actor_id=viewer.person_id,
            verb="reply_taken_back",
            detail={"message": message.pk},
        )
    return ticket


def _restore(ticket: Ticket, *, message: Message, viewer: Viewer, at: datetime) -> None:
    event = ticket.events.filter(verb="replied", detail__message=message.pk).last()
    before = TicketStatus(event.detail["before"]["status"]) if event else TicketStatus(ticket.status)
    wanted = TicketStatus.open if before is TicketStatus.new else before
    if wanted != ticket.status and wanted not in (TicketStatus.solved, TicketStatus.closed):
        change_status(ticket=ticket, status=wanted, at=at, actor_id=viewer.person_id, why="the reply was taken back")


def mailbox_of(ticket: Ticket) -> Mailbox | None:
    """The mailbox that a reply goes out by: the one the customer wrote to, else the desk's first."""
    boxes = list(Mailbox.objects.filter(is_active=True).order_by("id"))
    return next((box for box in boxes if box.address == ticket.to_address), boxes[0] if boxes else None)


def _send(*, ticket: Ticket, message: Message, box: Mailbox | None, at: datetime) -> None:
    earlier = list(
        ticket.messages.exclude(direction=Direction.note)
        .filter(taken_back_at=None)
        .exclude(pk=message.pk)
        .order_by("at", "id")
        .values_list("message_id", "direction")
    )
    inbound = [message_id for message_id, direction in earlier if direction == Direction.inbound]
    references = [message_id for message_id, _ in earlier][-_MOST_REFERENCES:]
    headers: dict[str, str] = {"References": " ".join(references)} if references else {}
    if inbound:
        headers["In-Reply-To"] = inbound[-1]
    if box is not None:
        headers["Reply-To"] = sign(ticket.pk, settings.SECRET_KEY, box.address)
    write(
        key=f"reply:{message.pk}",
        purpose="reply",
        recipients=message.recipients,
        subject=message.subject,
        text=message.text,
        at=at,
        not_before=at + TAKE_BACK_WITHIN,
        mailbox=box,
        ticket=ticket,
        message=message,
        headers=headers,
        message_id=message.message_id,
    )


def _new_message_id(address: str) -> str:
    return own_message_id(os.urandom(20), address.rpartition("@")[2] or "firsthand.invalid")


def _reply_subject(ticket: Ticket) -> str:
    subject = ticket.subject or f"Your request #{ticket.pk}"
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"[:998]


def _text(text: str) -> str:
    body = text.replace("\r\n", "\n").strip()
    if not body:
        raise Invalid("empty", "Write something first; nothing was sent.", field="text")
    return body

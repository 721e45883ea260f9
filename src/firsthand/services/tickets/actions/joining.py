"""Tickets that belong together: merge, split, link."""

import os
from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.mail.threading import own_message_id
from firsthand.domain.tickets import TicketStatus
from firsthand.models.clocks import LIVE, Clock, ClockState
from firsthand.models.conversation import Attachment, Direction
from firsthand.models.tickets import ClosedAs, LinkKind, Ticket, TicketLink, TicketTag
from firsthand.services.access.viewers import Viewer
from firsthand.services.audit.actions import record
from firsthand.services.clocks.actions import end, follow_status, next_look, refresh_order
from firsthand.services.tickets.actions.locking import lock, lock_unended, touch
from firsthand.services.tickets.actions.opening import Opening, open_ticket


def merge(*, viewer: Viewer, ticket_id: int, into_id: int, at: datetime, why: str = "") -> Ticket:
    """Merge a ticket into another that is not closed. Its messages are read there, it closes as merged, and of two
    clocks of a kind the one that breaks first goes on (A19). Later replies to it go to the other."""
    if ticket_id == into_id:
        raise Invalid("same_ticket", "A ticket cannot be merged into itself.", field="into")
    with transaction.atomic():
        first, second = sorted((ticket_id, into_id))  # always in this order: two merges at once cannot block
        locked = {number: lock(viewer=viewer, ticket_id=number) for number in (first, second)}
        source, target = locked[ticket_id], locked[into_id]
        for ticket, field in ((source, "ticket"), (target, "into")):
            if ticket.status == TicketStatus.closed:
                raise Refused(
                    "closed",
                    f"#{ticket.pk} is closed; tickets are merged only while both are open.",
                    field=field,
                )
        if source.account_id and target.account_id and source.account_id != target.account_id:
            raise Refused(
                "two_accounts",
                f"#{target.pk} belongs to another account; its customer would read what this one wrote. "
                "Link the two instead.",
                field="into",
            )
        _join_clocks(source, target, at=at, viewer=viewer)
        TicketLink.objects.create(source=source, target=target, kind=LinkKind.merged_into, at=at)
        source.status, source.closed_as = TicketStatus.closed, ClosedAs.merged
        source.solved_at, source.closes_at, source.closed_at = source.solved_at or at, None, at
        touch(source, at=at)
        refresh_order(source)
        if target.status in (TicketStatus.pending, TicketStatus.on_hold, TicketStatus.solved):
            target.status, target.solved_at, target.closes_at = TicketStatus.open, None, None
        touch(target, at=at)
        refresh_order(target)
        actor = viewer.person_id
        record(ticket=source, at=at, actor_id=actor, verb="merged_away", why=why, detail={"ticket": target.pk})
        event = record(ticket=target, at=at, actor_id=actor, verb="merged_in", why=why, detail={"ticket": source.pk})
        follow_status(ticket=target, event=event, at=at)
    return target


def _join_clocks(source: Ticket, target: Ticket, *, at: datetime, viewer: Viewer) -> None:
    judged = set(target.clocks.filter(state__in=[ClockState.met, ClockState.missed]).values_list("kind", flat=True))
    running = {clock.kind: clock for clock in target.clocks.filter(state__in=LIVE).select_related("decision")}
    for clock in source.clocks.filter(state__in=LIVE).select_related("decision", "ticket"):
        other = running.get(clock.kind)
        earlier = other is None or (clock.due_at is not None and (other.due_at is None or clock.due_at < other.due_at))
        if earlier and clock.kind not in judged and clock.breached_at is None:
            if other is not None:
                end(
                    clock=other,
                    state=ClockState.cancelled,
                    at=at,
                    because=f"the clock of #{source.pk} is due earlier",
                    actor_id=viewer.person_id,
                )
            _carry_over(clock, target)
        missed = clock.breached_at is not None
        end(
            clock=clock,
            state=ClockState.missed if missed else ClockState.cancelled,
            at=at,
            because=f"merged into #{target.pk}",
            actor_id=viewer.person_id,
        )


def _carry_over(clock: Clock, target: Ticket) -> None:
    """The same promise, with its own start and terms, on the ticket that goes on."""
    copy = Clock.objects.get(pk=clock.pk)
    pauses = list(clock.pauses.all())
    copy.pk, copy.ticket = None, target
    copy._state.adding = True
    copy.next_at = next_look(copy) if copy.state == ClockState.running else None
    copy.save()
    for pause in pauses:
        pause.pk, pause.clock = None, copy
        pause._state.adding = True
        pause.save()


def split(*, viewer: Viewer, ticket_id: int, message_id: int, subject: str, at: datetime, why: str = "") -> Ticket:
    """Make a second ticket of one message of the customer. The message stays where it was and is copied; the new
    ticket's clocks start when that message was received (A19)."""
    with transaction.atomic():
        ticket = lock(viewer=viewer, ticket_id=ticket_id)
        message = ticket.messages.filter(pk=message_id, direction=Direction.inbound).first()
        if message is None:
            raise Missing("no_message", "Choose one of the customer's messages on this ticket.")
        added = open_ticket(
            opening=Opening(
                subject=subject.strip() or message.subject or ticket.subject,
                text=message.text,
                quoted=message.quoted,
                html=message.html,
                message_id=own_message_id(os.urandom(20), "split.firsthand.invalid"),
                sender=message.sender,
                recipients=tuple(message.recipients),
                contact=message.contact,
                account=ticket.account,
                channel=ticket.channel,
                to_address=ticket.to_address,
                received_at=message.at,
                notes=(f"Split from #{ticket.pk}.",),
            ),
            at=at,
        )
        Attachment.objects.bulk_create(
            Attachment(
                message=added.message,
                filename=file.filename,
                content_type=file.content_type,
                size=file.size,
                sha256=file.sha256,
                inline=file.inline,
                content_id=file.content_id,
            )
            for file in message.attachments.all()
        )
        TicketTag.objects.bulk_create(TicketTag(ticket=added.ticket, tag=row.tag) for row in ticket.tags.all())
        TicketLink.objects.create(source=added.ticket, target=ticket, kind=LinkKind.split_from, at=at)
        touch(ticket, at=at)
        detail = {"ticket": added.ticket.pk, "message": message.pk}
        record(ticket=ticket, at=at, actor_id=viewer.person_id, verb="split_off", why=why, detail=detail)
        record(
            ticket=added.ticket,
            at=at,
            actor_id=viewer.person_id,
            verb="split_from",
            why=why,
            detail={"ticket": ticket.pk},
        )
    return added.ticket


def link(*, viewer: Viewer, ticket_id: int, other_id: int, at: datetime, why: str = "") -> None:
    """Link two tickets as related; linking them twice changes nothing."""
    if ticket_id == other_id:
        raise Invalid("same_ticket", "A ticket cannot be linked to itself.", field="other")
    with transaction.atomic():
        first, second = sorted((ticket_id, other_id))
        locked = {number: lock(viewer=viewer, ticket_id=number) for number in (first, second)}
        ticket, other = locked[ticket_id], locked[other_id]
        if TicketLink.objects.filter(source=other, target=ticket, kind=LinkKind.related).exists():
            return
        _, made = TicketLink.objects.get_or_create(
            source=ticket, target=other, kind=LinkKind.related, defaults={"at": at}
        )
        if made:
            for one, two in ((ticket, other), (other, ticket)):
                touch(one, at=at)
                detail = {"ticket": two.pk, "kind": "related"}
                record(ticket=one, at=at, actor_id=viewer.person_id, verb="linked", why=why, detail=detail)


def unlink(*, viewer: Viewer, ticket_id: int, other_id: int, at: datetime) -> None:
    """Take a `related` link away; merges, splits and follow-ups stay."""
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        gone = 0
        for source, target in ((ticket_id, other_id), (other_id, ticket_id)):
            gone += TicketLink.objects.filter(source_id=source, target_id=target, kind=LinkKind.related).delete()[0]
        if not gone:
            raise Missing("no_link", f"#{ticket_id} and #{other_id} are not linked as related.")
        touch(ticket, at=at)
        record(ticket=ticket, at=at, actor_id=viewer.person_id, verb="unlinked", detail={"ticket": other_id})

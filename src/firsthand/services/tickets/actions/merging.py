"""Tickets that belong together: merge, split, link."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from firsthand.domain.clocks.fold import Fold
from firsthand.domain.clocks.promises import End, waits_within
from firsthand.domain.clocks.rules.responses import FIRST, NEXT, answer_to
from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.clocks import Baseline
from firsthand.domain.events.conversation import (
    Answer,
    CarriedClock,
    MessageReceived,
    PromiseId,
    Received,
)
from firsthand.domain.events.tickets import Linked, MergedAway, MergedIn, SplitFrom, SplitOff, Unlinked
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, say
from firsthand.domain.tickets import Cause, Phase
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import LinkKind, Ticket, TicketLink, TicketTag
from firsthand.services.access.doors import links_for
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import Acting, acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.coaching import likeness as coaching
from firsthand.services.consequences import noting as consequences
from firsthand.services.considerations import actions as considerations
from firsthand.services.feature_requests import actions as feature_requests
from firsthand.services.handoffs.queries import given_for_good
from firsthand.services.help import actions as help_requests
from firsthand.services.questions import actions as questions
from firsthand.services.tasks import actions as tasks
from firsthand.services.tickets.actions.locking import (
    check_workable,
    lock,
    lock_two,
    lock_unended,
    locked,
    merged_here,
    merged_into,
)
from firsthand.services.tickets.actions.opening import Brought, Opening, open_ticket
from firsthand.services.tickets.actions.restricting import check_alike, inherit
from firsthand.services.tickets.actions.status import move
from firsthand.services.writing.attaching import attach
from firsthand.services.writing.unsent import move_unsent


def merge(*, viewer: Viewer, ticket_id: int, into_id: int, at: datetime, why: str = "", sure: bool = False) -> Ticket:
    """Merge a ticket into another that is not closed. Its messages are read there, it closes as merged, and all that it
    owed is owed there, with its own start, terms and waits (A19); one answer meets both. Later replies to it go to the
    other, and its open tasks, questions, request, help, considerations and what people had begun to write hang there.
    Two of two accounts only if `sure`."""
    if ticket_id == into_id:
        raise Invalid("same_ticket", say("A ticket cannot be merged into itself."), field="into")
    with transaction.atomic():
        source, target = lock_two(viewer=viewer, one=ticket_id, other=into_id)
        _check_merge(source, target, sure=sure)
        check_alike(source, target)
        desk = open_desk(at)
        _check_not_given_back(source, target, desk)
        TicketLink.objects.create(source=source, target=target, kind=LinkKind.merged_into, at=at)
        with acting_on_ticket(source, desk=desk, actor=viewer.actor) as act:
            before = act.followed().fold
            owed = tuple(one.id for one in before.promises if one.is_live)
            away = act.append(MergedAway(ticket=target.pk, carried=owed, why=why))
            carried = act.followed().carried_by(away.pk)
            move(act, source, cause=Cause.merged_away, because=away)
        with acting_on_ticket(target, desk=desk, actor=viewer.actor) as act:
            event = act.append(
                MergedIn(
                    ticket=source.pk,
                    carried=carried,
                    waiting=tuple(before.waiting),
                    undelivered_at=before.undelivered_at,
                    why=why,
                ),
                because=away.pk,
            )
            move(act, target, cause=Cause.merged_in, because=event)
        move_unsent(source=source, target=target)
        for room in (tasks, questions, feature_requests, help_requests, considerations, coaching, consequences):
            room.take_along(source=source, target=target, desk=desk, actor=viewer.actor, because=away.pk)
    return target


def _check_merge(source: Ticket, target: Ticket, *, sure: bool) -> None:
    for ticket, field in ((source, "ticket"), (target, "into")):
        if ticket.phase == Phase.closed:
            message = say("#{number} is closed; tickets are merged only while both are open.", number=ticket.pk)
            raise Refused("closed", message, field=field)
    if sure or source.account is None or target.account is None or source.account_id == target.account_id:
        return
    text = (
        "#{number} belongs to another account, {other}: answers there would go to people of both, and each would read "
        "what the other wrote. Merge it if you are sure, or link the two."
    )
    raise Refused("two_accounts", say(text, number=target.pk, other=target.account.name), field="into")


def _check_not_given_back(source: Ticket, target: Ticket, desk: Desk) -> None:
    """Raises Refused where a merge would give a ticket back to the role that handed it over for good (S42)."""
    company = desk.organisation
    has, gets = (company.now(Role(one.responsible_role)) for one in (source, target))
    if has == gets:
        return
    given = given_for_good((source.pk, *merged_here(source.pk)), by=gets, organisation=company)
    if given is not None:
        text = "{sender} handed #{number} over for good ({clause}). Merge #{other} into it instead."
        sender = Name(gets, NameFamily.role)
        said = say(text, sender=sender, number=source.pk, clause=given.clause, other=target.pk)
        raise Refused("handed_over", said, field="into")


def split(*, viewer: Viewer, ticket_id: int, message_id: int, subject: str, at: datetime, why: str = "") -> Ticket:
    """Make a second ticket of one message of the customer. The message stays where it was and is copied; the clocks
    that it started go along, and if it was answered before, that answer counts there (A19)."""
    with transaction.atomic():
        check_workable(viewer=viewer, ticket_id=ticket_id)
        desk, went_to = open_desk(at), merged_into(ticket_id)
        for number in sorted((ticket_id, *went_to)):
            locked(number)
        ticket = lock(viewer=viewer, ticket_id=ticket_id)
        message = ticket.messages.filter(pk=message_id, direction=Direction.inbound).first()
        if message is None:
            raise Missing("no_message", say("Choose one of the customer's messages on this ticket."))
        with acting_on_ticket(ticket, desk=desk, actor=viewer.actor) as act:
            brought = _brought(act, message, at=at, then=went_to[-1:])
            added = open_ticket(opening=_opening(ticket, message, title=subject), desk=desk, brought=brought)
            attach(added.message, message.attachments.all())
            TicketTag.objects.bulk_create(TicketTag(ticket=added.ticket, tag=row.tag) for row in ticket.tags.all())
            TicketLink.objects.create(source=added.ticket, target=ticket, kind=LinkKind.split_from, at=at)
            inherit(added.ticket, of=ticket, desk=desk, actor=viewer.actor)
            went = tuple(PromiseId(kind=one.kind, started_by=one.started_by) for one in brought.carried)
            payload = SplitOff(ticket=added.ticket.pk, message=message.pk, carried=went, why=why)
            off = act.append(payload)
        help_requests.stay_at(ticket, split_off=added.ticket, desk=desk, actor=viewer.actor, because=off.pk)
        for number in went_to[-1:]:
            with acting_on_ticket(locked(number), desk=desk, actor=viewer.actor) as act:
                act.append(payload, because=off.pk)
        with acting_on_ticket(added.ticket, desk=desk, actor=viewer.actor) as act:
            act.append(SplitFrom(ticket=ticket.pk, why=why), because=off.pk)
    return added.ticket


def _opening(ticket: Ticket, message: Message, *, title: str) -> Opening:
    return Opening(
        subject=title.strip() or message.subject or ticket.title,
        text=message.text,
        quoted=message.quoted,
        html=message.html,
        dated_at=message.dated_at,
        sender=message.sender,
        recipients=tuple(message.recipients),
        copies=tuple(message.copies),
        contact=message.contact,
        account=ticket.account,
        channel=message.channel,
        endpoint=ticket.endpoint,
        to_address=ticket.to_address,
        received_at=message.at,
        notes=(say("Split from #{number}.", number=ticket.pk),),
    )


def _brought(act: Acting, message: Message, *, at: datetime, then: Sequence[int]) -> Brought:
    """What the message takes along: the answer that it is owed, or the one that it got, and the waits since it came.
    Of a merged ticket, `then` is the one to which it went."""
    fold = act.followed().fold
    if then and fold.merged is not None:
        return _brought_from(then[0], act, message, merged=fold.merged, at=at)
    owed = _owed(fold, message, at=at)
    return Brought(
        carried=owed,
        answered=None if owed else _answer(act, message),
        waits=tuple(waits_within(fold.statuses, since=message.at, until=at)),
    )


def _brought_from(number: int, source: Acting, message: Message, *, merged: End, at: datetime) -> Brought:
    """As `_brought`, of a message whose ticket was merged into another: what it is owed, it is owed there."""
    with acting_on_ticket(locked(number), desk=source.desk, actor=source.actor) as act:
        act.touches = False
        fold = act.followed().fold
    owed = _owed(fold, message, at=at)
    answer = _answer(source, message) or answer_to(fold, message=message.pk, at=message.at, event=merged.by)
    before = waits_within(source.followed().fold.statuses, since=message.at, until=merged.at)
    return Brought(
        carried=owed,
        answered=None if owed else answer,
        waits=(*before, *waits_within(fold.statuses, since=max(merged.at, message.at), until=at)),
    )


def _owed(fold: Fold, message: Message, *, at: datetime) -> tuple[CarriedClock, ...]:
    """The answers that are owed to a message, as another ticket takes them up."""
    return tuple(one.carry(fold.statuses, at=at) for one in fold.open_of(FIRST, NEXT) if one.message == message.pk)


def _answer(act: Acting, message: Message) -> Answer | None:
    brought = (
        one.id
        for one in act.events
        if isinstance(one.payload, Received | MessageReceived) and one.payload.message == message.pk
    )
    found = answer_to(act.followed().fold, message=message.pk, at=message.at, event=next(brought, None))
    if found is not None or not any(isinstance(one.payload, Baseline) for one in act.events[:1]):
        return found
    replies = Message.objects.filter(
        ticket=message.ticket_id,
        direction=Direction.outbound,
        counts_as_response=True,
        taken_back_at=None,
        at__gte=message.at,
    )
    reply = replies.order_by("at", "id").first()  # from before clocks followed events
    return None if reply is None else Answer(event=0, message=reply.pk, at=reply.at, left_at=reply.at)


def link(*, viewer: Viewer, ticket_id: int, other_id: int, at: datetime, why: str = "") -> None:
    """Link two tickets as related; linking them twice changes nothing."""
    if ticket_id == other_id:
        raise Invalid("same_ticket", say("A ticket cannot be linked to itself."), field="other")
    with transaction.atomic():
        ticket, other = lock_two(viewer=viewer, one=ticket_id, other=other_id)
        if TicketLink.objects.filter(source=other, target=ticket, kind=LinkKind.related).exists():
            return
        _, made = TicketLink.objects.get_or_create(
            source=ticket, target=other, kind=LinkKind.related, defaults={"at": at}
        )
        if made:
            desk = open_desk(at)
            for one, two in ((ticket, other), (other, ticket)):
                with acting_on_ticket(one, desk=desk, actor=viewer.actor) as act:
                    act.append(Linked(ticket=two.pk, kind=LinkKind.related.value, why=why))


def unlink(*, viewer: Viewer, ticket_id: int, other_id: int, at: datetime) -> None:
    """Take a `related` link away; merges, splits and follow-ups stay."""
    with transaction.atomic():
        ticket = lock_unended(viewer=viewer, ticket_id=ticket_id)
        gone = 0
        for source, target in ((ticket_id, other_id), (other_id, ticket_id)):
            seen = links_for(viewer).filter(source_id=source, target_id=target, kind=LinkKind.related)
            gone += TicketLink.objects.filter(pk__in=list(seen.values_list("pk", flat=True))).delete()[0]
        if not gone:
            raise Missing(
                "no_link",
                say("#{number} and #{other} are not linked as related.", number=ticket_id, other=other_id),
                field="other",
            )
        with acting_on_ticket(ticket, desk=open_desk(at), actor=viewer.actor) as act:
            act.append(Unlinked(ticket=other_id))

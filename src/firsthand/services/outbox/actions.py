"""Messages on their way out: written with the change that caused them, claimed under a lease, ended once.

A message is sent once in normal running. When a worker dies after the service's yes and before `mark_left` is
committed, the lease runs out and it is sent a second time under the same external id; no more than that.
"""

import hashlib
import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import NOTHING_SAID, Sentence, say
from firsthand.models.channels import Endpoint
from firsthand.models.conversation import Message
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import outbox_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.channels.queries import default_endpoint
from firsthand.services.channels.registry import channel_of, first_channel
from firsthand.services.outbox.values import (
    LATER_DELAY,
    LINK_REMOVED,
    LONGEST_FIRST_WAIT,
    TEXT_ERASED,
    ClaimedDelivery,
    Purpose,
)
from firsthand.services.outbox.withholding import not_to_be_told

LEASE = timedelta(minutes=10)


@transaction.atomic
def write(
    *,
    key: str,
    purpose: str,
    recipients: Sequence[str],
    subject: str,
    text: str,
    at: datetime,
    channel: str = "",
    endpoint: Endpoint | None = None,
    copies: Sequence[str] = (),
    ticket: Ticket | None = None,
    message: Message | None = None,
    external_id: str = "",
    not_before: datetime | None = None,
    left: bool = False,
) -> Delivery:
    """Write a message to send not before `not_before` (default: at once; a minute later at most), in the caller's
    transaction; one that has `left` was given already, and is only kept.

    Writing `key` a second time changes nothing and answers the first. Without a `channel` it goes by the first of the
    desk; without an `external_id` one is made where the channel names its messages itself, and is fixed from here on.
    Raises Invalid when there is no recipient, or none whose address says anything.
    """
    if not recipients or not all(one.strip() for one in (*recipients, *copies)):
        raise Invalid(
            "no_recipient", say("A message needs at least one recipient, each with an address."), field="recipients"
        )
    if "\n" in subject or "\r" in subject:
        raise Invalid("line_break", say("Subject must be one line."), field="subject")
    by = channel_of(channel) if channel else first_channel()
    stored = stored_key(key)
    delivery, _ = Delivery.objects.get_or_create(
        key=stored,
        defaults={
            "purpose": Purpose(purpose).value,
            "channel": by.name,
            "endpoint": endpoint,
            "ticket": ticket,
            "message": message,
            "recipients": list(recipients),
            "copies": list(copies),
            "subject": subject[:998],
            "text": text,
            "external_id": external_id or by.external_id(_from(by.name, endpoint), secrets.token_bytes(20)),
            "created_at": at,
            "next_attempt_at": not_before or at,
            **(_as_left(at, (*recipients, *copies)) if left else {}),
        },
    )
    return delivery


def _as_left(at: datetime, whom: Sequence[str]) -> dict[str, object]:
    """The columns of a message that reached everybody at an instant."""
    return {"state": OutboxState.sent, "sent_at": at, "reached": list(whom), "next_attempt_at": None}


def _from(channel: str, endpoint: Endpoint | None) -> str:
    """The address that a message leaves from, as far as there is one by now."""
    sender = endpoint or default_endpoint(channel)
    return sender.address if sender is not None else ""


def stored_key(key: str) -> str:
    """The key as the column holds it: a long one by its digest, so that two long ones never meet in the cut."""
    return key if len(key) <= 200 else f"{key[:130]}:{hashlib.sha256(key.encode()).hexdigest()}"


def claim_due(
    now: datetime, worker: str, limit: int = 20, lease: timedelta = LEASE, *, able: Collection[str] | None = None
) -> list[ClaimedDelivery]:
    """Claim at most `limit` messages that are due, oldest first, for `worker` until `now + lease`; only of the channels
    `able`, where these are given.

    What its reader may not hear any more is taken back instead. What waits for longer than any rule lets it wait was
    written while the clock was ahead, and is due. Leases that ran out are given back first. Safe in several processes:
    a mail is claimed by a conditional update, and one worker gets it. `worker` must name this worker alone.
    """
    _give_back_lapsed(now, lease)
    due = Delivery.objects.filter(_is_due(now), state=OutboxState.queued)
    if able is not None:
        due = due.filter(channel__in=able)
    if not due.exists():
        return []
    until = now + lease
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.order_by("next_attempt_at", "id").values_list("id", flat=True)[:limit])
        won = [
            pk
            for pk in ids
            if Delivery.objects.filter(_is_due(now), pk=pk, state=OutboxState.queued).update(
                state=OutboxState.sending,
                claimed_by=worker,
                claimed_until=until,
                attempts=F("attempts") + 1,
            )
        ]
        rows = list(Delivery.objects.filter(pk__in=won).order_by("next_attempt_at", "id"))
        if kept_back := not_to_be_told(rows, now):
            Delivery.objects.filter(pk__in=kept_back).update(
                state=OutboxState.taken_back, next_attempt_at=None, claimed_by="", claimed_until=None
            )
    return [_claimed(row, worker=worker, until=until) for row in rows if row.pk not in kept_back]


def _is_due(now: datetime) -> Q:
    too_late = Q(attempts=0, next_attempt_at__gt=now + LONGEST_FIRST_WAIT) | Q(next_attempt_at__gt=now + LATER_DELAY)
    return Q(next_attempt_at__lte=now) | too_late


def _give_back_lapsed(now: datetime, lease: timedelta) -> None:
    held = Delivery.objects.filter(state=OutboxState.sending)
    lapsed = held.filter(Q(claimed_until__lte=now) | Q(claimed_until__gt=now + 2 * lease))
    if lapsed.exists():
        _give_back(lapsed, now)


def _give_back(held: QuerySet[Delivery], now: datetime) -> int:
    return held.update(state=OutboxState.queued, next_attempt_at=now, claimed_by="", claimed_until=None)


def give_back_of(workers: Callable[[str], bool], *, now: datetime) -> int:
    """Give back at once what `workers` held that are no more (a function of a name); how many messages. One of them may
    have left before its worker ended, and is sent a second time."""
    held = Delivery.objects.filter(state=OutboxState.sending)
    names = [name for name in held.order_by().values_list("claimed_by", flat=True).distinct() if workers(name)]
    return _give_back(held.filter(claimed_by__in=names), now) if names else 0


def _claimed(row: Delivery, *, worker: str, until: datetime) -> ClaimedDelivery:
    return ClaimedDelivery(
        id=row.pk,
        key=row.key,
        purpose=Purpose(row.purpose),
        channel=row.channel,
        endpoint_id=row.endpoint_id,
        ticket_id=row.ticket_id,
        message_id=row.message_id,
        recipients=tuple(row.recipients),
        copies=tuple(row.copies),
        done=frozenset((*row.reached, *row.not_reached)),
        subject=row.subject,
        text=row.text,
        external_id=row.external_id,
        created_at=row.created_at,
        attempts=row.attempts,
        claimed_by=worker,
        claimed_until=until,
    )


@transaction.atomic
def mark_left(
    claim: ClaimedDelivery,
    *,
    at: datetime,
    external_id: str = "",
    refused: Collection[str] = (),
    later: Collection[str] = (),
    error: Sentence = NOTHING_SAID,
    again: datetime | None = None,
) -> bool:
    """The service took it at `at` for everybody whom it was for, but for those `refused` for good and those to try
    `again` later; and perhaps it said how it calls the message. Holds even when the lease has run out: it is a fact,
    and stops a repeat. A link that lets somebody in is not kept.

    It has failed when nobody whom it is addressed to was reached. False when it was marked as sent before.
    """
    row = Delivery.objects.select_for_update().get(pk=claim.id)
    if row.state == OutboxState.sent:
        return False
    if external_id and not row.external_id:
        row.external_id = external_id
        Message.objects.filter(pk=claim.message_id or 0, external_id=None).update(external_id=external_id)
    waiting = set(later) if again is not None else set()
    never = {*refused, *later} - waiting
    row.reached += [one for one in claim.only_for if one not in never | waiting and one not in row.reached]
    row.not_reached += [one for one in claim.only_for if one in never and one not in row.not_reached]
    row.state = OutboxState.queued if waiting else OutboxState.sent if is_reached(row) else OutboxState.failed
    row.next_attempt_at, row.claimed_by, row.claimed_until = again if waiting else None, "", None
    row.last_error = error
    if is_reached(row):
        row.sent_at = row.sent_at or at
    if claim.purpose.lets_in and row.state == OutboxState.sent:
        row.text = LINK_REMOVED
    row.save()
    return True


def is_reached(row: Delivery) -> bool:
    """Whether a service took it for one of those whom it is addressed to; whoever gets a copy does not count."""
    return any(one in row.reached for one in row.recipients)


@transaction.atomic
def mark_retry(claim: ClaimedDelivery, *, error: Sentence, again: datetime) -> datetime | None:
    """It could not be sent this time, and will be tried again at `again`. None when the claim is no longer held."""
    changed = _held(claim).update(
        state=OutboxState.queued,
        next_attempt_at=again,
        claimed_by="",
        claimed_until=None,
        last_error=error,
    )
    return again if changed else None


@transaction.atomic
def mark_failed(claim: ClaimedDelivery, *, error: Sentence) -> bool:
    """The server refused it for good, for everybody whom it was still for. It is kept, and can be tried again by hand;
    it is sent where it had reached somebody whom it is addressed to.

    False when the claim is no longer held: another worker has it, or it was sent.
    """
    row = _held(claim).select_for_update().first()
    if row is None:
        return False
    row.not_reached += [one for one in claim.only_for if one not in row.not_reached]
    row.state = OutboxState.sent if is_reached(row) else OutboxState.failed
    row.claimed_by, row.claimed_until, row.next_attempt_at = "", None, None
    row.last_error = error
    row.save()
    return True


def _held(claim: ClaimedDelivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        pk=claim.id,
        state=OutboxState.sending,
        claimed_by=claim.claimed_by,
        claimed_until=claim.claimed_until,
    )


@transaction.atomic
def mark_bounced(*, delivery_id: int, permanent: bool, reason: Sentence, about: Collection[str]) -> None:
    """A server told us later that our message did not arrive for those `about`. A permanent report makes it failed when
    it reached nobody whom it is addressed to, a delay is only noted."""
    row = Delivery.objects.select_for_update().get(pk=delivery_id)
    row.last_error = reason
    if permanent:
        row.reached = [one for one in row.reached if one not in about]
        row.not_reached += [one for one in about if one not in row.not_reached]
        if set(row.recipients) <= set(row.not_reached):
            row.state, row.claimed_by, row.claimed_until, row.next_attempt_at = OutboxState.failed, "", None, None
    row.save()


@transaction.atomic
def queue_again(*, delivery_id: int, viewer: Viewer, at: datetime) -> Delivery:
    """Queue a failed mail again, by hand, with the same Message-ID and three more days. Raises Missing, or
    Refused when it has not failed or when its link is no longer kept."""
    require(viewer, Right.handle_quarantine)
    mail = outbox_for(viewer).select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if mail is None:
        raise Missing("no_mail", say("There is no such mail in the outbox."))
    if mail.state != OutboxState.failed:
        raise Refused("not_failed", say("Only a mail that failed can be tried again; this one has not failed."))
    if mail.text == TEXT_ERASED:
        raise Refused("erased", say("The person this mail was for was erased; it cannot be sent again."))
    if mail.text == LINK_REMOVED:
        raise Refused("link_gone", say("The link in this mail is no longer kept. Send a new invitation or reset."))
    mail.state, mail.next_attempt_at = OutboxState.queued, at
    mail.attempts, mail.created_at, mail.not_reached = 0, at, []
    mail.save(update_fields=["state", "next_attempt_at", "attempts", "created_at", "not_reached"])
    return mail


@transaction.atomic
def take_back(*, delivery_id: int) -> bool:
    """Take a mail back before it left; False when it was taken back before. Raises Refused once a worker has claimed
    it, or it was sent. The room whose act it is records who did it."""
    changed = Delivery.objects.filter(pk=delivery_id, state=OutboxState.queued, attempts=0).update(
        state=OutboxState.taken_back, next_attempt_at=None
    )
    if changed:
        return True
    state = Delivery.objects.filter(pk=delivery_id).values_list("state", flat=True).first()
    if state is None:
        raise Missing("no_mail", say("There is no such mail in the outbox."))
    if state != OutboxState.taken_back:
        raise Refused("already_leaving", say("This mail is already on its way and cannot be taken back."))
    return False

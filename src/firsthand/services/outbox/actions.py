"""Mail on its way out: written with the change that caused it, claimed under a lease, ended once.

A mail is sent once in normal running. When a worker dies after the server's yes and before `mark_sent` is
committed, the lease runs out and the mail is sent a second time with the same Message-ID; no more than that.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.mail.threading import own_message_id
from firsthand.domain.people.permissions import Act
from firsthand.models.conversation import Message
from firsthand.models.intake import Mailbox
from firsthand.models.outbox import OutboxMail, OutboxState
from firsthand.models.tickets import Ticket
from firsthand.services.audit.actions import record
from firsthand.services.outbox.queries import desk_domain
from firsthand.services.outbox.values import LINK_REMOVED, ClaimedMail, Purpose, next_attempt
from firsthand.services.people.access import Viewer, outbox_for, require

LEASE = timedelta(minutes=10)
LONGEST_ERROR = 400


def fresh_message_id(*, domain: str) -> str:
    """A Message-ID of the desk's own form that nobody can guess."""
    return own_message_id(secrets.token_bytes(20), domain)


@transaction.atomic
def write(
    *,
    key: str,
    purpose: Purpose,
    recipients: Sequence[str],
    subject: str,
    text: str,
    at: datetime,
    ticket: Ticket | None = None,
    message: Message | None = None,
    mailbox: Mailbox | None = None,
    headers: Mapping[str, str] | None = None,
    message_id: str | None = None,
    send_at: datetime | None = None,
) -> OutboxMail:
    """Write a mail to send at `send_at` (default: at once), in the caller's transaction.

    Writing `key` a second time changes nothing and answers the first mail. Without `message_id` one of the
    desk's own is made; it is fixed from here on. Raises Invalid when there is no recipient or a header has a
    line break.
    """
    if not recipients:
        raise Invalid("no_recipient", "A mail needs at least one recipient.", field="recipients")
    for name, value in {"Subject": subject, **(headers or {})}.items():
        if "\n" in value or "\r" in value:
            raise Invalid("line_break", f"{name} must be one line.", field=name.lower())
    stored = stored_key(key)
    mail, _ = OutboxMail.objects.get_or_create(
        key=stored,
        defaults={
            "purpose": purpose,
            "mailbox": mailbox,
            "ticket": ticket,
            "message": message,
            "recipients": list(recipients),
            "subject": subject[:998],
            "text": text,
            "headers": dict(headers or {}),
            "message_id": message_id or fresh_message_id(domain=desk_domain(mailbox)),
            "created_at": at,
            "next_attempt_at": send_at or at,
        },
    )
    return mail


def stored_key(key: str) -> str:
    """The key as the column holds it: a long one by its digest, so that two long ones never meet in the cut."""
    return key if len(key) <= 200 else f"{key[:130]}:{hashlib.sha256(key.encode()).hexdigest()}"


def claim_due(now: datetime, worker: str, limit: int = 20, lease: timedelta = LEASE) -> list[ClaimedMail]:
    """Claim at most `limit` mails that are due, oldest first, for `worker` until `now + lease`.

    Leases that ran out are given back first. Safe in several processes: a mail is claimed by a conditional
    update, and one worker gets it. `worker` must name this worker alone.
    """
    OutboxMail.objects.filter(state=OutboxState.sending, claimed_until__lte=now).update(
        state=OutboxState.queued, next_attempt_at=F("claimed_until"), claimed_by="", claimed_until=None
    ) if OutboxMail.objects.filter(state=OutboxState.sending, claimed_until__lte=now).exists() else None
    due = OutboxMail.objects.filter(state=OutboxState.queued, next_attempt_at__lte=now)
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
            if OutboxMail.objects.filter(pk=pk, state=OutboxState.queued, next_attempt_at__lte=now).update(
                state=OutboxState.sending,
                claimed_by=worker,
                claimed_until=until,
                attempts=F("attempts") + 1,
            )
        ]
        rows = list(OutboxMail.objects.filter(pk__in=won).order_by("next_attempt_at", "id"))
    return [_claimed(row, worker=worker, until=until) for row in rows]


def _claimed(row: OutboxMail, *, worker: str, until: datetime) -> ClaimedMail:
    return ClaimedMail(
        id=row.pk,
        key=row.key,
        purpose=Purpose(row.purpose),
        mailbox_id=row.mailbox_id,
        ticket_id=row.ticket_id,
        recipients=tuple(row.recipients),
        subject=row.subject,
        text=row.text,
        headers=dict(row.headers),
        message_id=row.message_id,
        created_at=row.created_at,
        attempts=row.attempts,
        claimed_by=worker,
        claimed_until=until,
    )


@transaction.atomic
def mark_sent(claim: ClaimedMail, *, at: datetime) -> bool:
    """The server said yes at `at`. Holds even when the lease has run out: it is a fact, and stops a repeat.

    False when the mail was marked as sent before. A link that lets somebody in is not kept.
    """
    ended = {"text": LINK_REMOVED} if claim.purpose.lets_in else {}
    changed = (
        OutboxMail.objects.filter(pk=claim.id)
        .exclude(state=OutboxState.sent)
        .update(
            state=OutboxState.sent,
            sent_at=at,
            claimed_by="",
            claimed_until=None,
            next_attempt_at=None,
            last_error="",
            **ended,
        )
    )
    return bool(changed)


@transaction.atomic
def mark_retry(claim: ClaimedMail, *, error: str, at: datetime) -> datetime | None:
    """It could not be sent this time. Answers when it will be tried again, or None when it now has failed for
    good (3 days after it was written) or the claim is no longer held."""
    again = next_attempt(attempts=claim.attempts, created_at=claim.created_at, at=at)
    if again is None:
        mark_failed(claim, error=f"Given up after {claim.attempts} attempts in 3 days: {error}", at=at)
        return None
    changed = _held(claim).update(
        state=OutboxState.queued,
        next_attempt_at=again,
        claimed_by="",
        claimed_until=None,
        last_error=error[:LONGEST_ERROR],
    )
    return again if changed else None


@transaction.atomic
def mark_failed(claim: ClaimedMail, *, error: str, at: datetime) -> bool:
    """The server refused it for good. It is kept, shown on its ticket, and can be tried again by hand.

    False when the claim is no longer held: another worker has it, or it was sent.
    """
    changed = _held(claim).update(
        state=OutboxState.failed,
        claimed_by="",
        claimed_until=None,
        next_attempt_at=None,
        last_error=error[:LONGEST_ERROR],
    )
    if changed:
        _tell_ticket(claim.id, verb="mail_failed", why=error, at=at)
    return bool(changed)


def _held(claim: ClaimedMail):  # type: ignore[no-untyped-def] # a query set of OutboxMail
    return OutboxMail.objects.filter(
        pk=claim.id,
        state=OutboxState.sending,
        claimed_by=claim.claimed_by,
        claimed_until=claim.claimed_until,
    )

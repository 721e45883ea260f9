"""A parsed mail becomes a ticket, a message on one, a record, or waits in the quarantine. Nothing is dropped.

Every raw message ends as exactly one row, written in one transaction with everything that came of it.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F

from firsthand.domain.mail.inbound import AutoKind, InboundMail
from firsthand.models.conversation import Message
from firsthand.models.intake import RawMessage, RawState
from firsthand.services.intake.attachments import keep_files, name_files
from firsthand.services.intake.bounces import take_bounce
from firsthand.services.intake.joining import Arrived, add_to_thread, note_from_teammate, open_new
from firsthand.services.intake.mailboxes import own_addresses
from firsthand.services.intake.senders import sender_of
from firsthand.services.intake.threads import KnownMessage, find_thread, known_messages, signed_ticket
from firsthand.services.intake.values import Outcome, RawFacts, TakenIn

log = structlog.get_logger("firsthand.services.intake")
LONGEST_REASON = 400
_STATES = {
    Outcome.opened: RawState.ticketed,
    Outcome.joined: RawState.ticketed,
    Outcome.noted: RawState.ticketed,
    Outcome.duplicate: RawState.duplicate,
    Outcome.recorded: RawState.recorded,
    Outcome.quarantined: RawState.quarantined,
}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What intake knows of the desk itself for a batch: its secret and its addresses."""

    secret: str
    own: tuple[str, ...]


def take_in(*, mail: InboundMail, raw: RawFacts, at: datetime, secret: str, attachments_folder: Path) -> TakenIn:
    """Take one message in. Its attachments are durable before the commit; a failure leaves nothing half written.

    Safe to call again for the same message, also at the same time in another process.
    """
    keep_files(attachments_folder, mail.attachments)
    with transaction.atomic():
        desk = Desk(secret=secret, own=tuple(own_addresses()))
        return _once(mail=mail, raw=raw, at=at, desk=desk)


def take_in_many(
    *, items: Sequence[tuple[InboundMail, RawFacts]], at: datetime, secret: str, attachments_folder: Path
) -> list[TakenIn]:
    """Take several messages in, in order, under one commit; each has a savepoint, so that one that fails goes to the
    quarantine with the reason and the others are not held up. Raises only when the database does not answer."""
    if not items:
        return []
    for mail, _ in items:
        keep_files(attachments_folder, mail.attachments)
    with transaction.atomic():
        desk = Desk(secret=secret, own=tuple(own_addresses()))
        return [_once_or_quarantine(mail=mail, raw=raw, at=at, desk=desk) for mail, raw in items]


def _once_or_quarantine(*, mail: InboundMail, raw: RawFacts, at: datetime, desk: Desk) -> TakenIn:
    try:
        return _once(mail=mail, raw=raw, at=at, desk=desk)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("message_failed", sha256=raw.sha256)
        reason = f"It was read, but could not be made a ticket ({type(error).__name__}: {error!s:.200})."
        return quarantine(raw=raw, reason=reason, at=at, mail=mail)


def _once(*, mail: InboundMail, raw: RawFacts, at: datetime, desk: Desk) -> TakenIn:
    """Take in under a savepoint; when another process wrote the same message between, see it and count a copy."""
    with contextlib.suppress(IntegrityError), transaction.atomic():
        return _take(mail=mail, raw=raw, at=at, desk=desk)
    with transaction.atomic():
        return _take(mail=mail, raw=raw, at=at, desk=desk)


def _take(*, mail: InboundMail, raw: RawFacts, at: datetime, desk: Desk) -> TakenIn:
    if (copy := count_copy(raw)) is not None:
        return copy
    return settle(mail=mail, raw=raw, row=None, at=at, desk=desk)


def count_copy(raw: RawFacts) -> TakenIn | None:
    """Count one more copy of a raw message that is here already; None when it is new."""
    there = RawMessage.objects.filter(sha256=raw.sha256).values_list("id", "ticket_id", "message_id").first()
    if there is None:
        return None
    raw_id, ticket_id, message_id = there
    RawMessage.objects.filter(pk=raw_id).update(copies=F("copies") + 1)
    return TakenIn(
        outcome=Outcome.duplicate,
        raw_id=raw_id,
        ticket_id=ticket_id,
        message_id=message_id,
        reason="The same message, byte for byte, came before.",
    )


def settle(
    *, mail: InboundMail, raw: RawFacts, row: RawMessage | None, at: datetime, desk: Desk, force: bool = False
) -> TakenIn:
    """Decide what a message is and write it, in the caller's transaction. `row` is its raw row when it has one
    (from the quarantine); `force` makes a ticket of what would be held."""
    ids = [mail.message_id] if mail.message_id else []
    known = known_messages([*ids, *mail.thread_ids, *([mail.bounce_of] if mail.bounce_of else [])])
    same = known.get(mail.message_id or "")
    if not force:
        if reason := _why_held(mail, same, desk):
            return _ended(raw, row, mail, outcome=Outcome.quarantined, reason=reason)
        if mail.auto is AutoKind.bounce:
            bounce = take_bounce(mail, at=raw.received_at)
            return _ended(
                raw,
                row,
                mail,
                outcome=Outcome.recorded if bounce.known else Outcome.quarantined,
                reason=bounce.reason,
                ticket_id=bounce.ticket_id,
                message_id=bounce.message_id,
            )
    if same is not None and not same.ours and (same := _same_content(same, mail)) is not None:
        return _ended(
            raw,
            row,
            mail,
            outcome=Outcome.duplicate,
            reason="The same message came before by another way.",
            ticket_id=same.ticket_id,
            message_id=same.message_id,
        )
    return _to_ticket(mail=mail, raw=raw, row=row, at=at, desk=desk, known=known, force=force)


def _same_content(same: KnownMessage, mail: InboundMail) -> KnownMessage | None:
    """The message with the mail's Message-ID and content: `same`, or one kept under a made-up id beside it."""
    if same.content_digest == mail.content_digest:
        return same
    rows = Message.objects.filter(content_digest=mail.content_digest).values_list("message_id", "ticket_id", "id")
    if not mail.content_digest or (found := rows.first()) is None:
        return None
    mail_id, ticket_id, pk = found
    return KnownMessage(
        mail_id=mail_id, ticket_id=ticket_id, message_id=pk, content_digest=mail.content_digest, ours=False
    )


def _why_held(mail: InboundMail, same: KnownMessage | None, desk: Desk) -> str:
    """Why a message waits for a person instead of going to a ticket; empty when it need not."""
    if mail.auto is AutoKind.loop or (same is not None and same.ours):
        return "This is the desk's own mail come back; answering it would go round in a circle."
    if mail.from_address in desk.own:
        return "It says that it comes from the desk's own address; an answer would come back to the desk."
    if not mail.from_address and mail.auto is not AutoKind.bounce:
        return "It names no sender that could be answered."
    return ""


def _to_ticket(
    *,
    mail: InboundMail,
    raw: RawFacts,
    row: RawMessage | None,
    at: datetime,
    desk: Desk,
    known: dict[str, KnownMessage],
    force: bool,
) -> TakenIn:
    sender = sender_of(mail, at=raw.received_at)
    signed = signed_ticket(mail, secret=desk.secret, own=desk.own)
    thread = find_thread(mail=mail, signed=signed, known=known, account=sender.account)
    arrived = Arrived(mail=mail, raw=raw, sender=sender, own=desk.own, known_id=mail.message_id in known)
    if thread.joins is not None:
        if thread.joins.pk == signed and (teammate := sender.teammate()) is not None:
            message = note_from_teammate(arrived, ticket=thread.joins, person=teammate, at=at)
            outcome, ticket_id = Outcome.noted, message.ticket_id
        else:
            added = add_to_thread(arrived, ticket=thread.joins, at=at)
            message, ticket_id = added.message, added.ticket.pk
            outcome = Outcome.opened if added.opened_new else Outcome.joined
    elif mail.auto is AutoKind.auto_reply and not force:
        reason = f"It is an automatic reply to nothing that the desk sent this person: {mail.auto_because}."
        return _ended(raw, row, mail, outcome=Outcome.quarantined, reason=reason)
    else:
        added = open_new(arrived, refused=thread.refused, at=at)
        message, ticket_id, outcome = added.message, added.ticket.pk, Outcome.opened
    name_files(message, mail.attachments)
    return _ended(raw, row, mail, outcome=outcome, ticket_id=ticket_id, message_id=message.pk)


def _ended(
    raw: RawFacts,
    row: RawMessage | None,
    mail: InboundMail | None,
    *,
    outcome: Outcome,
    reason: str = "",
    ticket_id: int | None = None,
    message_id: int | None = None,
) -> TakenIn:
    """The one row of a raw message says what became of it."""
    if row is None:
        row = RawMessage(
            sha256=raw.sha256,
            via=raw.via[:32],
            envelope_to=raw.envelope_to[:320],
            envelope_from=raw.envelope_from[:320],
            received_at=raw.received_at,
            size=raw.size,
        )
    if mail is not None:
        row.subject, row.sender = mail.subject[:998], _sender_words(mail)
    row.state, row.reason = _STATES[outcome], reason.replace("\x00", "")[:LONGEST_REASON]
    row.ticket_id, row.message_id = ticket_id, message_id
    row.save()
    return TakenIn(outcome=outcome, raw_id=row.pk, ticket_id=ticket_id, message_id=message_id, reason=row.reason)


def _sender_words(mail: InboundMail) -> str:
    return (f"{mail.from_name} <{mail.from_address}>" if mail.from_name else mail.from_address)[:400]


@transaction.atomic
def quarantine(*, raw: RawFacts, reason: str, at: datetime, mail: InboundMail | None = None) -> TakenIn:
    """Hold a raw message for a person, with the reason. One that is here already only counts a copy.

    `at` is when it was tried; the row keeps when it was received.
    """
    if (copy := count_copy(raw)) is not None:
        return copy
    log.info("quarantined", sha256=raw.sha256, at=at.isoformat(), reason=reason)
    return _ended(raw, None, mail, outcome=Outcome.quarantined, reason=reason)

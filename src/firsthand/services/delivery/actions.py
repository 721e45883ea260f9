"""A message left, was given up, or was refused later: the outbox keeps it, and its ticket's clocks hear of it.

An answer that did not reach the customer is no answer: what it had met is owed again, the ticket is open, and whoever
wrote it is told.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from firsthand.domain.errors import Refused
from firsthand.domain.events import DESK, Actor
from firsthand.domain.events.conversation import (
    LEAVES_WITHIN,
    MailBounced,
    MailDelayed,
    MailFailed,
    MailRetried,
    MailTakenBack,
    ReplyLeft,
    ReplyNotDelivered,
)
from firsthand.domain.names import Role
from firsthand.domain.notices import NoticeKind
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import NOTHING_SAID, Sentence, Series, as_said, count, say
from firsthand.domain.tickets import Cause
from firsthand.models.events import Event
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.models.people import Person
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.acting import acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.notices.actions import mark_mailed, notify
from firsthand.services.outbox import actions as outbox
from firsthand.services.outbox.queries import outbox_mail
from firsthand.services.outbox.values import ClaimedDelivery, Purpose, next_attempt
from firsthand.services.people.queries import holders_of
from firsthand.services.tickets.actions.amending import amend, carry_late, event_of_reply, locked_with
from firsthand.services.tickets.actions.locking import locked
from firsthand.services.tickets.actions.status import move

Story = MailFailed | MailBounced | MailDelayed | MailRetried | MailTakenBack


@transaction.atomic
def delivery_left(
    claim: ClaimedDelivery,
    *,
    at: datetime,
    external_id: str = "",
    refused: Sequence[tuple[str, str | Sentence]] = (),
    later: Collection[str] = (),
) -> bool:
    """The service said yes at `at`, but for whom it `refused` (each with its words) and whom it may take `later`. A
    reply counts once it left for somebody whom it is addressed to. False when it was marked as sent before."""
    before = _mail(claim.id)
    again = next_attempt(attempts=claim.attempts, created_at=claim.created_at, at=at) if later else None
    given_up = () if again is not None else tuple((one, say("given up after 3 days")) for one in later)
    lost = (*refused, *given_up)
    each = [say("{address}: {why}", address=address, why=said) for address, said in lost]
    words = say("{each}", each=Series(tuple(each), between="; "))
    taken = outbox.mark_left(
        claim,
        at=at,
        external_id=external_id,
        refused=[address for address, _ in refused],
        later=later,
        error=say("It did not reach {words}", words=words) if lost else NOTHING_SAID,
        again=again,
    )
    if not taken:
        return False
    mail = _mail(claim.id)
    if claim.purpose is Purpose.reply and outbox.is_reached(mail) and not outbox.is_reached(before):
        _reply_left(mail, at=at)
    if claim.purpose is Purpose.notice and outbox.is_reached(mail):
        mark_mailed(mail, at=at)
    if mail.state == OutboxState.failed:
        _failed(mail, MailFailed, why=mail.last_error, at=at)
    elif lost:
        _tell_ticket(mail, MailFailed, why=words, at=at, actor=DESK, recipients=[address for address, _ in lost])
    return True


@transaction.atomic
def delivery_not_sent(claim: ClaimedDelivery, *, error: str | Sentence, at: datetime) -> datetime | None:
    """It could not be sent this time. Answers when it will be tried again, or None when it now has failed for good
    (3 days after it was written) or the claim is no longer held."""
    again = next_attempt(attempts=claim.attempts, created_at=claim.created_at, at=at)
    if again is not None:
        return outbox.mark_retry(claim, error=as_said(error), again=again)
    attempts = count(claim.attempts, "{n} attempt", "{n} attempts")
    given_up = say("Given up after {attempts} in 3 days: {error}", attempts=attempts, error=error)
    delivery_refused(claim, error=given_up, at=at)
    return None


@transaction.atomic
def delivery_refused(claim: ClaimedDelivery, *, error: str | Sentence, at: datetime) -> bool:
    """The server refused it for good; False when the claim is no longer held."""
    if not outbox.mark_failed(claim, error=as_said(error)):
        return False
    mail = _mail(claim.id)
    if mail.state == OutboxState.failed:
        _failed(mail, MailFailed, why=error, at=at)
    else:  # it had reached whom it is addressed to, but not all who get a copy
        _tell_ticket(mail, MailFailed, why=error, at=at, actor=DESK, recipients=claim.only_for)
    return True


@transaction.atomic
def delivery_bounced(
    *,
    delivery_id: int,
    permanent: bool,
    reason: str | Sentence,
    at: datetime,
    recipients: Collection[str] = (),
    reported_at: datetime | None = None,
) -> None:
    """A server told us later that a message did not arrive, or is late, for these `recipients`; for everybody where it
    names none whom we wrote to. Its report came at `reported_at`, where that was before it is read."""
    mail = _mail(delivery_id)
    if mail.ticket_id is not None:  # before the mail, as whoever takes a reply back does
        locked_with(mail.ticket_id, _reply_of(mail))
    before = _mail(delivery_id)
    everybody = (*before.recipients, *before.copies)
    about = tuple(one for one in everybody if one in recipients) or everybody
    outbox.mark_bounced(delivery_id=delivery_id, permanent=permanent, reason=as_said(reason), about=about)
    mail = _mail(delivery_id)
    if permanent and mail.state == OutboxState.failed:
        was_failed = before.state == OutboxState.failed
        _failed(mail, MailBounced, why=reason, at=at, was_failed=was_failed, reported_at=reported_at)
    else:
        kind = MailBounced if permanent else MailDelayed
        _tell_ticket(mail, kind, why=reason, at=at, actor=DESK, recipients=about, reported_at=reported_at)


@transaction.atomic
def retry(*, delivery_id: int, viewer: Viewer, at: datetime) -> None:
    """Queue a failed mail again, by hand. Raises Missing or Refused as the outbox says."""
    mail = outbox.queue_again(delivery_id=delivery_id, viewer=viewer, at=at)
    _tell_ticket(mail, MailRetried, why="", at=at, actor=viewer.actor)


@transaction.atomic
def take_back(*, delivery_id: int, viewer: Viewer, at: datetime) -> None:
    """Take a mail back before it left. Raises Missing, or Refused for a reply: that is taken back on its ticket, where
    what it had met is owed again. Taking a mail back a second time changes nothing."""
    require(viewer, Right.handle_quarantine)
    row = outbox_mail(viewer=viewer, delivery_id=delivery_id)
    if row.purpose is Purpose.reply:
        words = say("A reply is taken back on its ticket, within ten seconds, by the person who wrote it.")
        raise Refused("on_its_ticket", words)
    if outbox.take_back(delivery_id=row.id):
        _tell_ticket(_mail(row.id), MailTakenBack, why="", at=at, actor=viewer.actor)


def _mail(delivery_id: int) -> Delivery:
    return Delivery.objects.select_related("ticket", "message__person").get(pk=delivery_id)


def _reply_of(mail: Delivery) -> Event | None:
    """The event of the reply that a mail is; None for another mail."""
    if mail.purpose != Purpose.reply or mail.ticket_id is None or mail.message_id is None:
        return None
    return event_of_reply(mail.ticket_id, mail.message_id)


def _tell_ticket(
    mail: Delivery,
    kind: type[Story],
    *,
    why: str | Sentence,
    at: datetime,
    actor: Actor,
    recipients: Collection[str] = (),
    reported_at: datetime | None = None,
) -> None:
    if mail.ticket_id is None:
        return
    with acting_on_ticket(locked(mail.ticket_id), desk=open_desk(at), actor=actor) as act:
        act.append(
            kind(
                mail=mail.pk,
                message=mail.message_id,
                purpose=mail.purpose,
                recipients=tuple(recipients) or (*mail.recipients, *mail.copies),
                why=why,
            ),
            at=reported_at,
        )


def _reply_left(mail: Delivery, *, at: datetime) -> None:
    reply = _reply_of(mail)
    if reply is None or mail.ticket_id is None:
        return
    ticket, desk = locked_with(mail.ticket_id, reply), open_desk(at)
    with acting_on_ticket(ticket, desk=desk, actor=DESK) as act:
        within = reply.payload.get("leaves_within", LEAVES_WITHIN)
        payload = ReplyLeft(message=mail.message_id, reply=reply.pk, leaves_within=within)
        event = amend(act, payload, desk=desk, actor=DESK, reply=reply)
        carry_late(act, ticket, desk=desk, actor=DESK, because=event)  # what it promises, where it was sent again


def _failed(
    mail: Delivery,
    kind: type[MailFailed | MailBounced],
    *,
    why: str | Sentence,
    at: datetime,
    was_failed: bool = False,
    reported_at: datetime | None = None,
) -> None:
    """A mail did not arrive. Of a reply, what it had met is owed again; a second report of that is only noted."""
    reply = _reply_of(mail)
    if reply is None or mail.ticket_id is None or was_failed:
        _tell_ticket(mail, kind, why=why, at=at, actor=DESK, reported_at=reported_at)
        return
    known_at = max(reported_at or at, reply.at)
    ticket, desk = locked_with(mail.ticket_id, reply), open_desk(at)
    payload = ReplyNotDelivered(
        message=mail.message_id, reply=reply.pk, recipients=(*mail.recipients, *mail.copies), why=why
    )
    with acting_on_ticket(ticket, desk=desk, actor=DESK) as act:
        event = amend(act, payload, desk=desk, actor=DESK, reply=reply, at=known_at)
        owing = carry_late(act, ticket, desk=desk, actor=DESK, because=event)
        if ticket.closed_as in ("", ClosedAs.resolved):
            move(act, ticket, cause=Cause.reply_not_delivered, because=event, at=known_at)
    if owing.pk != ticket.pk:
        owing = locked(owing.pk)
        with acting_on_ticket(owing, desk=desk, actor=DESK) as act:
            move(act, owing, cause=Cause.reply_not_delivered, because=event, at=known_at)
    _tell_of_loss(mail, owing, why=why, desk=desk)


def _tell_of_loss(mail: Delivery, ticket: Ticket, *, why: str | Sentence, desk: Desk) -> None:
    """Whoever wrote the reply hears that it did not arrive, and so does who owes it again: the ticket's responsible
    person, or the team."""
    writer, owner = mail.message.person if mail.message is not None else None, ticket.responsible
    writers = [writer] if writer is not None and writer.is_active else []
    team = holders_of(role=Role(ticket.responsible_role), at=desk.at)
    owners = [owner] if owner is not None and owner.is_active else team
    yours = say(
        "Your reply did not reach the customer, and is owed again: #{number} {title}. {why}",
        number=ticket.pk,
        title=ticket.title,
        why=why,
    )
    of_another = say(
        "The reply of {writer} did not reach the customer, and is owed again: #{number} {title}. {why}",
        writer=writer.name if writer is not None else "",
        number=ticket.pk,
        title=ticket.title,
        why=why,
    )
    _tell(mail, ticket, writers, yours, desk=desk)
    _tell(mail, ticket, [one for one in owners if one not in writers], of_another, desk=desk)


def _tell(mail: Delivery, ticket: Ticket, people: Sequence[Person], text: Sentence, *, desk: Desk) -> None:
    if people:
        notify(
            people=people,
            subject=ticket.subject,
            at=desk.at,
            kind=NoticeKind.reply_not_delivered,
            text=text,
            clause="",
            key=f"not-delivered:{mail.pk}:{mail.created_at.isoformat()}",
        )

"""Mailboxes that are fetched: which are due, how far each was read, and what went wrong."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from firsthand.domain.events import DESK
from firsthand.domain.events.desk import SettingChanged
from firsthand.models.intake import Mailbox, MailboxMode
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk

POLL_EVERY = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class DueMailbox:
    """An IMAP mailbox to read now, after (`uid_validity`, `last_uid`)."""

    id: int
    address: str
    host: str
    port: int
    security: str
    folder: str
    username: str
    password: str = field(repr=False)
    uid_validity: int | None
    last_uid: int


def own_addresses() -> list[str]:
    """Every address of the desk, in lower case."""
    return [address.lower() for address in Mailbox.objects.values_list("address", flat=True)]


@transaction.atomic
def set_smtp_port(*, address: str, host: str, port: int, at: datetime) -> None:
    """The mail server of a mailbox listens on another port of the same host."""
    theirs = Mailbox.objects.select_for_update(of=("self",)).select_related("subject")
    for mailbox in theirs.filter(address=address, smtp_host=host).exclude(smtp_port=port):
        change = SettingChanged(field="smtp_port", before=str(mailbox.smtp_port), after=str(port))
        mailbox.smtp_port = port
        mailbox.save(update_fields=["smtp_port"])
        with acting(mailbox.subject, desk=open_desk(at), actor=DESK) as act:
            act.append(change)


def claim_due_mailboxes(*, now: datetime) -> list[DueMailbox]:
    """The active IMAP mailboxes that are due, each claimed for this caller by a conditional update."""
    active = Mailbox.objects.filter(mode=MailboxMode.imap, is_active=True)
    due = [box for box in active if box.polled_at is None or now >= box.polled_at + pause_after(box)]
    return [
        DueMailbox(
            id=box.pk,
            address=box.address,
            host=box.imap_host,
            port=box.imap_port,
            security=box.imap_security,
            folder=box.imap_folder,
            username=box.username,
            password=box.password,
            uid_validity=box.uid_validity,
            last_uid=box.last_uid,
        )
        for box in due
        if Mailbox.objects.filter(pk=box.pk, polled_at=box.polled_at).update(polled_at=now)
    ]


def pause_after(box: Mailbox) -> timedelta:
    """How long to wait after the last poll: half a minute; half the time it has been failing, up to 15 minutes."""
    if box.failing_since is None or box.polled_at is None:
        return POLL_EVERY
    return min(max(POLL_EVERY, (box.polled_at - box.failing_since) / 2), LONGEST_PAUSE)


def mark_polled(*, mailbox_id: int, uid_validity: int | None, last_uid: int, at: datetime) -> None:
    """Everything up to `last_uid` is durable."""
    Mailbox.objects.filter(pk=mailbox_id).update(
        uid_validity=uid_validity, last_uid=last_uid, polled_at=at, failing_since=None, last_error=""
    )


def mark_failing(*, mailbox_id: int, uid_validity: int | None, last_uid: int, error: str, at: datetime) -> None:
    """The poll failed at `at`, after what is up to `last_uid` became durable; `error` is shown with the mailbox."""
    failing = Mailbox.objects.filter(pk=mailbox_id)
    failing.filter(failing_since=None).update(failing_since=at)
    failing.update(uid_validity=uid_validity, last_uid=last_uid, polled_at=at, last_error=error[:400])

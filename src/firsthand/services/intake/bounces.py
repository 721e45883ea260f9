"""Reports that our mail did not arrive (RFC 3464): they end at the mail they are about, and on its ticket."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.mail.inbound import InboundMail
from firsthand.models.outbox import OutboxMail
from firsthand.services.delivery.actions import mail_bounced

ARRIVED = frozenset({"delivered", "relayed", "expanded"})


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """What a report came to. `known` is False when it is about no mail of ours."""

    known: bool
    reason: str
    ticket_id: int | None = None
    message_id: int | None = None


def take_bounce(mail: InboundMail, *, at: datetime) -> Bounce:
    """Find the mail that a report is about and note what it says: failed for good, or only late."""
    ids = [mail_id for mail_id in (mail.bounce_of, *mail.thread_ids) if mail_id]
    ours = OutboxMail.objects.filter(mail_id__in=ids).order_by("-id").first() if ids else None
    words = said_by(mail)
    if ours is None:
        return Bounce(known=False, reason=f"It reports on a mail that this desk did not send. {words}")
    if mail.failed and all(one.action in ARRIVED for one in mail.failed):
        reason = "A server reports that the mail arrived."
    else:
        permanent = any(one.is_permanent for one in mail.failed) or not mail.failed
        reason = f"{'Not delivered' if permanent else 'Delayed'}: {words}"
        mail_bounced(outbox_id=ours.pk, permanent=permanent, reason=reason, at=at)
    return Bounce(known=True, reason=reason, ticket_id=ours.ticket_id, message_id=ours.message_id)


def said_by(mail: InboundMail) -> str:
    """What the server said, for each recipient."""
    if not mail.failed:
        return f"{mail.auto_because}."
    said = (f"{one.address} ({one.status or one.action}) {one.diagnostic}".strip() for one in mail.failed[:5])
    return "; ".join(said)[:380]

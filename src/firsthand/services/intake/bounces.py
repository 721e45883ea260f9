"""Reports that a message of ours did not arrive: they end at the delivery that they are about, and on its ticket."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.conversation.incoming import DeliveryReport, Incoming
from firsthand.domain.sentences import Sentence, as_said, say
from firsthand.models.outbox import Delivery
from firsthand.services.delivery.actions import delivery_bounced

ARRIVED = frozenset({"delivered", "relayed", "expanded"})


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """What a report came to. `known` is False when it is about no delivery of ours, or nobody whom that was sent to."""

    known: bool
    reason: Sentence
    ticket_id: int | None = None
    message_id: int | None = None


def take_bounce(incoming: Incoming, report: DeliveryReport, *, reported_at: datetime, at: datetime) -> Bounce:
    """Find the delivery that a report is about and note what it says, read at `at`: failed for good, or only late."""
    sent = Delivery.objects.filter(channel=incoming.channel, external_id__in=report.about)
    ours = sent.order_by("-id").first() if report.about else None
    words = said_by(incoming, report)
    if ours is None:
        return Bounce(
            known=False, reason=say("It reports on a message that this desk did not send. {words}", words=words)
        )
    sent_to = {address.lower() for address in (*ours.recipients, *ours.copies)}
    about = [one for one in report.recipients if one.address in sent_to]
    if not about:
        text = "It reports on a message of this desk, but names nobody whom that was sent to. {words}"
        return Bounce(known=False, reason=say(text, words=words), ticket_id=ours.ticket_id)
    if all(one.action in ARRIVED for one in about):
        reason = say("A server reports that the message arrived.")
    else:
        permanent = any(one.is_permanent for one in about)
        reason = say("Not delivered: {words}" if permanent else "Delayed: {words}", words=words)
        failed = [one.address for one in about if one.is_permanent or not permanent]
        why = as_said(words) if permanent else reason  # whoever shows it says that it was not delivered
        delivery_bounced(
            delivery_id=ours.pk, permanent=permanent, reason=why, at=at, recipients=failed, reported_at=reported_at
        )
    return Bounce(known=True, reason=reason, ticket_id=ours.ticket_id, message_id=ours.message_id)


def said_by(incoming: Incoming, report: DeliveryReport) -> str | Sentence:
    """What the server said, for each recipient."""
    if not report.recipients:
        return say("{why}.", why=incoming.auto_because)
    said = (f"{one.address} ({one.status or one.action}) {one.diagnostic}".strip() for one in report.recipients[:5])
    return "; ".join(said)[:380]

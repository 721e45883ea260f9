"""Mail on its way out: claimed under a lease, composed, handed to the mailbox's server, marked by what that said.

A crash between the server's yes and our commit repeats one mail, with the same Message-ID; nothing else does.
"""

from datetime import datetime, timedelta

import structlog

from firsthand.channels.email.servers import LineSecurity, SmtpServer
from firsthand.channels.email.smtp import Delivery, DeliveryOutcome, compose, deliver
from firsthand.domain.mail.outgoing import OutgoingMail
from firsthand.domain.mail.threading import loop_mark, message_ids
from firsthand.services.delivery.actions import mail_left, mail_not_sent, mail_refused
from firsthand.services.outbox.actions import claim_due
from firsthand.services.outbox.servers import NO_SERVER, SendingServer, SendingServers, explain_waiting, keep_refusals
from firsthand.services.outbox.values import ClaimedMail

A_ROUND = 5
LEASE = timedelta(minutes=10)

log = structlog.get_logger("firsthand.engine.outbox")


class Outbox:
    """Sends what is due. `worker` names this process among all that share the database."""

    def __init__(self, *, secret: str, worker: str) -> None:
        self._loop_mark = loop_mark(secret)
        self._worker = worker

    def round(self, now: datetime) -> int:
        """Send up to five mails; how many were claimed. Without a configured server they wait, with the reason."""
        senders = SendingServers()
        if not senders:
            explain_waiting()
            return 0
        claims = claim_due(now=now, worker=self._worker, limit=A_ROUND, lease=LEASE)
        for claim in claims:
            self._send(claim, senders, now)
        return len(claims)

    def _send(self, claim: ClaimedMail, senders: SendingServers, now: datetime) -> None:
        sender = senders.of(claim.mailbox_id)
        if sender is None:
            mail_not_sent(claim, error=NO_SERVER, at=now)
            return
        try:
            raw = compose(self._outgoing(claim, sender))
            delivery = deliver(raw, server=_server(sender), sender=sender.from_address, recipients=_envelope(claim))
        except ValueError as error:
            mail_refused(claim, error=f"The mail could not be composed: {error}.", at=now)
            return
        _mark(claim, delivery, now)

    def _outgoing(self, claim: ClaimedMail, sender: SendingServer) -> OutgoingMail:
        replied = message_ids(claim.headers.get("In-Reply-To", ""))
        return OutgoingMail(
            message_id=claim.message_id,
            from_name=sender.from_name,
            from_address=sender.from_address,
            to=claim.recipients,
            cc=_cc(claim),
            subject=claim.subject,
            text=claim.text,
            in_reply_to=replied[0] if replied else None,
            references=message_ids(claim.headers.get("References", "")),
            reply_to=claim.headers.get("Reply-To"),
            automatic=claim.purpose.automatic,
            loop_mark=self._loop_mark,
            sent_at=claim.created_at,
        )


def _mark(claim: ClaimedMail, delivery: Delivery, now: datetime) -> None:
    if delivery.outcome is DeliveryOutcome.delivered:
        mail_left(claim, at=now)
        if delivery.refusals:
            words = "; ".join(f"{one.address}: {one.text}" for one in delivery.refusals)
            keep_refusals(outbox_id=claim.id, words=f"Sent, but the server would not take it for {words}")
    elif delivery.outcome is DeliveryOutcome.try_again:
        mail_not_sent(claim, error=delivery.reason, at=now)
    else:
        mail_refused(claim, error=delivery.reason, at=now)
    log.info("mail_sent" if delivery.outcome is DeliveryOutcome.delivered else "mail_not_sent", outbox=claim.id)


def _cc(claim: ClaimedMail) -> tuple[str, ...]:
    return tuple(one for one in (part.strip() for part in claim.headers.get("Cc", "").split(",")) if one)


def _envelope(claim: ClaimedMail) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*claim.recipients, *_cc(claim))))


def _server(sender: SendingServer) -> SmtpServer:
    return SmtpServer(
        host=sender.host,
        port=sender.port,
        security=LineSecurity(sender.security),
        username=sender.username,
        password=sender.password,
    )

"""Messages on their way out: claimed under a lease, handed to their channel, marked by what its service said.

A crash between the service's yes and our commit repeats one message, under the same external id; nothing else does.
"""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from firsthand.domain.conversation.outgoing import SendOutcome, Sent, Unsendable
from firsthand.domain.sentences import say
from firsthand.engine.workers import is_no_more
from firsthand.services.delivery.actions import delivery_left, delivery_not_sent, delivery_refused
from firsthand.services.delivery.sending import NO_SERVER, Senders, explain_waiting
from firsthand.services.outbox.actions import claim_due, give_back_of
from firsthand.services.outbox.values import ClaimedDelivery

A_ROUND = 5
LEASE = timedelta(minutes=10)

log = structlog.get_logger("firsthand.engine.outbox")


class Outbox:
    """Sends what is due. `worker` names this process among all that share the database."""

    def __init__(self, *, data: Path, worker: str) -> None:
        self._data = data
        self._worker = worker
        self._has_recovered = False

    def round(self, now: datetime) -> int:
        """Send up to five messages; how many were claimed. Without a configured service they wait, with the reason.

        What a worker of this host held that died is given back first."""
        if not self._has_recovered:
            give_back_of(partial(is_no_more, me=self._worker), now=now)
            self._has_recovered = True
        senders = Senders(data=self._data)
        explain_waiting(able=senders.able)
        if not senders.able:
            return 0
        claims = claim_due(now=now, worker=self._worker, limit=A_ROUND, lease=LEASE, able=senders.able)
        for claim in claims:
            self._send(claim, senders, now)
        return len(claims)

    def _send(self, claim: ClaimedDelivery, senders: Senders, now: datetime) -> None:
        try:
            sent = senders.send(claim)
        except ValueError as error:
            why = error.words if isinstance(error, Unsendable) else str(error)
            delivery_refused(claim, error=say("The message could not be made: {why}.", why=why), at=now)
            return
        if sent is None:
            delivery_not_sent(claim, error=NO_SERVER, at=now)
        else:
            _mark(claim, sent, now)


def _mark(claim: ClaimedDelivery, sent: Sent, now: datetime) -> None:
    if sent.outcome is SendOutcome.delivered:
        delivery_left(claim, at=now, external_id=sent.external_id, refused=sent.not_taken_for, later=sent.again_for)
    elif sent.outcome is SendOutcome.try_again:
        delivery_not_sent(claim, error=sent.reason, at=now)
    else:
        delivery_refused(claim, error=sent.reason, at=now)
    log.info("sent" if sent.outcome is SendOutcome.delivered else "not_sent", delivery=claim.id)

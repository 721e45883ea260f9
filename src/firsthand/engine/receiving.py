"""Addresses that are asked for new messages: every half minute, each message in the spool before the cursor moves."""

from datetime import datetime
from pathlib import Path

import structlog

from firsthand.channels.protocol import Cursor, NotReceived
from firsthand.channels.spool import EmptyMessage, spool
from firsthand.domain.sentences import PLAIN, Sentence, say
from firsthand.services.channels.receiving import DueEndpoint, claim_due_endpoints, mark_failing, mark_received
from firsthand.services.channels.registry import channel_of
from firsthand.services.desk.folders import spool_folder

log = structlog.get_logger("firsthand.engine.receiving")


class Receiving:
    """Asks every due address, and keeps what is new in the spool of one data folder."""

    def __init__(self, *, data: Path, most_bytes: int) -> None:
        self._spool = spool_folder(data)
        self._most_bytes = most_bytes

    def round(self, now: datetime) -> int:
        """Ask what is due. An address that fails is marked and does not stop the others. Answers 0: there is never a
        reason to look again at once."""
        for due in claim_due_endpoints(now=now):
            self._receive(due, now)
        return 0

    def _receive(self, due: DueEndpoint, now: datetime) -> None:
        try:
            after = channel_of(due.channel).receive(
                due.endpoint, due.cursor, lambda raw: self._keep(raw, due, now), most_bytes=self._most_bytes
            )
        except NotReceived as error:
            self._failed(due, error.cursor, error.words, now)
        except OSError as error:
            words = say("The message cannot be kept now ({fault}). It waits on the server.", fault=str(error)[:200])
            self._failed(due, due.cursor, words, now)
        else:
            mark_received(endpoint_id=due.id, cursor=after, at=now)

    def _keep(self, raw: bytes, due: DueEndpoint, now: datetime) -> None:
        try:
            spool(
                raw,
                folder=self._spool,
                channel=due.channel,
                to=due.endpoint.address,
                via="fetched",
                envelope_from=None,
                received_at=now,
                most_bytes=self._most_bytes + 1024,
            )
        except EmptyMessage:
            log.warning("empty_message", address=due.endpoint.address)

    def _failed(self, due: DueEndpoint, cursor: Cursor, error: Sentence, now: datetime) -> None:
        log.warning("address_failed", address=due.endpoint.address, error=PLAIN.sentence(error))
        mark_failing(endpoint_id=due.id, cursor=cursor, error=error, at=now)

"""Addresses that are asked for new messages: every half minute, each message in the spool before the cursor moves.

Each is asked in a thread of its own, so that one whose server is slow, or odd, holds up no other. Only the round itself
touches the database.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from firsthand.channels.protocol import Cursor, NotReceived
from firsthand.channels.spool import EmptyMessage, spool
from firsthand.domain.sentences import NOTHING_SAID, PLAIN, Sentence, say
from firsthand.services.channels.receiving import DueEndpoint, claim_due_endpoints, mark_failing, mark_received
from firsthand.services.channels.registry import channel_of
from firsthand.services.desk.folders import spool_folder

A_MOMENT = timedelta(seconds=5)

log = structlog.get_logger("firsthand.engine.receiving")


@dataclass(kw_only=True)
class _Asking:
    """An address that is being asked, and what came of it: how far it was read, and what went wrong, if anything."""

    due: DueEndpoint
    thread: threading.Thread = field(init=False)
    cursor: Cursor = field(default_factory=dict)
    error: Sentence = NOTHING_SAID

    def has_ended_by(self, ends: float) -> bool:
        self.thread.join(max(0.0, ends - time.monotonic()))
        return not self.thread.is_alive()


class Receiving:
    """Asks every due address, and keeps what is new in the spool of one data folder."""

    def __init__(self, *, data: Path, most_bytes: int) -> None:
        self._spool = spool_folder(data)
        self._most_bytes = most_bytes
        self._asked: dict[int, _Asking] = {}

    def round(self, now: datetime) -> int:
        """Ask what is due, and note what came of it. What takes longer than a moment goes on by itself, and a later
        round notes it. Answers 0: there is never a reason to look again at once."""
        begun = [self._begin(due, now) for due in claim_due_endpoints(now=now, but=self._asked.keys())]
        ends = time.monotonic() + A_MOMENT.total_seconds()
        for asking in [*begun, *self._asked.values()]:
            if asking.has_ended_by(ends if asking in begun else 0):
                self._asked.pop(asking.due.id, None)
                _note(asking, now)
            else:
                self._asked[asking.due.id] = asking
        return 0

    def _begin(self, due: DueEndpoint, now: datetime) -> _Asking:
        asking = _Asking(due=due, cursor=due.cursor)
        asking.thread = threading.Thread(target=self._ask, args=(asking, now), name=f"receiving-{due.id}", daemon=True)
        asking.thread.start()
        return asking

    def _ask(self, asking: _Asking, now: datetime) -> None:
        due = asking.due
        try:
            asking.cursor = channel_of(due.channel).receive(
                due.endpoint, due.cursor, partial(self._keep, due, now), most_bytes=self._most_bytes
            )
        except NotReceived as error:
            asking.cursor, asking.error = error.cursor, error.words
        except OSError as error:
            asking.error = say("The message cannot be kept now ({fault}). It waits on the server.", fault=_fault(error))
        except Exception as error:  # noqa: BLE001, RUF100 - one address must not end the others
            log.exception("address_stumbled", address=due.endpoint.address)
            fault = f"{type(error).__name__}: {_fault(error)}"
            asking.error = say("It could not be read ({fault}). Messages wait on the server.", fault=fault)

    def _keep(self, due: DueEndpoint, now: datetime, content: bytes, *, received_at: datetime | None = None) -> None:
        """Keep a message that our server had at `received_at`; a server whose clock is ahead had it now."""
        try:
            spool(
                content,
                folder=self._spool,
                channel=due.channel,
                to=due.endpoint.address,
                via="fetched",
                envelope_from=None,
                received_at=now if received_at is None else min(received_at, now),
                most_bytes=self._most_bytes + 1024,
            )
        except EmptyMessage:
            log.warning("empty_message", address=due.endpoint.address)


def _fault(error: Exception) -> str:
    """What the system said of it."""
    return str(error)[:200]


def _note(asking: _Asking, now: datetime) -> None:
    if asking.error:
        log.warning("address_failed", address=asking.due.endpoint.address, error=PLAIN.sentence(asking.error))
        mark_failing(endpoint_id=asking.due.id, cursor=asking.cursor, error=asking.error, at=now)
    else:
        mark_received(endpoint_id=asking.due.id, cursor=asking.cursor, at=now)

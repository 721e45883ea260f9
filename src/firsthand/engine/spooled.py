"""Messages from the spool to a ticket, a reply, the record or the quarantine: each message exactly once.

A message is claimed, read by its channel, archived durably, committed, and only then let go from the spool.
A crash at any point leaves it in the spool or claimed under a lease; who meets it again knows it by its SHA-256.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

import structlog

from firsthand.channels.protocol import Ours, Raw, Unreadable
from firsthand.channels.spool import Spooled, claim, done, give_back, set_aside, sweep, turn
from firsthand.domain.conversation.incoming import Incoming
from firsthand.domain.errors import Missing
from firsthand.domain.recurring import is_due_again
from firsthand.domain.sentences import NOTHING_SAID, Sentence, as_written
from firsthand.engine.workers import is_no_more, worker_name
from firsthand.services.channels.queries import ours
from firsthand.services.channels.registry import channel_of, close_channels
from firsthand.services.desk.folders import spool_folder
from firsthand.services.desk.kept_files import keep_raw
from firsthand.services.intake.actions import quarantine, take_in_many
from firsthand.services.intake.values import NULL_SENDER, RawFacts

A_ROUND = 100
LEASE = timedelta(minutes=2)
_SWEEP_EVERY = timedelta(hours=1)


log = structlog.get_logger("firsthand.engine.spooled")


@dataclass(frozen=True, kw_only=True)
class Read:
    """A claimed message after reading, or the reason why it cannot be read."""

    spooled: Spooled
    raw: RawFacts
    incoming: Incoming | None
    reason: Sentence


def give_back_of_the_dead(spool: Path, *, me: str) -> int:
    """Give back at once what processes of this host had claimed that are no more; how many messages.

    Taken too early, a message would only be met twice and known.
    """
    given_back = 0
    for path in sorted((spool / "claimed").glob("*~*~*")):
        name, _, worker = path.name.split("~", 2)
        if is_no_more(worker, me=me):
            with contextlib.suppress(FileNotFoundError):
                path.rename(spool / "new" / name)
                given_back += 1
    return given_back


def _was_set_aside(name: str, error: OSError) -> None:
    log.error("set_aside", message=name, error=str(error))


class SpooledMessages:
    """Takes messages in from one data folder. `round` is safe in several processes, one at a time; close it at the
    end."""

    def __init__(self, *, data: Path, worker: str | None = None) -> None:
        self._data = data
        self._spool = spool_folder(data)
        self._worker = worker or worker_name()
        self._swept_at: datetime | None = None
        self._has_recovered = False

    def close(self) -> None:
        """End what the channels hold open."""
        close_channels()

    def round(self, now: datetime) -> int:
        """Take in up to a hundred messages; how many were claimed. None while another process is at it."""
        with turn(self._spool) as mine:
            return self._round(now) if mine else 0

    def _round(self, now: datetime) -> int:
        self._sweep(now)
        if not self._has_recovered:
            give_back_of_the_dead(self._spool, me=self._worker)
            self._has_recovered = True
        claimed = claim(self._spool, A_ROUND, self._worker, now=now, lease=LEASE, on_bad=_was_set_aside)
        if not claimed:
            return 0
        try:
            known: dict[str, Ours] = {}
            for channel, some in groupby(claimed, key=lambda one: one.channel):  # in order, a batch of each
                known.setdefault(channel, ours(channel, may_ask=True))
                read = [one for spooled in some if (one := self._read(spooled, known[channel])) is not None]
                self._commit(read, now)
        except BaseException:
            for spooled in claimed:
                give_back(spooled)  # what is done already is gone from the spool, and stays so
            raise
        return len(claimed)

    def _sweep(self, now: datetime) -> None:
        if is_due_again(self._swept_at, _SWEEP_EVERY, now=now):
            self._swept_at = now
            sweep(self._spool, before=now - timedelta(days=1))

    def _read(self, spooled: Spooled, us: Ours) -> Read | None:
        try:
            raw = spooled.raw()
        except FileNotFoundError:
            return None  # the lease ran out and another worker took it
        except OSError as error:
            set_aside(spooled)
            _was_set_aside(spooled.name, error)
            return None
        (sha256,) = keep_raw(self._data, [raw])
        facts = RawFacts(
            channel=spooled.channel,
            sha256=sha256,
            via=spooled.via or "spool",
            envelope_to=spooled.to,
            envelope_from=NULL_SENDER if spooled.envelope_from == "" else spooled.envelope_from or "",
            received_at=spooled.received_at.astimezone(UTC),
            size=len(raw),
        )
        whole = Raw(
            content=raw,
            sha256=sha256,
            received_at=facts.received_at,
            via=facts.via,
            to=spooled.to,
            sender=spooled.envelope_from,
        )
        try:
            incoming = channel_of(spooled.channel).read(whole, us)
        except Unreadable as error:
            return Read(spooled=spooled, raw=facts, incoming=None, reason=error.words)
        except Missing as error:
            return Read(spooled=spooled, raw=facts, incoming=None, reason=error.message)
        except (OSError, MemoryError):
            raise  # of this machine, not of this message
        except Exception as error:
            log.exception("message_not_read", sha256=sha256)
            return Read(
                spooled=spooled, raw=facts, incoming=None, reason=as_written(f"{type(error).__name__}: {error}")
            )
        return Read(spooled=spooled, raw=facts, incoming=incoming, reason=NOTHING_SAID)

    def _commit(self, read: Sequence[Read], now: datetime) -> None:
        """One commit for the batch; what intake cannot make a ticket of it holds for a person itself."""
        items = [(one.incoming, one.raw) for one in read if one.incoming is not None]
        take_in_many(items=items, at=now, data=self._data)
        for one in read:
            if one.incoming is None:
                quarantine(raw=one.raw, reason=one.reason, at=now)
            done(one.spooled)

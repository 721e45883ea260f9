"""Mail from the spool to a ticket, a reply, the record or the quarantine: each message exactly once.

A message is claimed, read by the bounded parser, archived durably, committed, and only then let go from the spool.
A crash at any point leaves it in the spool or claimed under a lease; who meets it again knows it by its SHA-256.
"""

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from django.db.utils import InterfaceError, OperationalError

from firsthand.channels.email.bounded import BoundedParser, TooExpensive
from firsthand.channels.email.parse import Unparseable
from firsthand.channels.email.spool import Spooled, claim, done, give_back, sweep
from firsthand.domain.mail.addresses import domain_of
from firsthand.domain.mail.classify import OwnMarks
from firsthand.domain.mail.inbound import InboundMail
from firsthand.domain.mail.threading import loop_mark
from firsthand.engine.archive import keep
from firsthand.services.intake.actions import quarantine, take_in, take_in_many
from firsthand.services.intake.mailboxes import own_addresses
from firsthand.services.intake.values import RawFacts

A_ROUND = 100
LEASE = timedelta(minutes=2)
_SWEEP_EVERY = timedelta(hours=1)

log = structlog.get_logger("firsthand.engine.spooled_mail")


@dataclass(frozen=True, kw_only=True)
class Read:
    """A claimed message after parsing: a mail, or the reason why it is none."""

    spooled: Spooled
    raw: RawFacts
    mail: InboundMail | None
    reason: str


def worker_name() -> str:
    """This process among all that share a spool: host and process."""
    host = "".join(letter for letter in socket.gethostname() if letter.isalnum() or letter in "-.")
    return f"{host or 'host'}-{os.getpid()}"


class SpooledMail:
    """Takes mail in from one data folder. `round` is safe in several processes at once; close it at the end."""

    def __init__(self, *, data: Path, secret: str, worker: str | None = None) -> None:
        self._data = data
        self._spool = data / "spool"
        self._secret = secret
        self._worker = worker or worker_name()
        self._own = OwnMarks(domains=frozenset(), loop_mark=loop_mark(secret))
        self._parser = BoundedParser(own=self._own)
        self._swept_at: datetime | None = None

    def close(self) -> None:
        """End the parser's process."""
        self._parser.close()

    def round(self, now: datetime) -> int:
        """Take in up to a hundred messages; how many were claimed."""
        self._sweep(now)
        claimed = claim(self._spool, A_ROUND, self._worker, now=now, lease=LEASE)
        if not claimed:
            return 0
        try:
            self._know_ourselves()
            read = [one for spooled in claimed if (one := self._read(spooled)) is not None]
            self._commit(read, now)
        except BaseException:
            for spooled in claimed:
                give_back(spooled)  # what is done already is gone from the spool, and stays so
            raise
        return len(claimed)

    def _sweep(self, now: datetime) -> None:
        if self._swept_at is None or now - self._swept_at >= _SWEEP_EVERY:
            self._swept_at = now
            sweep(self._spool, before=now - timedelta(days=1))

    def _know_ourselves(self) -> None:
        domains = frozenset(domain_of(address) for address in own_addresses())
        if domains != self._own.domains:
            self._parser.close()
            self._own = OwnMarks(domains=domains, loop_mark=self._own.loop_mark)
            self._parser = BoundedParser(own=self._own)

    def _read(self, spooled: Spooled) -> Read | None:
        try:
            raw = spooled.raw()
        except FileNotFoundError:
            return None  # the lease ran out and another worker took it
        (sha256,) = keep(self._data, [raw])
        facts = RawFacts(
            sha256=sha256,
            via=spooled.via or "spool",
            envelope_to=spooled.to,
            envelope_from=spooled.envelope_from or "",
            received_at=spooled.received_at.astimezone(UTC),
            size=len(raw),
        )
        try:
            mail = self._parser.parse(raw, envelope_to=spooled.to or None, envelope_from=spooled.envelope_from)
        except (Unparseable, TooExpensive) as error:
            return Read(spooled=spooled, raw=facts, mail=None, reason=str(error))
        return Read(spooled=spooled, raw=facts, mail=mail, reason="")

    def _commit(self, read: Sequence[Read], now: datetime) -> None:
        mails = [(one.mail, one.raw) for one in read if one.mail is not None]
        try:
            take_in_many(items=mails, at=now, secret=self._secret, attachments_folder=self._data / "attachments")
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("batch_failed", messages=len(mails))
            self._one_by_one(read, now)
            return
        for one in read:
            if one.mail is None:
                self._quarantine(one, one.reason, now)
            done(one.spooled)

    def _one_by_one(self, read: Sequence[Read], now: datetime) -> None:
        """After a batch failed: the one message that does not go in must not hold up the others."""
        for one in read:
            if one.mail is None:
                self._quarantine(one, one.reason, now)
            else:
                self._take_in(one, one.mail, now)
            done(one.spooled)

    def _take_in(self, one: Read, mail: InboundMail, now: datetime) -> None:
        try:
            take_in(
                mail=mail,
                raw=one.raw,
                at=now,
                secret=self._secret,
                attachments_folder=self._data / "attachments",
            )
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.exception("message_failed", sha256=one.raw.sha256)
            reason = f"It was read, but could not be made a ticket ({type(error).__name__}: {error!s:.200})."
            self._quarantine(one, reason, now)

    def _quarantine(self, one: Read, reason: str, now: datetime) -> None:
        quarantine(raw=one.raw, reason=reason, at=now)

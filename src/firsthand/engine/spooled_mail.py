"""Mail from the spool to a ticket, a reply, the record or the quarantine: each message exactly once.

A message is claimed, read by the bounded parser, archived durably, committed, and only then let go from the spool.
A crash at any point leaves it in the spool or claimed under a lease; who meets it again knows it by its SHA-256.
"""

import contextlib
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from firsthand.channels.email.bounded import BoundedParser, TooExpensive
from firsthand.channels.email.parse import Unparseable
from firsthand.channels.email.spool import Spooled, claim, done, give_back, sweep, turn
from firsthand.domain.mail.addresses import domain_of
from firsthand.domain.mail.classify import OwnMarks
from firsthand.domain.mail.inbound import InboundMail
from firsthand.domain.mail.threading import loop_mark
from firsthand.services.desk.folders import spool_folder
from firsthand.services.intake.actions import quarantine, take_in_many
from firsthand.services.intake.kept_files import keep_raw
from firsthand.services.intake.mailboxes import own_addresses
from firsthand.services.intake.values import RawFacts

A_ROUND = 100
LEASE = timedelta(minutes=2)
_SWEEP_EVERY = timedelta(hours=1)


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


def give_back_of_the_dead(spool: Path, *, me: str) -> int:
    """Give back at once what processes of this host had claimed that are no more; how many messages.

    Claims of other hosts end with their lease. Taken too early, a message would only be met twice and known.
    """
    host = me.rpartition("-")[0]
    given_back = 0
    for path in sorted((spool / "claimed").glob("*~*~*")):
        name, _, worker = path.name.split("~", 2)
        its_host, _, process = worker.rpartition("-")
        if its_host == host and process.isdigit() and (worker == me or not _is_alive(int(process))):
            with contextlib.suppress(FileNotFoundError):
                path.rename(spool / "new" / name)
                given_back += 1
    return given_back


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class SpooledMail:
    """Takes mail in from one data folder. `round` is safe in several processes, one at a time; close it at the
    end."""

    def __init__(self, *, data: Path, secret: str, worker: str | None = None) -> None:
        self._data = data
        self._spool = spool_folder(data)
        self._secret = secret
        self._worker = worker or worker_name()
        self._own = OwnMarks(domains=frozenset(), loop_mark=loop_mark(secret))
        self._parser = BoundedParser(own=self._own)
        self._swept_at: datetime | None = None
        self._has_recovered = False

    def close(self) -> None:
        """End the parser's process."""
        self._parser.close()

    def round(self, now: datetime) -> int:
        """Take in up to a hundred messages; how many were claimed. None while another process is at it."""
        with turn(self._spool) as mine:
            return self._round(now) if mine else 0

    def _round(self, now: datetime) -> int:
        self._sweep(now)
        if not self._has_recovered:
            give_back_of_the_dead(self._spool, me=self._worker)
            self._has_recovered = True
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
        (sha256,) = keep_raw(self._data, [raw])
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
        """One commit for the batch; what intake cannot make a ticket of it holds for a person itself."""
        mails = [(one.mail, one.raw) for one in read if one.mail is not None]
        take_in_many(items=mails, at=now, secret=self._secret, data=self._data)
        for one in read:
            if one.mail is None:
                quarantine(raw=one.raw, reason=one.reason, at=now)
            done(one.spooled)

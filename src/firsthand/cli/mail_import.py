"""Imports an mbox file: every message into the spool first, durably; then all of it through intake, with progress."""

import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from pathlib import Path

from firsthand.channels.email.headers import date_of
from firsthand.channels.email.mbox import MboxMessage, NotAnMboxError, messages
from firsthand.channels.spool import EmptyMessage, TooLarge, spool, waiting
from firsthand.cli.output import CannotRun, print_line
from firsthand.cli.progress import Progress
from firsthand.domain.errors import Invalid
from firsthand.domain.mail.addresses import normal_address
from firsthand.domain.sentences import say
from firsthand.engine.spooled import SpooledMessages
from firsthand.services.desk.environment import Environment
from firsthand.services.intake.imports import known_digests, outcomes


def run(environment: Environment, file: Path, *, to: str, dates_from_messages: bool) -> int:
    """Import `file` for the address `to`; the counts add up to the number of messages. The exit status."""
    address = normal_address(to)
    if address is None:
        raise Invalid(
            "no_address",
            say("--to is {to}; expected one address such as support@example.com.", to=repr(to)),
            field="to",
        )
    progress = Progress()
    known = known_digests()
    try:
        digests = _spool_all(environment, file, address, dates_from_messages=dates_from_messages, progress=progress)
    except NotAnMboxError as error:
        raise CannotRun(f"{error} Nothing was imported.") from error
    except OSError as error:
        raise CannotRun(
            f"{file} could not be imported whole: {error.strerror or error}. What was kept so far is in the spool; "
            "run the same command again when it is corrected, no message becomes two."
        ) from error
    _process(environment, progress)
    _report(digests, known)
    return 0


def _spool_all(
    environment: Environment, file: Path, address: str, *, dates_from_messages: bool, progress: Progress
) -> list[str]:
    digests, skipped = [], 0
    for message in _messages(file, environment.max_message_bytes):
        try:
            spool(
                message.raw,
                folder=environment.spool,
                to=address,
                via="import",
                envelope_from=None,
                received_at=_received_at(message, dates_from_messages=dates_from_messages),
                most_bytes=environment.max_message_bytes,
            )
            digests.append(hashlib.sha256(message.raw).hexdigest())
        except (EmptyMessage, TooLarge):
            skipped += 1
        share = 100 * message.read_bytes // max(1, message.total_bytes)
        progress.show(f"Kept {len(digests)} messages ({share} % of the file)")
    progress.show(f"Kept {len(digests)} messages", last=True)
    if skipped:
        print_line(f"Passed over {skipped} entries of the file that hold no message, or one that is too large.")
    return digests


def _messages(file: Path, most_bytes: int) -> Iterator[MboxMessage]:
    return messages(file, most_bytes=most_bytes)


def _received_at(message: MboxMessage, *, dates_from_messages: bool) -> datetime:
    now = datetime.now(UTC)
    if not dates_from_messages:
        return now
    at = _instant_of(message.raw[:65_536].partition(b"\r\n\r\n")[0].partition(b"\n\n")[0])
    return min(at, now) if at is not None else now


def _instant_of(head: bytes) -> datetime | None:
    """When a mailbox had a message: the server that put it there wrote the first Received header. The sender's own Date
    is believed only where there is none."""
    try:
        headers = BytesHeaderParser().parsebytes(head + b"\n\n")
        received, sent = headers.get("received"), headers.get("date", "")
    except (ValueError, LookupError):
        return None
    trusted = date_of(str(received).rpartition(";")[2].strip()) if received is not None else None
    return trusted or date_of(str(sent))


def _process(environment: Environment, progress: Progress) -> None:
    """Rounds until the spool is empty; a server that runs takes its part of them."""
    mail = SpooledMessages(data=environment.data)
    try:
        while left := waiting(environment.spool):
            progress.show(f"Processing: {left} messages left")
            if not mail.round(datetime.now(UTC)):
                time.sleep(0.2)  # the rest is with a server that runs beside us
    finally:
        mail.close()
    progress.show("Processing: done", last=True)


def _report(digests: list[str], known: frozenset[str]) -> None:
    fresh = list(dict.fromkeys(digest for digest in digests if digest not in known))
    counts = outcomes(digests=fresh)
    duplicates = counts.duplicates + len(digests) - len(fresh)
    print_line(f"{len(digests)} messages:")
    for count, words in (
        (counts.tickets, "new tickets"),
        (counts.replies, "replies on a ticket"),
        (counts.recorded, "recorded without a ticket (bounces and automatic replies)"),
        (duplicates, "duplicates of a message that was here"),
        (counts.quarantined, "in quarantine, each with its reason"),
    ):
        print_line(f"  {count:>7} {words}")

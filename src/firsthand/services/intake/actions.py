"""A message becomes a ticket, a message on one, a record, or waits in the quarantine. Nothing is dropped.

Every raw message ends as exactly one raw row, written in one transaction with everything that came of it.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import structlog
from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from firsthand.domain.conversation.incoming import Incoming
from firsthand.domain.sentences import PLAIN, Sentence, say
from firsthand.services.book.desk import open_desk
from firsthand.services.desk.failures import failure_words
from firsthand.services.desk.kept_files import keep_files
from firsthand.services.held.actions import hold
from firsthand.services.intake.lookup import Lookup, answered_since, count_copy, own_addresses, raws_here
from firsthand.services.intake.message_intake import MessageIntake, describe, end, raw_row
from firsthand.services.intake.values import IntakeOutcome, RawFacts, TakenIn
from firsthand.services.search.actions import index_written_at_end

log = structlog.get_logger("firsthand.services.intake")


def take_in(*, incoming: Incoming, raw: RawFacts, at: datetime, data: Path) -> TakenIn:
    """Take one message in. Its attachments are durable before the commit; a failure leaves nothing half written.

    Safe to call again for the same message, also at the same time in another process.
    """
    keep_files(data, incoming.files)
    with transaction.atomic(), index_written_at_end():
        return _once(incoming=incoming, raw=raw, at=at, lookup=Lookup(desk=open_desk(at), items=[(incoming, raw)]))


def take_in_many(*, items: Sequence[tuple[Incoming, RawFacts]], at: datetime, data: Path) -> list[TakenIn]:
    """Take several messages in, in order, under one commit; each has a savepoint, so that one that fails goes to the
    quarantine with the reason and the others are not held up. Raises only when the database does not answer."""
    if not items:
        return []
    keep_files(data, (file for incoming, _ in items for file in incoming.files))
    with transaction.atomic(), index_written_at_end():
        lookup = Lookup(desk=open_desk(at), items=items)
        return [_once_or_quarantine(incoming=incoming, raw=raw, at=at, lookup=lookup) for incoming, raw in items]


def _once_or_quarantine(*, incoming: Incoming, raw: RawFacts, at: datetime, lookup: Lookup) -> TakenIn:
    try:
        return _once(incoming=incoming, raw=raw, at=at, lookup=lookup)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("message_failed", sha256=raw.sha256)
        lookup.read_again()
        reason = say("It was read, but could not be made a ticket ({error}).", error=failure_words(error))
        return quarantine(raw=raw, reason=reason, at=at, incoming=incoming)


def _once(*, incoming: Incoming, raw: RawFacts, at: datetime, lookup: Lookup) -> TakenIn:
    """Take in under a savepoint; when another process wrote the same message between, see it and count a copy."""
    try:
        with transaction.atomic():
            return _take(incoming=incoming, raw=raw, at=at, lookup=lookup)
    except IntegrityError:
        lookup.read_again()
    with transaction.atomic():
        return _take(incoming=incoming, raw=raw, at=at, lookup=lookup)


def _take(*, incoming: Incoming, raw: RawFacts, at: datetime, lookup: Lookup) -> TakenIn:
    if (copy := lookup.count_copy(raw)) is not None:
        return copy
    row = raw_row(raw)
    taken = MessageIntake(incoming=incoming, raw=raw, row=row, lookup=lookup).take_in()
    lookup.learn(row, None)
    return taken


@transaction.atomic
def quarantine(*, raw: RawFacts, reason: Sentence, at: datetime, incoming: Incoming | None = None) -> TakenIn:
    """Hold a raw message for a person, with the reason. One that is here already only counts a copy.

    `at` is when it was tried; the row keeps when it was received. Nobody owes an answer to what came before the desk
    answered for its address.
    """
    if (copy := count_copy(raws_here([raw.sha256]).get(raw.sha256))) is not None:
        return copy
    log.info("quarantined", sha256=raw.sha256, at=at.isoformat(), reason=PLAIN.sentence(reason))
    row = raw_row(raw)
    if incoming is not None:
        describe(row, incoming)
    desk = open_desk(at)
    taken = end(row, IntakeOutcome.quarantined, reason=reason)
    if answered_since(raw, own_addresses(raw.channel)) is None:
        hold(row, account=None, desk=desk)
    return taken

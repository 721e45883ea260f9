"""Messages that are held for a person, and whose are."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from django.conf import settings

from firsthand.domain.acts import ByWhen, Flag, Id, Text
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.catalogue.act import Doer, Done, Place, act
from firsthand.services.intake import blocking, quarantine
from firsthand.services.intake.archive import read_again
from firsthand.services.intake.message_intake import LONGEST_REASON
from firsthand.services.intake.queries import raw_message
from firsthand.services.intake.values import TakenIn

_HELD = ("no_message", "not_held")


@dataclass(frozen=True, kw_only=True)
class OnRawMessage:
    """A message as it came in."""

    raw: Annotated[int, Id("message")]


@act("intake.ticket", say("Make a ticket of a held message"), right=Right.handle_quarantine, refusals=_HELD)
def make_ticket(doer: Doer, wanted: OnRawMessage) -> Done:
    """Whatever held it, and even if it cannot be read. Its clocks run from when it was received."""
    incoming, _reason = read_again(raw_message(viewer=doer.viewer, raw_id=wanted.raw))
    taken = quarantine.make_ticket(viewer=doer.viewer, raw_id=wanted.raw, incoming=incoming, at=doer.at, data=_data())
    return _taken_in(taken)


@act("intake.retry", say("Take a held message in again"), right=Right.handle_quarantine, refusals=_HELD)
def retry(doer: Doer, wanted: OnRawMessage) -> Done:
    """As if it came now, but with its first instant of receipt."""
    incoming, reason = read_again(raw_message(viewer=doer.viewer, raw_id=wanted.raw))
    if incoming is None:
        quarantine.keep_quarantined(viewer=doer.viewer, raw_id=wanted.raw, reason=reason)
        return Done(said=say("It still cannot be read. It stays here; you can make a ticket of it."))
    taken = quarantine.retry(viewer=doer.viewer, raw_id=wanted.raw, incoming=incoming, at=doer.at, data=_data())
    return _taken_in(taken)


@dataclass(frozen=True, kw_only=True)
class Discard(OnRawMessage):
    """A message, and why it is no request."""

    reason: Annotated[str, Text(at_most=LONGEST_REASON)]


@act(
    "intake.discard",
    say("Discard a held message"),
    right=Right.handle_quarantine,
    refusals=(*_HELD, "reason_missing"),
)
def discard(doer: Doer, wanted: Discard) -> Done:
    """It is kept with who did it and why, and stops waiting."""
    quarantine.discard(viewer=doer.viewer, raw_id=wanted.raw, reason=wanted.reason, at=doer.at)
    return Done(said=say("Discarded. The message itself is kept."), goes_to=Place(kind="quarantine"))


@dataclass(frozen=True, kw_only=True)
class BlockSender:
    """An address or a domain, why, and until when; `sure` where customers write from there."""

    whom: Annotated[str, Text(at_most=320)]
    why: Annotated[str, Text(at_most=LONGEST_REASON)]
    until: Annotated[datetime, ByWhen()]
    sure: Annotated[bool, Flag()] = False


@act(
    "intake.block",
    say("Block a sender"),
    right=Right.handle_quarantine,
    refusals=("sender_wrong", "reason_missing", "public_provider", "our_own", "known_customer"),
)
def block(doer: Doer, wanted: BlockSender) -> Done:
    """What they write is held until then, where everybody who handles the quarantine sees it. Nothing is bounced, and a
    customer's message is owed its answer all the same."""
    made = blocking.block(
        viewer=doer.viewer, whom=wanted.whom, why=wanted.why, until=wanted.until, sure=wanted.sure, at=doer.at
    )
    return Done(said=say("What comes from {whom} is held now.", whom=made.whom))


@dataclass(frozen=True, kw_only=True)
class OnBlock:
    """An entry of the block list."""

    block: Annotated[int, Id("entry")]


@act(
    "intake.unblock",
    say("Let a blocked sender through again"),
    right=Right.handle_quarantine,
    refusals=("no_block", "block_over"),
)
def unblock(doer: Doer, wanted: OnBlock) -> Done:
    """What was held before stays until a person looks at it."""
    row = blocking.unblock(viewer=doer.viewer, block_id=wanted.block, at=doer.at)
    return Done(said=say("{whom} gets through again.", whom=row.whom))


def _taken_in(taken: TakenIn) -> Done:
    if taken.ticket_id is None:
        return Done(said=say("Tried again: {reason}", reason=taken.reason) if taken.reason else say("Tried again."))
    said = say("It is ticket #{number} now.", number=taken.ticket_id)
    return Done(said=said, goes_to=Place(kind="ticket", of=taken.ticket_id))


def _data() -> Path:
    data: Path = settings.ENVIRONMENT.data
    return data

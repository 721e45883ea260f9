"""What intake is given beside a message, and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.domain.sentences import NOTHING_SAID, Sentence

NULL_SENDER = "<>"
"""How a raw message's row says that its envelope named no sender; it says nothing where that is unknown."""


class IntakeOutcome(StrEnum):
    """What became of one message."""

    opened = "opened"
    joined = "joined"
    noted = "noted"
    duplicate = "duplicate"
    recorded = "recorded"
    quarantined = "quarantined"


@dataclass(frozen=True, kw_only=True)
class RawFacts:
    """A raw message that lies durably in the archive: its channel, SHA-256, size, and how it came. `envelope_from` is
    empty where it is unknown, and `NULL_SENDER` for the null sender."""

    channel: str
    sha256: str
    size: int
    via: str
    envelope_to: str
    envelope_from: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What became of one message, in which raw row, on which ticket, and why when that is not plain."""

    outcome: IntakeOutcome
    raw_id: int
    ticket_id: int | None = None
    message_id: int | None = None
    reason: Sentence = NOTHING_SAID

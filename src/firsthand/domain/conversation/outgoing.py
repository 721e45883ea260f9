"""A message on its way out, as a value. Everything in it is decided before a channel sends it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.domain.conversation.files import AttachedFile


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An earlier message of the conversation, by its external id; `is_theirs`: the customer wrote it."""

    external_id: str
    is_theirs: bool


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message to send. `external_id` is fixed when it is queued, so that a repeat carries the same one; empty where
    the service gives it. `to` and `copies` are addresses of the channel, `only_for` those of them whom it has not
    reached yet. `ticket` is what it is about, and `thread` what was written before, oldest first, as far as its readers
    know it. `automatic`: no person wrote it. `written_at` is when it was."""

    external_id: str
    from_name: str
    from_address: str
    to: tuple[str, ...]
    copies: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()
    subject: str
    text: str
    ticket: int | None = None
    thread: tuple[Earlier, ...] = ()
    automatic: bool = False
    written_at: datetime
    files: tuple[AttachedFile, ...] = ()


class SendOutcome(StrEnum):
    """What became of a message that was handed to a service: it is there, it may work later, or it never will."""

    delivered = "delivered"
    try_again = "try_again"
    refused = "refused"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a service said. `external_id` is the name that it gave the message, where it gives one. Where it took the
    message, `not_taken_for` are those for whom it never will, each with its words, and `again_for` those for whom it
    may later."""

    outcome: SendOutcome
    reason: str = ""
    external_id: str = ""
    not_taken_for: tuple[tuple[str, str], ...] = ()
    again_for: tuple[str, ...] = ()

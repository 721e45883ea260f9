"""A message on its way out, as a value. Everything in it is decided before a channel sends it."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.domain.conversation.files import AttachedFile
from firsthand.domain.errors import Worded
from firsthand.domain.sentences import Sentence

_BETWEEN = re.compile(r'[,;\n](?=(?:[^"]*"[^"]*")*[^"]*$)')


def split_addresses(text: str) -> tuple[str, ...]:
    """The addresses of a text, between commas, semicolons or lines outside of quotation marks."""
    return tuple(one.strip() for one in _BETWEEN.split(text) if one.strip())


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
    know it. `automatic`: no person wrote it. `written_at` is when it was. `html` is the text as it is laid out,
    sanitised, its pictures named in `data-cid`; empty for what is words alone."""

    external_id: str
    from_name: str
    from_address: str
    to: tuple[str, ...]
    copies: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()
    subject: str
    text: str
    html: str = ""
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


class Unsendable(Worded, ValueError):  # noqa: N818 - says what happened
    """A message cannot be made as its channel wants it; the words say why."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a service said, in its own words or in a sentence of ours. `external_id` is the name that it gave the
    message, where it gives one. Where it took the message, `not_taken_for` are those for whom it never will, each with
    its words, and `again_for` those for whom it may later."""

    outcome: SendOutcome
    reason: str | Sentence = ""
    external_id: str = ""
    not_taken_for: tuple[tuple[str, str | Sentence], ...] = ()
    again_for: tuple[str, ...] = ()

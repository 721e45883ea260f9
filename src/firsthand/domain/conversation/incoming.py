"""What came in by a channel, as values: what the rest of the desk may rely on, whatever the sender wrote."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.domain.conversation.files import AttachedFile
from firsthand.domain.sentences import NOTHING_SAID, Sentence


class AutoKind(StrEnum):
    """Why a message is not a person writing to us. None of these is ever answered automatically.

    A person wrote what comes by a `list`; a `digest` is the list's own. `generated` is an alarm, a newsletter and what
    else a machine sends by itself.
    """

    auto_reply = "auto_reply"
    read_receipt = "read_receipt"
    bounce = "bounce"
    list = "list"
    digest = "digest"
    loop = "loop"
    generated = "generated"

    @property
    def reacts(self) -> bool:
        """Whether a machine sends it because a message came: it is no request, and belongs where that message is."""
        return self in {AutoKind.auto_reply, AutoKind.read_receipt}

    @property
    def is_nobodys(self) -> bool:
        """Whether nobody wrote it, so that on a thread it changes nothing and is owed nothing."""
        return self.reacts or self in {AutoKind.digest, AutoKind.generated}


class Authorship(StrEnum):
    """Whether it is known that a message is from whom it says: proven by its service or its domain, asked for and not
    proven, not proven although its domain asks everybody to refuse such messages, or never asked."""

    proven = "proven"
    unproven = "unproven"
    disowned = "disowned"
    unasked = "unasked"

    @property
    def is_doubted(self) -> bool:
        """Whether somebody asked, and it was not proven."""
        return self in {Authorship.unproven, Authorship.disowned}


@dataclass(frozen=True, kw_only=True)
class FailedRecipient:
    """One recipient of a delivery report: RFC 3464's action and status, and what the server said."""

    address: str
    action: str
    status: str
    diagnostic: str

    @property
    def is_permanent(self) -> bool:
        """Whether the message will never reach this recipient."""
        return self.action == "failed" or (not self.action and self.status.startswith("5"))


@dataclass(frozen=True, kw_only=True)
class DeliveryReport:
    """What a service says of a message of ours: which one it may be about, by external ids, and of which recipients."""

    about: tuple[str, ...]
    recipients: tuple[FailedRecipient, ...]


@dataclass(frozen=True, kw_only=True)
class Author:
    """Who wrote it: an address of the channel, empty where there is none that could be answered, and a shown name.
    `is_unclear`: others could read another author in it."""

    address: str
    name: str = ""
    is_unclear: bool = False

    @property
    def said(self) -> str:
        """Both, as a reader knows them from mail."""
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address


@dataclass(frozen=True, kw_only=True)
class Forwarded:
    """A message that another one forwards: who wrote it and its words, and what stood `above` it."""

    author: Author
    text: str
    above: str = ""


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One message that came in. `external_id` is its name on its channel, None where that gives none; `digest` is of
    what the sender wrote, so that one message that came by two routes has the same. `answers` are the external ids of
    messages that it answers, nearest first; `ticket` one that it proves to be about. `answer_to` are addresses at which
    its author wants to be answered; empty for their own. `endpoint` is the desk's address that it came to, `dated_at`
    the instant at which its author's program says that it was sent. `forwarded` is the message that it forwards. `text`
    is the new text, `quoted` the history that was folded away; `html` is safe to show. `may_be_told`: nothing in it
    forbids that a machine of ours writes back. `authorship`: whether the author is who they say; a service that knows
    its people proves it. `warnings` are sentences for whoever reads the ticket."""

    channel: str
    external_id: str | None
    received_at: datetime
    author: Author
    text: str
    subject: str = ""
    quoted: str = ""
    html: str | None = None
    digest: str = ""
    answers: tuple[str, ...] = ()
    ticket: int | None = None
    answer_to: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    endpoint: str = ""
    forwarded: Forwarded | None = None
    dated_at: datetime | None = None
    files: tuple[AttachedFile, ...] = ()
    auto: AutoKind | None = None
    auto_because: Sentence = NOTHING_SAID
    report: DeliveryReport | None = None
    authorship: Authorship = Authorship.proven
    may_be_told: bool = True
    warnings: tuple[Sentence, ...] = ()

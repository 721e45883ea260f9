"""A mail as it was parsed, before it is a message of the desk."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.conversation.files import AttachedFile
from firsthand.domain.conversation.incoming import AutoKind, FailedRecipient
from firsthand.domain.sentences import Sentence


@dataclass(frozen=True, kw_only=True)
class InboundMail:
    """One parsed message. Every address is lower case and valid; `from_address` is empty when the message
    names no valid sender, `is_unclear` when its From can be read as another's; `sent_by` is the list or form that sent
    it for its writer, which proves nothing; `answer_to` are the addresses at which a person wants to be answered, where
    not at `from_address`. `warnings` are sentences for the person who reads the ticket.

    `sha256` is of the raw bytes; `content_digest` of what the sender wrote (sender, date, subject, Message-ID
    and body), so that one message that came by two routes has the same. `text` is the new text, `quoted` the
    history that was folded away. `html` is sanitised. `failed` are the recipients of a bounce, `bounce_of`
    the Message-ID it is about. `results` are its Authentication-Results, newest first, whoever wrote them; `signed_by`
    the domains whose signature holds. `may_auto_answer` is False whenever a header forbids an automatic answer.
    """

    sha256: str
    content_digest: str
    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    from_name: str
    from_address: str
    answer_to: tuple[str, ...]
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    text: str
    quoted: str
    html: str | None
    attachments: tuple[AttachedFile, ...]
    auto: AutoKind | None
    auto_because: Sentence
    may_auto_answer: bool
    bounce_of: str | None
    failed: tuple[FailedRecipient, ...]
    headers: tuple[tuple[str, str], ...]
    results: tuple[str, ...]
    signed_by: tuple[str, ...]
    is_unclear: bool
    sent_by: str
    warnings: tuple[Sentence, ...]
    envelope_to: str | None
    envelope_from: str | None

    @property
    def thread_ids(self) -> tuple[str, ...]:
        """The messages this one answers, nearest first, each once."""
        return tuple(dict.fromkeys((*self.in_reply_to, *reversed(self.references))))

"""A message on its way out, as a value. Everything in it is decided before it is composed or sent."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.conversation.files import AttachedFile


@dataclass(frozen=True, kw_only=True)
class OutgoingMail:
    """One mail to send. `message_id` is fixed when the mail is queued, so that a repeat carries the same one.

    `reply_to` is the ticket's signed address. `automatic` marks mail that no person wrote (RFC 3834), so that
    nobody's machine answers it. `sent_at` is an aware instant and becomes the Date header. `html` is the text as it is
    laid out, sanitised, its pictures named in `data-cid`.
    """

    message_id: str
    from_name: str
    from_address: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    subject: str
    text: str
    html: str = ""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_to: str | None = None
    automatic: bool = False
    loop_mark: str
    sent_at: datetime
    attachments: tuple[AttachedFile, ...] = ()

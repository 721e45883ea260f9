"""What the parser's child and its parent say to each other: frames on pipes, never pickles.

A frame is eight bytes of length and that many bytes. An answer is one frame of JSON, then one frame for each
attachment's content. What comes from the child was made from hostile mail and is checked for its shape.
"""

import struct
from datetime import datetime
from typing import IO, Any

import orjson

from firsthand.domain.conversation.files import AttachedFile
from firsthand.domain.conversation.incoming import Author, AutoKind, FailedRecipient, Forwarded
from firsthand.domain.kept_sentences import plain_sentence, sentence_of
from firsthand.domain.mail.inbound import InboundMail
from firsthand.domain.sentences import PLAIN, Sentence

MOST_FRAME = 1 << 31
_LENGTH = struct.Struct(">Q")


class BrokenFrame(Exception):  # noqa: N818 - says what was met
    """The other side ended, or said something that is not a frame."""


def write_frame(file: IO[bytes], content: bytes) -> None:
    """Send one frame; the caller flushes."""
    file.write(_LENGTH.pack(len(content)))
    file.write(content)


def read_frame(file: IO[bytes]) -> bytes | None:
    """The next frame, None at a clean end. Raises BrokenFrame for half a frame."""
    head = file.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise BrokenFrame("the pipe ended inside a length")
    (length,) = _LENGTH.unpack(head)
    if length > MOST_FRAME:
        raise BrokenFrame("a frame claims an absurd length")
    content = file.read(length)
    if len(content) < length:
        raise BrokenFrame("the pipe ended inside a frame")
    return content


def write_mail(file: IO[bytes], mail: InboundMail) -> None:
    """Send a parsed message."""
    fields = {name: getattr(mail, name) for name in mail.__dataclass_fields__ if name != "attachments"}
    fields["failed"] = [[one.address, one.action, one.status, one.diagnostic] for one in mail.failed]
    fields["auto_because"] = plain_sentence(mail.auto_because)
    fields["warnings"] = list(map(plain_sentence, mail.warnings))
    fields["attachments"] = [
        [one.filename, one.content_type, one.sha256, one.inline, one.content_id] for one in mail.attachments
    ]
    write_frame(file, orjson.dumps({"mail": fields}))
    for attachment in mail.attachments:
        write_frame(file, attachment.content)


def read_mail(file: IO[bytes], fields: dict[str, Any]) -> InboundMail:
    """The parsed message whose JSON was `fields`; reads its attachments. Raises BrokenFrame for a wrong shape."""
    try:
        attachments = tuple(_attachment(file, one) for one in fields.pop("attachments"))
        failed = tuple(
            FailedRecipient(address=str(a), action=str(b), status=str(c), diagnostic=str(d))
            for a, b, c, d in fields.pop("failed")
        )
        auto, sent_at = fields.pop("auto"), fields.pop("sent_at")
        for name in ("in_reply_to", "references", "answer_to", "to", "cc", "results", "signed_by"):
            fields[name] = tuple(str(text) for text in fields[name])
        fields["forwarded"] = _forwarded(fields["forwarded"])
        fields["auto_because"] = read_words(fields["auto_because"])
        fields["warnings"] = tuple(map(read_words, fields["warnings"]))
        fields["headers"] = tuple((str(name), str(value)) for name, value in fields["headers"])
        return InboundMail(
            **fields,
            attachments=attachments,
            failed=failed,
            auto=None if auto is None else AutoKind(auto),
            sent_at=None if sent_at is None else datetime.fromisoformat(sent_at),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenFrame(f"the parser's answer has a wrong shape: {error!s:.100}") from error


def _forwarded(plain: dict[str, Any] | None) -> Forwarded | None:
    if plain is None:
        return None
    author = Author(address=str(plain["author"]["address"]), name=str(plain["author"]["name"]))
    return Forwarded(author=author, text=str(plain["text"]), above=str(plain["above"]))


def read_words(plain: Any) -> Sentence:  # noqa: ANN401, RUF100 - JSON
    """A sentence of the child's, if it is one that can be told. Raises BrokenFrame for another."""
    try:
        words = sentence_of(plain)
        PLAIN.phrase(words)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise BrokenFrame(f"the parser's words have a wrong shape: {error!s:.100}") from error
    return words


def _attachment(file: IO[bytes], fields: list[Any]) -> AttachedFile:
    content = read_frame(file)
    if content is None:
        raise BrokenFrame("the pipe ended before an attachment")
    filename, content_type, sha256, inline, content_id = fields
    return AttachedFile(
        filename=str(filename),
        content_type=str(content_type),
        size=len(content),
        sha256=str(sha256),
        content=content,
        inline=bool(inline),
        content_id=str(content_id),
    )

"""From parts to what a person reads: one text, one HTML, and the rest as files with safe names."""

import binascii
import html as markup
import re
from dataclasses import dataclass

from firsthand.channels.email.headers import clean_text, decode_text, decode_words, disposition_of
from firsthand.channels.email.structure import Entity, MessageReader
from firsthand.domain.conversation.files import AttachedFile, attached
from firsthand.domain.sentences import say

MOST_TEXT = 500_000

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_UU_BEGIN = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,200})\n", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class BodyPiece:
    """A stretch of the body, as plain text, as HTML or both (alternatives of one another)."""

    plain: str | None = None
    html: str | None = None


@dataclass(frozen=True, kw_only=True)
class MailContent:
    """What a message holds: stretches of body in order, and files."""

    pieces: tuple[BodyPiece, ...]
    attachments: tuple[AttachedFile, ...]


class ContentReader:
    """Walks the parts of one message; defects go to the reader's warnings."""

    def __init__(self, reader: MessageReader) -> None:
        self._reader = reader
        self._attachments: list[AttachedFile] = []

    def read(self, entity: Entity) -> MailContent:
        """The whole message's content."""
        pieces = self._pieces(entity)
        return MailContent(pieces=tuple(pieces), attachments=tuple(self._attachments))

    def _pieces(self, entity: Entity) -> list[BodyPiece]:
        if not entity.parts:
            piece = self._leaf(entity)
            return [piece] if piece else []
        found = [piece for part in entity.parts for piece in self._pieces(part)]
        if entity.type.type != "multipart/alternative":
            return found
        plain = [piece.plain for piece in found if piece.plain is not None]
        rich = [piece.html for piece in found if piece.html is not None]
        joined = BodyPiece(plain="\n".join(plain) if plain else None, html="\n".join(rich) if rich else None)
        return [joined] if found else []

    def _leaf(self, entity: Entity) -> BodyPiece | None:
        disposition, params = disposition_of(entity.first("content-disposition"))
        name = decode_words(params.get("filename", "") or entity.type.params.get("name", ""))
        is_text = entity.type.type in {"text/plain", "text/html"} and disposition != "attachment" and not name
        content = self.decoded(entity)
        if is_text and len(content) <= MOST_TEXT:
            text = clean_text(decode_text(content, entity.type.params.get("charset", "utf-8")))
            if entity.type.type == "text/html":
                return BodyPiece(html=text)
            if entity.type.params.get("format", "").lower() == "flowed":
                text = _unflowed(text, delete_space=entity.type.params.get("delsp", "").lower() == "yes")
            return BodyPiece(plain=self._without_uuencoded(text))
        if is_text:
            self._reader.warn(say("A text is longer than {most} bytes; it is attached in full.", most=MOST_TEXT))
        if content or name:
            inline = disposition == "inline" or bool(entity.first("content-id"))
            self._attach(name, entity.type.type, content, inline=inline, cid=entity.first("content-id"))
        if is_text and entity.type.type == "text/plain":
            charset = entity.type.params.get("charset", "utf-8")
            return BodyPiece(plain=clean_text(decode_text(content[:MOST_TEXT], charset)))
        return None

    def decoded(self, entity: Entity) -> bytes:
        """The bytes of a leaf, its transfer encoding undone; as they are when it cannot be."""
        body = memoryview(self._reader.raw)[entity.start : entity.end]
        encoding = entity.first("content-transfer-encoding").partition(";")[0].strip().lower()
        try:
            if encoding == "base64":
                return self._base64(body)
            if encoding == "quoted-printable":
                return binascii.a2b_qp(body)
            if encoding in {"x-uuencode", "uuencode", "x-uue"}:
                return _uudecoded(bytes(body))
        except (binascii.Error, ValueError):
            self._reader.warn(say("A part's transfer encoding is broken; it is kept as it came."))
        return bytes(body)

    def _base64(self, body: memoryview) -> bytes:
        try:
            return binascii.a2b_base64(body)
        except binascii.Error:
            self._reader.warn(say("A part's base64 is damaged; what could be read was kept."))
            letters = _NOT_BASE64.sub(b"", bytes(body))
            return binascii.a2b_base64(letters[: len(letters) // 4 * 4])

    def _without_uuencoded(self, text: str) -> str:
        """`text` without files in the old `begin 644 name` … `end` form, which become attachments."""
        kept, at = [], 0
        for begin in _UU_BEGIN.finditer(text):
            end = text.find("\nend", begin.end() - 1)
            if end < 0:
                break
            if begin.start() < at:
                continue
            try:
                content = _uudecoded(text[begin.start() : end].encode("ascii"))
            except (binascii.Error, UnicodeError, ValueError):
                continue
            self._attach(begin[1].strip(), "application/octet-stream", content, inline=False, cid="")
            kept.append(text[at : begin.start()])
            at = end + len("\nend")
        return "".join([*kept, text[at:]])

    def _attach(self, name: str, content_type: str, content: bytes, *, inline: bool, cid: str) -> None:
        self._attachments.append(
            attached(
                filename=clean_text(name),
                content_type=content_type,
                content=content,
                number=len(self._attachments) + 1,
                inline=inline,
                content_id=decode_words(cid).strip("<> "),
            )
        )


def plain_of(piece: BodyPiece) -> str:
    """The stretch as HTML source for display among HTML."""
    return piece.html if piece.html is not None else f"<pre>{markup.escape(piece.plain or '')}</pre>"


def _uudecoded(body: bytes) -> bytes:
    lines = body.replace(b"\r\n", b"\n").split(b"\n")
    start = next((at + 1 for at, line in enumerate(lines) if line.startswith(b"begin ")), 0)
    found = []
    for line in lines[start:]:
        if line.strip() == b"end":
            break
        if line.strip():
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            found.append(binascii.a2b_uu(line[: length + 1]))
    return b"".join(found)


def _unflowed(text: str, *, delete_space: bool) -> str:
    """RFC 3676: a line that ends in a space goes on in the next one of the same quote depth."""
    out: list[str] = []
    flows = False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        if flows and out and len(out[-1]) - len(out[-1].lstrip(">")) == depth and content != "-- ":
            out[-1] = (out[-1][:-1] if delete_space else out[-1]) + content
        else:
            out.append(">" * depth + (" " if depth else "") + content)
        flows = content.endswith(" ") and content != "-- " and len(out[-1]) < 20_000
    return "\n".join(out)

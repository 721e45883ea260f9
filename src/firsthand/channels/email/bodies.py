"""From parts to what a person reads: one text, one HTML, and the rest as files with safe names."""

import binascii
import html as markup
import re
from dataclasses import dataclass

from firsthand.channels.email.cards import TOLD, told
from firsthand.channels.email.charsets import decode_text
from firsthand.channels.email.containers import SMIME, TNEF_TYPES, is_encrypted, outlook_content, signed_content
from firsthand.channels.email.headers import clean_text, decode_words, disposition_of
from firsthand.channels.email.structure import Entity, MessageReader
from firsthand.domain.conversation.files import AttachedFile, attached
from firsthand.domain.sentences import say

MOST_TEXT = 500_000
MOST_CONTAINERS = 3
MOST_PLACEHOLDER = 400

_TOLD_HEADERS = ("from", "date", "subject")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_SAYS_NOTHING = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "text/vnd.google.email-reaction+json",
    }
)
"""What is there for programs and is said elsewhere: it is no file to read."""
_PICTURE = re.compile(
    rb"(<img\b[^<>]{0,400}?\bsrc\s{0,3}=\s{0,3})([\"'])data:(image/(?:png|jpe?g|gif|webp|bmp));base64,([A-Za-z0-9+/=\s]{4,})\2",
    re.IGNORECASE,
)
_META = re.compile(rb"<meta[^<>]{1,200}charset=[\"']?([a-zA-Z0-9_:.-]{1,40})", re.IGNORECASE)
_UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff]+"
)
_WORD = re.compile(r"\w{2,}")
_UU_BEGIN = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,200})\n", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class BodyPiece:
    """A stretch of the body, as plain text, as HTML or both (alternatives of one another)."""

    plain: str | None = None
    html: str | None = None


@dataclass(frozen=True, kw_only=True)
class MailContent:
    """What a message holds: stretches of body in order, those of a message that came as a file, and files."""

    pieces: tuple[BodyPiece, ...]
    forwarded: tuple[BodyPiece, ...] = ()
    attachments: tuple[AttachedFile, ...]


class ContentReader:
    """Walks the parts of one message; defects go to the reader's warnings. `depth` is how many containers it is in."""

    def __init__(self, reader: MessageReader, *, depth: int = 0) -> None:
        self._reader = reader
        self._depth = depth
        self._attachments: list[AttachedFile] = []
        self._cards: list[str] = []
        self._forwarded: list[BodyPiece] = []
        self._has_words = False
        self._whole: Entity | None = None

    def read(self, entity: Entity) -> MailContent:
        """The whole message's content. Without words of its own, its text is that of the message that it forwards as a
        file, or what its invitation or card tells."""
        self._whole = entity
        pieces = self._pieces(entity, is_choice=False)
        if not self._has_words:
            pieces += self._forwarded or [BodyPiece(plain=card) for card in self._cards]
        return MailContent(pieces=tuple(pieces), forwarded=tuple(self._forwarded), attachments=tuple(self._attachments))

    def _pieces(self, entity: Entity, *, is_choice: bool) -> list[BodyPiece]:
        if not entity.parts:
            return self._leaf(entity, is_choice=is_choice)
        is_choice = entity.type.type == "multipart/alternative"
        found = [piece for part in entity.parts for piece in self._pieces(part, is_choice=is_choice)]
        if not is_choice:
            return found
        plain = [piece.plain for piece in found if piece.plain is not None]
        rich = [piece.html for piece in found if piece.html is not None]
        joined = BodyPiece(plain="\n".join(plain) if plain else None, html="\n".join(rich) if rich else None)
        return [joined] if found else []

    def _leaf(self, entity: Entity, *, is_choice: bool) -> list[BodyPiece]:
        disposition, params = disposition_of(entity.first("content-disposition"))
        name = decode_words(params.get("filename", "") or entity.type.params.get("name", ""))
        content = self.decoded(entity)
        if entity.type.type in _SAYS_NOTHING:
            return []
        if entity.type.type == "text/html" and b"data:image/" in content:
            content = self._without_pictures(content)
        if (inside := self._opened(entity, content, name)) is not None:
            return inside
        is_text = self._is_body(entity, disposition=disposition, name=name, is_choice=is_choice)
        is_file = not is_text or (disposition == "attachment" and bool(name))
        if is_text and len(content) > MOST_TEXT:
            self._reader.warn(say("A text is longer than {most} bytes; it is attached in full.", most=MOST_TEXT))
            is_file = True
        if is_file and (content or name):
            inline = disposition == "inline" or bool(entity.first("content-id"))
            self._attach(name, entity.type.type, content, inline=inline, cid=entity.first("content-id"))
        if entity.type.type == "message/rfc822" and not self._forwarded and self._depth < MOST_CONTAINERS:
            self._forwarded = self._of_forwarded(content)
        if entity.type.type in TOLD and (card := clean_text(told(content, _charset(entity, content)))):
            self._cards.append(card)
        return [self._body(entity, content[:MOST_TEXT])] if is_text else []

    def _is_body(self, entity: Entity, *, disposition: str, name: str, is_choice: bool) -> bool:
        """Whether a part is text to read. A name makes a file of it beside other text only: programs name bodies."""
        if entity.type.type not in {"text/plain", "text/html"}:
            return False
        is_whole = entity is self._whole
        if disposition == "attachment":
            return is_whole
        return not name or is_choice or is_whole or not self._has_words

    def _body(self, entity: Entity, content: bytes) -> BodyPiece:
        text = clean_text(decode_text(content, _charset(entity, content)))
        self._has_words = self._has_words or is_shown(text)
        if entity.type.type == "text/html":
            return BodyPiece(html=text)
        if entity.type.params.get("format", "").lower() == "flowed":
            text = _unflowed(text, delete_space=entity.type.params.get("delsp", "").lower() == "yes")
        return BodyPiece(plain=self._without_uuencoded(text))

    def _opened(self, entity: Entity, content: bytes, name: str) -> list[BodyPiece] | None:
        """The pieces inside of a container that can be opened; None for every other part. Its files are attached."""
        if self._depth >= MOST_CONTAINERS:
            return None
        kind, is_unnamed = entity.type.type, entity.type.type == "application/octet-stream"
        if kind in SMIME or (is_unnamed and name.lower().endswith((".p7m", ".p7z"))):
            return self._of_smime(content, name, kind)
        if kind in TNEF_TYPES or (is_unnamed and name.lower() == "winmail.dat"):
            return self._of_outlook(content)
        return None

    def _of_forwarded(self, content: bytes) -> list[BodyPiece]:
        """The words of a message that came as a file, below who wrote it and when."""
        reader = MessageReader(content)
        root = reader.read()
        pieces = list(ContentReader(reader, depth=self._depth + 1).read(root).pieces)
        head = [f"{name.title()}: {decode_words(root.first(name))}" for name in _TOLD_HEADERS if root.first(name)]
        return [BodyPiece(plain="\n".join(head)), *pieces] if head and pieces else pieces

    def _of_smime(self, content: bytes, name: str, kind: str) -> list[BodyPiece] | None:
        if (inside := signed_content(content)) is None:
            if is_encrypted(content):
                self._reader.warn(say("The message is encrypted; the desk has no key to read its words."))
            return None
        self._reader.warn(say("The message is signed (S/MIME); the signature was not checked."))
        self._attach(name, kind, content, inline=False, cid="")
        reader = MessageReader(inside)
        found = ContentReader(reader, depth=self._depth + 1).read(reader.read())
        for words in reader.warnings:
            self._reader.warn(words)
        for file in found.attachments:
            self._attach(file.filename, file.content_type, file.content, inline=file.inline, cid=file.content_id)
        self._has_words = self._has_words or bool(found.pieces)
        return list(found.pieces)

    def _of_outlook(self, content: bytes) -> list[BodyPiece] | None:
        if (inside := outlook_content(content)) is None:
            return None
        for name, file in inside.files:
            self._attach(name, "application/octet-stream", file, inline=False, cid="")
        if self._has_words or not (inside.plain or inside.html):
            return []
        self._has_words = True
        plain, rich = (clean_text(one) if one else None for one in (inside.plain, inside.html))
        return [BodyPiece(plain=plain, html=rich)]

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
            whole = len(letters) - (len(letters) % 4 == 1)  # one letter alone is no byte
            return binascii.a2b_base64(letters[:whole] + b"=" * (-whole % 4))

    def _without_pictures(self, content: bytes) -> bytes:
        """HTML in which each picture that stood in it as letters is a file, and is named where it stood."""

        def taken_out(found: re.Match[bytes]) -> bytes:
            cid = f"picture-{len(self._attachments) + 1}@inside"
            try:
                picture = self._base64(memoryview(found[4]))
            except binascii.Error:
                return found[0]
            self._attach("", found[3].decode("ascii").lower(), picture, inline=True, cid=cid)
            return b"%s%scid:%s%s" % (found[1], found[2], cid.encode(), found[2])

        return _PICTURE.sub(taken_out, content)

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


def is_shown(text: str) -> bool:
    """Whether a reader would see anything of `text`: blanks and letters without width are nothing."""
    return bool(_UNSEEN.sub("", text))


def may_be_placeholder(plain: str) -> bool:
    """Whether a plain text may only say that the words are in HTML: in any language it is short and names it."""
    return len(plain) < MOST_PLACEHOLDER and "html" in plain.lower()


def share_words(plain: str, laid_out: str) -> bool:
    """Whether two alternatives say the same: one in three words of the plain one stands in the other."""
    words = set(_WORD.findall(plain.lower()))
    return len(words & set(_WORD.findall(laid_out.lower()))) * 3 >= len(words)


def _charset(entity: Entity, content: bytes) -> str:
    """The charset that a part names in its header or, where that is silent, in its HTML."""
    if named := entity.type.params.get("charset"):
        return named
    meta = _META.search(content[:2048]) if entity.type.type == "text/html" else None
    return meta[1].decode("ascii") if meta else "utf-8"


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

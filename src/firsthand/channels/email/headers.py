"""Single header values. Encoded words are ours; parameters are read with `email.policy.default` behind guards.

Its parsers raise on unknown charsets and broken input and take quadratic time on long values; so they get
short values only, and whatever they raise means: take the value as it is written.
"""

import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import ContentDispositionHeader, ContentTypeHeader
from email.utils import parsedate_to_datetime
from functools import lru_cache

from firsthand.channels.email.charsets import decode_text

MOST_PARSED = 1200

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bqBQ])\?([^?]*)\?=")
_SPOILED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PARAMETER = re.compile(r';\s*([a-zA-Z-]{1,20})\*?\d*\*?=\s*(?:"([^"]{0,500})"|([^;"]{1,500}))')
_TYPE = re.compile(r"\s*([a-zA-Z0-9!#$&^_.+-]{1,60}/[a-zA-Z0-9!#$&^_.+-]{1,100})")


@dataclass(frozen=True, kw_only=True)
class ContentType:
    """A content type in lower case and its parameters, decoded."""

    type: str
    params: dict[str, str]


def plain_header(value: bytes) -> str:
    """Header bytes as text: UTF-8 if they are, else the legacy charset. Never raises."""
    return decode_text(value, "utf-8").replace("\x00", "")


def clean_text(text: str) -> str:
    """Text that a database and a page can hold: LF lines, no control characters, no lone surrogates."""
    return _SPOILED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def decode_words(value: str) -> str:
    """A header's text with its encoded words decoded, on one line. Never raises."""
    if "=?" in value:
        value = _decoded(value[:MOST_PARSED]) + value[MOST_PARSED:]
    return " ".join(clean_text(value).split())


def _decoded(value: str) -> str:
    """`value` with its encoded words read. Neighbours in one charset are joined before, as bytes: programs cut letters
    in two."""
    shown: list[str] = []
    words: list[tuple[str, bytes]] = []
    at = 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[at : match.start()]
        if between.strip() or not words:
            shown += [*_texts(words), between]
            words = []
        charset = match[1].partition("*")[0].lower()
        raw = _word(match[2].lower(), match[3])
        if words and words[-1][0] == charset:
            words[-1] = (charset, words[-1][1] + raw)
        else:
            words.append((charset, raw))
        at = match.end()
    return "".join([*shown, *_texts(words), value[at:]])


def _texts(words: list[tuple[str, bytes]]) -> list[str]:
    return [decode_text(raw, charset) for charset, raw in words]


def _word(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogateescape")
    if encoding == "q":
        return binascii.a2b_qp(raw, header=True)
    try:
        return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return raw


@lru_cache(maxsize=512)
def content_type_of(value: str, *, default: str) -> ContentType:
    """The content type in a Content-Type header; `default` for none that can be read."""
    match = _TYPE.match(value)
    if match is None:
        return ContentType(type=default, params={})
    return ContentType(type=match[1].lower(), params=_parameters("content-type", value))


@lru_cache(maxsize=512)
def disposition_of(value: str) -> tuple[str, dict[str, str]]:
    """The disposition (`attachment`, `inline` or empty) and parameters of a Content-Disposition header."""
    return value.partition(";")[0].strip().lower()[:40], _parameters("content-disposition", value)


def _parameters(name: str, value: str) -> dict[str, str]:
    """The parameters of a structured header, by the library where it manages and by a plain pattern beside it."""
    if ";" not in value:
        return {}
    found = _PARAMETER.findall(value[:4096])
    plain = {key.lower(): (quoted or bare).strip() for key, quoted, bare in found}
    if len(value) > MOST_PARSED:
        return plain
    try:
        header = policy.default.header_factory(name, value)
        if isinstance(header, ContentTypeHeader | ContentDispositionHeader):
            return {**plain, **{key.lower(): str(text) for key, text in header.params.items()}}
    except Exception:  # as above: the plain reading stands
        return plain
    return plain


def date_of(value: str) -> datetime | None:
    """The instant in a Date header, UTC; None for none or one that no calendar has."""
    try:
        at = parsedate_to_datetime(value[:200])
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return at if 1970 <= at.year <= 2200 else None

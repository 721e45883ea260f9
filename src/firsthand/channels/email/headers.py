"""Single header values, read with `email.policy.default` behind guards.

Its parsers raise on unknown charsets and broken input and take quadratic time on long values; so they get
short values only, and whatever they raise means: take the value as it is written.
"""

import codecs
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import ContentDispositionHeader, ContentTypeHeader
from email.utils import parsedate_to_datetime
from functools import lru_cache

MOST_PARSED = 1200
MOST_CHARSET = 40

_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,40}\?[bqBQ]\?[^?\s]*\?=")
_SPOILED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PARAMETER = re.compile(r';\s*([a-zA-Z-]{1,20})\*?\d*\*?=\s*(?:"([^"]{0,500})"|([^;"]{1,500}))')
_TYPE = re.compile(r"\s*([a-zA-Z0-9!#$&^_.+-]{1,60}/[a-zA-Z0-9!#$&^_.+-]{1,100})")
_NOT_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_ALIASES = {"ks_c_5601-1987": "cp949", "gb2312": "gb18030", "iso-8859-8-i": "iso-8859-8"}
_LEGACY = "cp1252"


@dataclass(frozen=True, kw_only=True)
class ContentType:
    """A content type in lower case and its parameters, decoded."""

    type: str
    params: dict[str, str]


def plain_header(value: bytes) -> str:
    """Header bytes as text: UTF-8 if they are, else the legacy charset. Never raises."""
    return decode_text(value, "utf-8").replace("\x00", "")


def decode_text(raw: bytes, charset: str) -> str:
    """`raw` as text in `charset`; unknown or wrong charsets fall back to UTF-8, then to Windows-1252."""
    for name in (charset, "utf-8"):
        if codec := _codec(name):
            try:
                return codec.decode(raw, "strict")[0]
            except (UnicodeError, ValueError):
                continue
    return raw.decode(_LEGACY, "replace")


@lru_cache(maxsize=256)
def _codec(charset: str) -> codecs.CodecInfo | None:
    name = charset.strip().strip("\"'").lower()
    if not name or len(name) > MOST_CHARSET or not name.isascii():
        return None
    try:
        found = codecs.lookup({"ks_c_5601-1987": "cp949", "x-unknown": "utf-8", "gb2312": "gb18030"}.get(name, name))
    except (LookupError, ValueError):
        return None
    return found if found._is_text_encoding and found.name not in _NOT_TEXT else None


def clean_text(text: str) -> str:
    """Text that a database and a page can hold: LF lines, no control characters, no lone surrogates."""
    return _SPOILED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def decode_words(value: str) -> str:
    """A header's text with its encoded words decoded, on one line. Never raises."""
    if "=?" in value:
        value = _decoded(value[:MOST_PARSED]) + value[MOST_PARSED:]
    return " ".join(clean_text(value).split())


def _decoded(value: str) -> str:
    if not _ENCODED_WORD.search(value):
        return value
    try:
        return str(policy.default.header_factory("subject", value))
    except Exception:  # the library raises LookupError, IndexError, ValueError and others on hostile input
        return value


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

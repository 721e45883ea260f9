"""Bytes to text, as browsers read labels (WHATWG Encoding) and with what real mail gets wrong.

A label means its superset: ISO-8859-1 is Windows-1252, Shift_JIS is Windows-31J, GB2312 is GB18030. Text that is valid
UTF-8 under a label of one byte a letter is UTF-8. What fits no label is repaired line by line, so that one bad byte
costs one letter and a footer in another charset spoils nothing but itself. Never raises; linear time.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

MOST_LABEL = 40
LEGACY = "cp1252"
MOST_BAD_SHARE = 4
"""Of the letters beyond ASCII in a line, at most one in so many may be bad; else the line is in another charset."""

LEAST_UTF8 = 3

_SUPERSETS = {
    "ascii": ("cp1252",),
    "iso8859-1": ("cp1252",),
    "iso8859-9": ("cp1254",),
    "iso8859-11": ("cp874",),
    "tis-620": ("cp874",),
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "euc_kr": ("cp949",),
    "shift_jis": ("cp932", "shift_jis_2004"),
    "cp932": ("cp932", "shift_jis_2004"),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "big5": ("big5hkscs", "cp950"),
    "utf-8": ("utf-8-sig",),
    "koi8-r": ("koi8-r",),
}
_ALIASES = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "windows-949": "cp949",
    "windows-31j": "cp932",
    "cp943": "cp932",
    "cp943c": "cp932",
    "x-sjis": "cp932",
    "x-ms-cp932": "cp932",
    "x-gbk": "gb18030",
    "x-euc-cn": "gb18030",
    "x-euc-jp": "euc_jp",
    "x-x-big5": "big5",
    "cn-big5": "big5",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-cp1251": "cp1251",
    "cp50220": "iso2022_jp",
    "cp50221": "iso2022_jp",
    "cp50222": "iso2022_jp",
}
_WINDOWS = {
    "iso8859-2": "cp1250",
    "iso8859-4": "cp1257",
    "iso8859-5": "cp1251",
    "iso8859-6": "cp1256",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
    "iso8859-13": "cp1257",
    "iso8859-15": "cp1252",
}
"""What is really meant where a label of the left has bytes that are control codes there, which no mail holds."""

_NOT_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_TWO_BYTES = frozenset({"cp932", "gb18030", "cp949", "big5", "big5hkscs", "cp950", "euc_jp", "euc_kr", "johab"})
_CONTROLS = re.compile(rb"[\x80-\x9f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f\ufffd]")
_JAPANESE = re.compile(rb"\x1b(\$[@B]|\(I)")
_ESCAPE = re.compile(rb"\x1b(\$[@B]|\([BJI]|\$\([DOPQ])")


def decode_text(raw: bytes, charset: str) -> str:
    """`raw` as text in `charset`, a label as mails write it; an unknown or wrong one is found out."""
    if _JAPANESE.search(raw):
        return _shifted(raw)
    names = _names(charset, raw)
    if _is_shifted(names[0]):
        text = _strict(raw, names[0])
        return text if text is not None else codecs.lookup(names[0]).decode(raw, "replace")[0]
    if raw.isascii():
        return raw.decode("ascii")
    return text if (text := _as_utf8(raw, names[0])) is not None else "".join(_lines(raw, names))


def _is_shifted(name: str) -> bool:
    """Whether ASCII bytes of this codec are not ASCII letters, and lines of it not lines."""
    return name.startswith(("utf-7", "utf-16", "utf-32", "hz", "iso2022"))


def _as_utf8(raw: bytes, name: str) -> str | None:
    """`raw` as UTF-8 where it is so for sure; a few letters of two bytes may look alike by chance."""
    text = _strict(raw, "utf-8-sig")
    if text is not None and name in _TWO_BYTES and len(_NOT_ASCII.findall(text)) < LEAST_UTF8:
        return _strict(raw, name) or text
    return text


def _names(charset: str, raw: bytes) -> tuple[str, ...]:
    name = _codec(charset) or "utf-8-sig"
    if name in _WINDOWS and _CONTROLS.search(raw):
        name = _WINDOWS[name]
    return _SUPERSETS.get(name, (name,))


@lru_cache(maxsize=256)
def _codec(charset: str) -> str | None:
    """The codec of a label; None for an unknown one and for codecs that are no charset."""
    label = charset.strip().strip("\"'").strip().lower()
    if not label or len(label) > MOST_LABEL or not label.isascii():
        return None
    try:
        found = codecs.lookup(_ALIASES.get(label, label))
    except (LookupError, ValueError):
        return None
    return found.name if found._is_text_encoding and found.name not in _NOT_TEXT else None


def _strict(raw: bytes, name: str) -> str | None:
    try:
        return codecs.lookup(name).decode(raw, "strict")[0]
    except (UnicodeError, ValueError):
        return None


def _lines(raw: bytes, names: tuple[str, ...]) -> Iterator[str]:
    """`raw` line by line: UTF-8 where it is, else in the first of `names` that fits, else in the one that has only a
    few bad bytes, else as old programs wrote."""
    for line in raw.splitlines(keepends=True):
        if line.isascii():
            yield line.decode("ascii")
        elif (text := _as_utf8(line, names[0])) is not None:
            yield text
        else:
            fitting = (text for name in names if (text := _strict(line, name)) is not None)
            yield next(fitting, None) or _repaired(line, (*names, "utf-8-sig"))


def _repaired(line: bytes, names: tuple[str, ...]) -> str:
    for name in names:
        text = codecs.lookup(name).decode(line, "replace")[0]
        if text.count("\ufffd") * MOST_BAD_SHARE <= len(_NOT_ASCII.findall(text)):
            return text
    return line.decode(LEGACY, "replace")


def _shifted(raw: bytes) -> str:
    """ISO-2022-JP as Windows reads and writes it: with the rows of NEC and IBM, and half-width katakana."""
    if (plain := _strict(raw, "iso2022_jp_ext")) is not None:
        return plain
    decode: Callable[[bytes], str] = _ascii
    at, found = 0, []
    for escape in _ESCAPE.finditer(raw):
        found.append(decode(raw[at : escape.start()]))
        decode, at = _BY_ESCAPE.get(escape[1], _ascii), escape.end()
    return "".join([*found, decode(raw[at:])])


def _ascii(raw: bytes) -> str:
    return raw.decode("ascii") if raw.isascii() else "".join(_lines(raw, ("utf-8-sig", "cp932")))


def _kanji(raw: bytes) -> str:
    """Pairs of JIS X 0208 by way of Shift_JIS, which Windows extends; a line's end resets to ASCII."""
    head, line_end, rest = raw.partition(b"\n")
    pairs = bytearray()
    for first, second in zip(head[::2], head[1::2], strict=False):
        row = (first + 1) // 2 + (0x70 if first < 0x5F else 0xB0)
        cell = second + (0x1F if second < 0x60 else 0x20) if first % 2 else second + 0x7E
        pairs += bytes((row & 0xFF, cell & 0xFF))
    return pairs.decode("cp932", "replace") + _ascii(line_end + rest)


def _katakana(raw: bytes) -> str:
    return bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in raw).decode("cp932", "replace")


_BY_ESCAPE: dict[bytes, Callable[[bytes], str]] = {b"$@": _kanji, b"$B": _kanji, b"(I": _katakana}

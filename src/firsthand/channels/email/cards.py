"""Invitations (RFC 5545) and business cards (RFC 6350, and the older 2.1) as text, for mails that hold nothing else.

Only what a person wrote or chose is told, in lines of its own; the file itself goes along unchanged.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.channels.email.charsets import decode_text

TOLD = frozenset({"text/calendar", "application/ics", "text/vcard", "text/x-vcard", "text/directory"})
MOST_LINES = 5000
MOST_ENTRIES = 20

_PROPERTY = re.compile(r"(?:[A-Za-z0-9-]{1,40}\.)?([A-Za-z-]{1,40})((?:;[^:]{0,400})?):(.*)", re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z-]{1,40})="?([^";:]{0,200})')
_ESCAPED = re.compile(r"\\(.)")
_INSTANT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
_EVENT = ("SUMMARY", "WHEN", "LOCATION", "ORGANIZER", "DESCRIPTION")
_CARD = ("FN", "TITLE", "ORG", "EMAIL", "TEL", "ADR", "URL", "NOTE")


@dataclass(frozen=True, kw_only=True)
class _Line:
    name: str
    params: dict[str, str]
    value: str


def told(content: bytes, charset: str) -> str:
    """The words of an invitation or card; empty when there are none."""
    entries: list[str] = []
    entry: dict[str, list[str]] = {}
    keys: tuple[str, ...] = ()
    for line in _lines(decode_text(content, charset)):
        kind = line.value.strip().upper()
        if line.name == "BEGIN" and kind in {"VEVENT", "VTODO", "VCARD"}:
            entry, keys = {}, _CARD if kind == "VCARD" else _EVENT
        elif line.name == "END" and kind in {"VEVENT", "VTODO", "VCARD"}:
            entries.append(_laid_out(entry, keys))
            keys = ()
        elif keys and line.name in {*keys, "DTSTART", "DTEND", "DUE"}:
            entry.setdefault(line.name, []).append(_value(line))
        if len(entries) >= MOST_ENTRIES:
            break
    return "\n\n".join(one for one in entries if one)


def _lines(text: str) -> Iterator[_Line]:
    """The logical lines: one that begins with a space goes on the line above, one after a `=` too (vCard 2.1)."""
    folded: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:MOST_LINES]:
        if folded and line[:1] in {" ", "\t"}:
            folded[-1] += line[1:]
        elif folded and folded[-1].endswith("=") and "QUOTED-PRINTABLE" in folded[-1].upper():
            folded[-1] = folded[-1][:-1] + line
        else:
            folded.append(line)
    for line in folded:
        if match := _PROPERTY.fullmatch(line):
            params = {name.upper(): value for name, value in _PARAMETER.findall(match[2])}
            if "QUOTED-PRINTABLE" in match[2].upper():
                raw = binascii.a2b_qp(match[3].encode("utf-8", "surrogateescape"))
                yield _Line(name=match[1].upper(), params=params, value=decode_text(raw, params.get("CHARSET", "")))
            else:
                yield _Line(name=match[1].upper(), params=params, value=match[3])


def _value(line: _Line) -> str:
    if match := _INSTANT.fullmatch(line.value.strip()):
        year, month, day, hour, minute, utc = match.groups()
        time = f" {hour}:{minute} {'UTC' if utc else line.params.get('TZID', '')}".rstrip() if hour else ""
        return f"{year}-{month}-{day}{time}"
    if line.name in {"ORG", "ADR"}:
        return ", ".join(part for part in map(str.strip, _plain(line.value).split(";")) if part)
    if line.name == "ORGANIZER":
        address = line.value.partition(":")[2] or line.value
        return f"{line.params.get('CN', '')} <{address}>".strip()
    return _plain(line.value).strip()


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def _laid_out(entry: dict[str, list[str]], keys: tuple[str, ...]) -> str:
    when = [*entry.get("DTSTART", []), *entry.get("DTEND", []), *entry.get("DUE", [])]
    entry = {**entry, "WHEN": [" – ".join(when[:2])]}
    return "\n".join(value for key in keys for value in entry.get(key, []) if value)

"""The structure of a raw message: headers and parts, found in linear time without copying.

`email.feedparser` copies a message several times and walks every line against every open boundary: 40 MB of
attachment cost it 600 MB, and 10,000 nested parts end in a RecursionError. Here a part is a slice of the raw
bytes, found with `bytes.find`, and depth, parts and headers are bounded. Single header values are read with
`email.policy.default` (see `headers.py`).
"""

import re
from dataclasses import dataclass

from firsthand.channels.email.headers import ContentType, content_type_of, plain_header
from firsthand.domain.sentences import Sentence, say

DEEPEST = 24
MOST_PARTS = 500
MOST_HEADERS = 2000
MOST_HEADER_BYTES = 512 * 1024
MOST_VALUE = 64 * 1024

_NAME = re.compile(rb"[!-9;-~]{1,200}")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")
_NEW_LINE = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, kw_only=True)
class Entity:
    """A message or one of its parts. `headers` have lower-case names and unfolded, still encoded values; the
    body is `raw[start:end]`, not yet decoded. `parts` is empty for a leaf."""

    headers: tuple[tuple[str, str], ...]
    type: ContentType
    start: int
    end: int
    parts: tuple["Entity", ...] = ()

    def first(self, name: str) -> str:
        """The first value of a header; empty when absent."""
        return next((value for key, value in self.headers if key == name), "")

    def every(self, name: str) -> list[str]:
        """Every value of a header, in order."""
        return [value for key, value in self.headers if key == name]


class MessageReader:
    """Reads one raw message into entities; `warnings` collects what was wrong with it."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.warnings: list[Sentence] = []
        self._parts = 0

    def read(self) -> Entity:
        """The whole message."""
        start = len(self.raw) - len(self.raw.lstrip(b"\r\n"))
        if self.raw.startswith((b"From ", b">From "), start):
            start = self._line_after(start, len(self.raw))
        return self._entity(start, len(self.raw), depth=0, default="text/plain")

    def warn(self, words: Sentence) -> None:
        """Remember a defect, once."""
        if words not in self.warnings:
            self.warnings.append(words)

    def _entity(self, start: int, end: int, *, depth: int, default: str) -> Entity:
        headers, body = self._headers(start, end)
        given = next((value for key, value in headers if key == "content-type"), "")
        kind = content_type_of(given, default=default)
        if not kind.type.startswith("multipart/"):
            return Entity(headers=headers, type=kind, start=body, end=end)
        if depth >= DEEPEST:
            self.warn(
                say("Parts are nested deeper than {levels} levels; what is deeper is kept as a file.", levels=DEEPEST)
            )
            return Entity(headers=headers, type=ContentType(type="message/rfc822", params={}), start=start, end=end)
        slices = self._slices(kind.params.get("boundary", ""), body, end)
        if not slices:
            self.warn(say("A part is called multipart but holds no parts; its text is shown as it is."))
            return Entity(headers=headers, type=ContentType(type="text/plain", params={}), start=body, end=end)
        inner = "message/rfc822" if kind.type == "multipart/digest" else "text/plain"
        parts = tuple(self._entity(a, b, depth=depth + 1, default=inner) for a, b in slices)
        return Entity(headers=headers, type=kind, start=body, end=end, parts=parts)

    def _slices(self, boundary: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where the parts between lines `--boundary` begin and end."""
        delimiter = b"--" + boundary.encode("utf-8", "surrogateescape").rstrip()
        if len(delimiter) == 2:
            return []
        found: list[tuple[int, int]] = []
        opened = -1
        for at, after, is_last in self._delimiters(delimiter, start, end):
            if opened >= 0:
                found.append((opened, max(opened, self._before_line_end(at))))
            opened = -1 if is_last else after
            self._parts += 1
            if is_last or self._parts > MOST_PARTS:
                break
        if self._parts > MOST_PARTS:
            self.warn(say("There are more than {most} parts; the rest is only in the raw message.", most=MOST_PARTS))
        elif opened >= 0:
            found.append((opened, end))
        return found

    def _delimiters(self, delimiter: bytes, start: int, end: int) -> list[tuple[int, int, bool]]:
        """Delimiter lines: where each starts, where the next line starts, and whether it closes."""
        found: list[tuple[int, int, bool]] = []
        at = self.raw.find(delimiter, start, end)
        while at >= 0 and len(found) <= MOST_PARTS:
            tail = at + len(delimiter)
            after = self._line_after(tail, end)
            rest = self.raw[tail : min(after, tail + 80)].strip()
            if (at == start or self.raw[at - 1] in b"\r\n") and rest in {b"", b"--"}:
                found.append((at, after, rest == b"--"))
                if rest:
                    break
            at = self.raw.find(delimiter, tail, end)
        return found

    def _before_line_end(self, at: int) -> int:
        if self.raw[at - 2 : at] == b"\r\n":
            return at - 2
        return at - 1 if self.raw[at - 1 : at] in {b"\n", b"\r"} else at

    def _line_after(self, at: int, end: int) -> int:
        match = _NEW_LINE.search(self.raw, at, end)
        return match.end() if match else end

    def _headers(self, start: int, end: int) -> tuple[tuple[tuple[str, str], ...], int]:
        """The headers from `start`, and where the body begins."""
        first = _NEW_LINE.match(self.raw, start, end)
        if first:
            return (), first.end()
        blank = _BLANK_LINE.search(self.raw, start, end)
        stop, body = (blank.start(), blank.end()) if blank else (end, end)
        if stop - start > MOST_HEADER_BYTES:
            self.warn(
                say("The headers are larger than {most} bytes; only the first part was read.", most=MOST_HEADER_BYTES)
            )
            stop = start + MOST_HEADER_BYTES
        lines = _NEW_LINE.split(self.raw[start:stop])
        if not _is_header(lines[0]) and not lines[0].startswith((b">From ", b"From ")):
            return (), start
        return self._unfolded(lines), body

    def _unfolded(self, lines: list[bytes]) -> tuple[tuple[str, str], ...]:
        found: list[tuple[str, list[bytes]]] = []
        for line in lines:
            if line[:1] in {b" ", b"\t"} and found:
                found[-1][1].append(line.strip())
            elif _is_header(line):
                name, _, value = line.partition(b":")
                found.append((name.strip().decode("ascii").lower(), [value.strip()]))
            elif line and not line.startswith((b"From ", b">From ")):
                self.warn(say("A line among the headers is none; it was left out."))
        if len(found) > MOST_HEADERS:
            self.warn(say("There are more than {most} headers; the rest was left out.", most=MOST_HEADERS))
        if any(sum(map(len, pieces)) > MOST_VALUE for _, pieces in found):
            self.warn(say("A header is longer than {most} bytes; the rest of it was left out.", most=MOST_VALUE))
        return tuple((name, plain_header(b" ".join(pieces)[:MOST_VALUE])) for name, pieces in found[:MOST_HEADERS])


def _is_header(line: bytes) -> bool:
    name, colon, _ = line.partition(b":")
    return bool(colon) and _NAME.fullmatch(name.rstrip()) is not None

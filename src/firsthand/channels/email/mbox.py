"""An mbox file, one raw message at a time, however large the file is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_SEPARATOR = re.compile(rb"From \S.*\d{2}:\d{2}.*\d{4}")
_QUOTED = re.compile(rb">+From ")
MOST_BYTES = 50 * 1024 * 1024


class NotAnMboxError(Exception):
    """The file does not begin as an mbox file does."""


@dataclass(frozen=True, kw_only=True)
class MboxMessage:
    """One message of the file. `read_bytes` of `total_bytes` were read when it was found, for progress.

    `is_cut` when the message is larger than allowed and only its first part is in `raw`.
    """

    raw: bytes = field(repr=False)
    number: int
    read_bytes: int
    total_bytes: int
    is_cut: bool


def messages(path: Path, *, most_bytes: int = MOST_BYTES) -> Iterator[MboxMessage]:
    """The messages of an mbox file in order, `>From ` unescaped (mboxrd). Raises NotAnMboxError or OSError.

    A message begins at a line `From sender date` that follows an empty line; a `From ` in running text does not.
    """
    total, read, number, size = path.stat().st_size, 0, 0, 0
    lines: list[bytes] = []
    after_blank = True
    with path.open("rb") as file:
        for line in file:
            if after_blank and _SEPARATOR.match(line):
                if number:
                    yield _message(lines, number, (read, total), is_cut=size > most_bytes)
                number, size, lines = number + 1, 0, []
            elif number:
                size += len(line)
                if size <= most_bytes:
                    lines.append(line[1:] if _QUOTED.match(line) else line)
            elif line.strip():
                raise NotAnMboxError(f"{path} does not begin with a line 'From sender date'; it is no mbox file.")
            read += len(line)
            after_blank = not line.strip(b"\r\n")
    if number:
        yield _message(lines, number, (total, total), is_cut=size > most_bytes)


def _message(lines: list[bytes], number: int, progress: tuple[int, int], *, is_cut: bool) -> MboxMessage:
    if lines and not lines[-1].strip(b"\r\n"):
        lines = lines[:-1]  # the empty line belongs to the file, not to the message
    read, total = progress
    return MboxMessage(raw=b"".join(lines), number=number, read_bytes=read, total_bytes=total, is_cut=is_cut)

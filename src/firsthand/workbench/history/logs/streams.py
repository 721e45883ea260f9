"""The bytes of a log: opened whatever it is packed in, and cut into blocks that end where a record ends."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO

from firsthand.domain.sentences import say
from firsthand.workbench.history.logs.errors import HistoryError

_QUOTE, _NEWLINE = b'"', b"\n"
_LONGEST_RECORD = 1 << 26


class LogFormat(StrEnum):
    """What a log is written in."""

    csv = "csv"
    json_lines = "json_lines"
    parquet = "parquet"


def form_of(path: Path) -> LogFormat:
    """What a file is written in, by its first bytes and not by its name."""
    with opened(path) as stream:
        head = stream.read(64)
    if head.startswith(b"PAR1"):
        return LogFormat.parquet
    return LogFormat.json_lines if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") else LogFormat.csv


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a plain, gzip or zip file. HistoryError when it is not whole or not readable."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
        if magic.startswith(b"\x1f\x8b"):
            with gzip.open(path, "rb") as unpacked:
                yield io.BufferedReader(_Counted(unpacked, path), buffer_size=1 << 20)
        elif magic.startswith(b"PK"):
            with zipfile.ZipFile(path) as archive, archive.open(_only_member(archive, path)) as unpacked:
                yield io.BufferedReader(_Counted(unpacked, path), buffer_size=1 << 20)
        else:
            with path.open("rb") as file:
                yield file
    except OSError as error:
        raise HistoryError(
            "unreadable", say("cannot read it: {reason}", reason=error.strerror or str(error)), file=path.name
        ) from None
    except zipfile.BadZipFile:
        message = say("the zip archive is damaged or ends too early; expected a whole one. Nothing was read")
        raise HistoryError("truncated", message, file=path.name) from None


def blocks(stream: IO[bytes], size: int) -> Iterator[bytes]:
    """The bytes in blocks of about `size` that end with a record: at a newline outside of quotes, or at the end."""
    rest = b""
    while data := stream.read(size):
        whole = rest + data
        cut = _last_end(whole)
        if cut == 0 and len(whole) > max(_LONGEST_RECORD, 2 * size):
            raise HistoryError("too_long", say("a record is longer than 64 MiB; is a quotation mark left open?"))
        rest = whole[cut:]
        if cut:
            yield whole[:cut]
    if rest.strip():
        yield rest


def _last_end(data: bytes) -> int:
    """Just after the last newline that is outside of quotes; 0 when there is none."""
    end = data.rfind(_NEWLINE)
    odd = data.count(_QUOTE, 0, max(end, 0)) % 2
    while end >= 0 and odd:
        before = data.rfind(_NEWLINE, 0, end)
        odd ^= data.count(_QUOTE, max(before, 0), end) % 2
        end = before
    return end + 1


def _only_member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) != 1:
        names = ", ".join(one.filename for one in members[:5]) or "none"
        message = say(
            "expected a zip archive with one file in it, found {number}: {names}", number=len(members), names=names
        )
        raise HistoryError("not_one_file", message, file=path.name)
    return members[0]


_A_LOOK = 1 << 14  # small, so that the line is nearly the one at which the data ends


class _Counted(io.RawIOBase):
    """A stream that says after which line its packed data ended too early."""

    def __init__(self, packed: IO[bytes] | gzip.GzipFile, path: Path) -> None:
        self.packed, self.path, self.lines = packed, path, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what RawIOBase is given
        try:
            data = self.packed.read(min(len(buffer), _A_LOOK))
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            message = say(
                "the packed data is damaged or ends too early ({error}); expected a whole file. Nothing was read",
                error=str(error),
            )
            place = f"after line {self.lines}"
            raise HistoryError("truncated", message, file=self.path.name, place=place) from None
        self.lines += data.count(_NEWLINE)
        buffer[: len(data)] = data
        return len(data)

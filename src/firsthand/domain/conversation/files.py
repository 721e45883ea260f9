"""The files of a message, as values: whoever wrote it, and whichever way it goes."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say

MOST_FILES = 20
MOST_BYTES = 18 * 1024 * 1024
MOST_FILENAME = 120
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a page shows as a picture. A drawing that can hold a script (SVG) is a file like any other."""

_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff<>:\"|?*]")
_EXTENSIONS = {"text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml", "text/calendar": ".ics"}


@dataclass(frozen=True, kw_only=True)
class AttachedFile:
    """A file of a message. `filename` is safe to show and store; `content` is as it was sent. `inline`: it belongs in
    the text, at the place that names it: in HTML by `content_id`, in the text of an answer by its name in brackets."""

    filename: str
    content_type: str
    size: int
    sha256: str
    content: bytes = field(repr=False)
    inline: bool = False
    content_id: str = ""


def attached(
    *, filename: str, content_type: str, content: bytes, number: int, inline: bool = False, content_id: str = ""
) -> AttachedFile:
    """A file with a name that is safe; `number` names one without a name, from 1."""
    return AttachedFile(
        filename=safe_filename(filename, content_type=content_type, number=number),
        content_type=content_type[:127],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        inline=inline,
        content_id=content_id[:255],
    )


class Sized(Protocol):
    """A file, wherever its bytes are."""

    @property
    def filename(self) -> str:
        """What it is called."""

    @property
    def size(self) -> int:
        """How many bytes it has."""


def check_files(files: Sequence[Sized]) -> None:
    """Raise Invalid, at `files`, for more than a message may carry: at most 20 files, 18 MiB together, none empty."""
    if len(files) > MOST_FILES:
        raise Invalid(
            "too_many_files",
            say("At most {most} files fit; there are {found}.", most=MOST_FILES, found=len(files)),
            field="files",
        )
    if empty := next((one.filename for one in files if not one.size), ""):
        raise Invalid("empty_file", say("{empty} is empty; nothing of it would arrive.", empty=empty), field="files")
    if (total := sum(one.size for one in files)) > MOST_BYTES:
        mebibytes = f"{total / 1024 / 1024:.1f}"
        raise Invalid(
            "files_too_large",
            say(
                "At most {most} MB fit together; these are {mebibytes} MB. Put large ones where the "
                "customer can fetch them, and send the address.",
                most=MOST_BYTES // 1024 // 1024,
                mebibytes=mebibytes,
            ),
            field="files",
        )


def safe_filename(name: str, *, content_type: str, number: int) -> str:
    """A file name safe to show, to store and to download: no folder, control or direction characters, bounded."""
    base = name.replace("\\", "/").rpartition("/")[2]
    base = " ".join(_NOT_IN_NAMES.sub("", base).split()).strip(". ")
    if not base:
        return f"attachment-{number}{_EXTENSIONS.get(content_type, '.bin')}"
    stem, dot, extension = base.rpartition(".")
    if len(base) > MOST_FILENAME and dot and len(extension) <= 10:
        return f"{stem[: MOST_FILENAME - len(extension) - 1].rstrip()}.{extension}"
    return base[:MOST_FILENAME]

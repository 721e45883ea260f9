"""What every message of ours is written with: its text, whom it goes to, and its files."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from firsthand.domain.acts import Addresses, Files, SentFile, Text
from firsthand.domain.conversation.files import PICTURES, AttachedFile, attached

LONGEST_MESSAGE = 200_000
MOST_ADDRESSES = 8_000
Words = Annotated[str, Text(at_most=LONGEST_MESSAGE)]
People = Annotated[tuple[str, ...] | None, Addresses(at_most=MOST_ADDRESSES)]
WrittenFiles = Annotated[tuple[SentFile, ...], Files()]
OF_FILES = ("too_many_files", "empty_file", "files_too_large")
"""What is refused of the files of a message."""


def attached_files(sent: Iterable[SentFile], *, body: str) -> tuple[AttachedFile, ...]:
    """The files that were sent with a text. A picture whose name stands in brackets in the text is shown there."""
    return tuple(_attached(one, number, body) for number, one in enumerate(sent, start=1))


def _attached(sent: SentFile, number: int, body: str) -> AttachedFile:
    file = attached(filename=sent.name, content_type=sent.content_type, content=sent.content, number=number)
    if file.content_type not in PICTURES or f"[{file.filename}]" not in body:
        return file
    return replace(file, inline=True, content_id=f"{number}.{file.sha256[:24]}@picture")

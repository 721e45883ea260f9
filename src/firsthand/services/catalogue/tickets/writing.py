"""What every message of ours is written with: its text, whom it goes to, and its files."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from firsthand.domain.acts import Addresses, Files, Id, Many, Number, SentFile, Text
from firsthand.domain.conversation.files import PICTURES, AttachedFile, attached

LONGEST_MESSAGE = 200_000
MOST_ADDRESSES = 8_000
Words = Annotated[str, Text(at_most=LONGEST_MESSAGE)]
People = Annotated[tuple[str, ...] | None, Addresses(at_most=MOST_ADDRESSES)]
WrittenFiles = Annotated[tuple[SentFile, ...], Files()]
KeptFiles = Annotated[tuple[int, ...], Many(Id("file"))]
"""Files that were kept with what the doer had begun."""
Version = Annotated[int, Number(at_least=0, at_most=1_000_000_000)]
"""Which version of what the doer had begun their page saw."""
PageName = Annotated[str, Text(at_most=64)]
"""How their page calls itself, so that what it kept is known to be its own."""
OF_FILES = ("too_many_files", "empty_file", "files_too_large", "infected", "scanner_down")
"""What is refused of the files of a message."""


def attached_files(
    sent: Iterable[SentFile], *, body: str, kept: Iterable[AttachedFile] = ()
) -> tuple[AttachedFile, ...]:
    """The files that were kept with a text, then those that were sent with it. A picture whose name stands in brackets
    in the text is shown there."""
    files = [*kept, *(safely_named(one, number) for number, one in enumerate(sent, start=1))]
    return tuple(_placed(one, number, body) for number, one in enumerate(files, start=1))


def safely_named(sent: SentFile, number: int) -> AttachedFile:
    """A file that was sent; `number` names one without a name, from 1."""
    return attached(filename=sent.name, content_type=sent.content_type, content=sent.content, number=number)


def _placed(file: AttachedFile, number: int, body: str) -> AttachedFile:
    if file.content_type not in PICTURES or f"[{file.filename}]" not in body:
        return file
    return replace(file, inline=True, content_id=f"{number}.{file.sha256[:24]}@picture")

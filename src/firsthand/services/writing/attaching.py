"""Files go with a message: their bytes into the data folder, before the rows that name them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings

from firsthand.domain.conversation.files import AttachedFile, check_files
from firsthand.domain.sentences import Sentence
from firsthand.models.conversation import Attachment, Message, Scan
from firsthand.services.desk.kept_files import keep_files
from firsthand.services.scanning import scanned


def keep(files: Sequence[AttachedFile]) -> tuple[Sentence, ...]:
    """Make what a teammate attached durable, outside of any transaction; what the message with it should warn of.
    Raises Invalid for more than fits, and for what a scanner does not let through."""
    check_files(files)
    warnings = scanned(files)
    keep_files(settings.ENVIRONMENT.data, files)
    return warnings


def pictures_of(files: Iterable[AttachedFile]) -> tuple[AttachedFile, ...]:
    """Those of the files that are shown in the text."""
    return tuple(one for one in files if one.inline and one.content_id)


def columns_of(file: AttachedFile | Attachment) -> dict[str, Any]:
    """What every row that names a file says of it."""
    return {
        "filename": file.filename[:255],
        "content_type": file.content_type[:127],
        "size": file.size,
        "sha256": file.sha256,
    }


def attach(message: Message, files: Iterable[AttachedFile | Attachment], *, scan: Scan = Scan.unasked) -> None:
    """The rows that say which files a message has, also those of another message; their bytes are durable already.
    `scan` is what a scanner says of new ones."""
    rows = [
        Attachment(
            message=message,
            inline=file.inline,
            content_id=file.content_id[:255],
            scan=file.scan if isinstance(file, Attachment) else scan,
            infection=file.infection if isinstance(file, Attachment) else "",
            **columns_of(file),
        )
        for file in files
    ]
    if rows:
        Attachment.objects.bulk_create(rows)

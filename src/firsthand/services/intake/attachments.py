"""Attachments on disk: under their SHA-256 in the data folder, durable before a row names them."""

from collections.abc import Iterable
from pathlib import Path

from firsthand.domain.mail.inbound import InboundAttachment
from firsthand.models.conversation import Attachment, Message
from firsthand.services.desk.folders import attachment_file
from firsthand.services.intake.durable import keep_durably


def keep_files(data: Path, files: Iterable[InboundAttachment]) -> None:
    """Write the files durably into the data folder; what is there is left as it is. Raises OSError when the disk will
    not have them."""
    keep_durably((attachment_file(data, file.sha256), file.content) for file in files)


def name_files(message: Message, files: Iterable[InboundAttachment]) -> None:
    """The rows that say which files came with a message."""
    rows = [
        Attachment(
            message=message,
            filename=file.filename[:255],
            content_type=file.content_type[:127],
            size=file.size,
            sha256=file.sha256,
            inline=file.inline,
            content_id=file.content_id[:255],
        )
        for file in files
    ]
    if rows:
        Attachment.objects.bulk_create(rows)

"""Attachments on disk: under their SHA-256 in the data folder, durable before a row names them."""

import os
from collections.abc import Iterable
from pathlib import Path

from firsthand.domain.mail.inbound import InboundAttachment
from firsthand.models.conversation import Attachment, Message


def path_of(folder: Path, sha256: str) -> Path:
    """Where the file with this SHA-256 lies below `folder` (the data folder's `attachments`)."""
    return folder / sha256[:2] / sha256


def keep_files(folder: Path, files: Iterable[InboundAttachment]) -> None:
    """Write the files durably: to a temporary name, synced, renamed. What is there is left as it is.

    When this returns they survive a power cut. Raises OSError when the disk will not have them.
    """
    touched: set[Path] = set()
    for file in files:
        path = path_of(folder, file.sha256)
        if path.exists():
            continue
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            touched |= {folder, folder.parent}
        _write(path, file.content)
        touched.add(path.parent)
    for parent in touched:
        _sync(parent)


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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

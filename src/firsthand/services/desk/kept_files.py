"""Raw messages and attachments on disk: under their SHA-256 in the data folder, durable before a row names them."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from firsthand.domain.conversation.files import AttachedFile
from firsthand.services.desk.folders import attachment_file, raw_message_file


def keep_raw(data: Path, raws: Iterable[bytes]) -> list[str]:
    """Write raw messages durably, byte for byte as they came; their SHA-256 in order. Raises OSError when the disk will
    not have them."""
    named = [(hashlib.sha256(raw).hexdigest(), raw) for raw in raws]
    _keep((raw_message_file(data, sha256), raw) for sha256, raw in named)
    return [sha256 for sha256, _ in named]


def keep_files(data: Path, files: Iterable[AttachedFile]) -> None:
    """Write attachments durably; what is there is left as it is. Raises OSError when the disk will not have them."""
    _keep((attachment_file(data, file.sha256), file.content) for file in files)


def _keep(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write each file to a temporary name, sync it and rename it; what is there already is left as it is.

    Folders on the way are made for this user only. When this returns, all of it survives a power cut.
    """
    touched: set[Path] = set()
    for path, content in files:
        if path.exists():
            continue
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            touched |= {path.parent.parent, path.parent.parent.parent}
        _write(path, content)
        touched.add(path.parent)
    for folder in touched:
        _sync(folder)


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

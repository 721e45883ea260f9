"""The archive of raw messages: byte for byte as they came, under their SHA-256, durable before the commit."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from firsthand.channels.email.spool import sync_folder


def path_of(data: Path, sha256: str) -> Path:
    """Where the message with this SHA-256 lies."""
    return data / "mail" / sha256[:2] / f"{sha256}.eml"


def keep(data: Path, raws: Iterable[bytes]) -> list[str]:
    """Write the messages durably and answer their SHA-256 in order; what is there already is left as it is.

    When this returns, all of them survive a power cut. Raises OSError when the disk will not have them.
    """
    digests, folders = [], set()
    for raw in raws:
        sha256 = hashlib.sha256(raw).hexdigest()
        digests.append(sha256)
        path = path_of(data, sha256)
        if path.exists():
            continue
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folders.add(path.parent.parent)
        _write(path, raw)
        folders.add(path.parent)
    for folder in folders:
        sync_folder(folder)
    return digests


def _write(path: Path, raw: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise

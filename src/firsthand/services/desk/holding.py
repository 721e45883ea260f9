"""The one process that runs a desk on SQLite. Its lock is the kernel's: whoever dies lets go at once."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from firsthand.services.desk.environment import SettingError
from firsthand.services.desk.folders import running_lock_file


class AlreadyRuns(SettingError):  # noqa: N818 - says what happened
    """Another process runs this desk. The words name it."""


@contextlib.contextmanager
def holding(data: Path, *, command: str, at: datetime) -> Iterator[None]:
    """Run the desk of a data folder alone. Raises AlreadyRuns, naming the process that holds it, or SettingError where
    nothing can be locked. Commands that end by themselves need no lock and go on beside it."""
    path = running_lock_file(data)
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise SettingError(f"{path} cannot be opened: {error}. Run this as the user who owns the folder.") from error
    with file:
        _lock(file, path)
        file.truncate(0)
        file.write(f"`firsthand {command}` (process {os.getpid()}, since {at:%Y-%m-%d %H:%M} UTC)")
        file.flush()
        yield


def _lock(file: IO[str], path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        who = file.read(200) or "another process"
        raise AlreadyRuns(
            f"This desk runs already: {who} holds {path.parent}. On SQLite one process runs a desk: "
            "stop that one first, or set FIRSTHAND_DATABASE_URL to PostgreSQL, which serves several."
        ) from None
    except OSError as error:
        raise SettingError(f"{path} cannot be locked: {error}. Put the data folder on a local disk.") from error

"""Secrets that the desk makes for itself, each a file in the data folder that its owner alone can read. No Django."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

from firsthand.services.desk.environment import Environment, SettingError
from firsthand.services.desk.folders import secret_key_file


def kept_secret(path: Path, make: Callable[[], str], *, if_lost: str) -> str:
    """The secret in a file, made on first use with mode 0600: whole or not at all, and of two processes that begin
    together the first one's stays. Raises SettingError for a file that is empty or cannot be read; `if_lost` says what
    to do then, and what that costs."""
    try:
        if not path.exists():
            _write(path, make())
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} cannot be read ({error}). {if_lost}") from error
    if not text:
        raise SettingError(f"{path} is empty. {if_lost}")
    return text


def _write(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)


def secret_key(environment: Environment) -> str:
    """The desk's secret: it signs sessions and reply addresses."""
    lost = (
        "Put it back from a backup, or delete it and the desk makes another: everybody signs in again, and answers to "
        "mails that have left already open new tickets."
    )
    return kept_secret(secret_key_file(environment.data), lambda: secrets.token_urlsafe(48), if_lost=lost)

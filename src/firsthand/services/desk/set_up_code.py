"""The one-time code that lets somebody create the first owner.

`/set-up` is open only while the desk has no owner, and only with this code, from wherever: behind a proxy everybody
seems to ask from this machine. It lies in the data folder (mode 0600) and is printed by `firsthand serve`; it goes when
the first owner exists.
"""

import hmac
import os
import secrets
from pathlib import Path

from firsthand.services.desk.folders import set_up_code_file


def make_set_up_code(data: Path) -> str:
    """The desk's set-up code, made on the first call."""
    path = set_up_code_file(data)
    if code := _kept(path):
        return code
    path.unlink(missing_ok=True)  # left empty by a process that was killed while it wrote
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    code = "-".join(f"{secrets.randbelow(10_000):04d}" for _ in range(4))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(code + "\n")
    return code


def is_set_up_code(given: str, *, data: Path) -> bool:
    """Whether `given` is the code that is printed in the terminal; nothing is while there is none. Compares in constant
    time."""
    code = _kept(set_up_code_file(data))
    return bool(code) and hmac.compare_digest(code.encode(), given.strip().encode())


def _kept(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def forget_set_up_code(data: Path) -> None:
    """Remove the code; there is an owner now."""
    set_up_code_file(data).unlink(missing_ok=True)

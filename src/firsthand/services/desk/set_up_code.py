"""The one-time code that lets somebody who is not on this machine create the first owner.

`/set-up` is open only while the desk has no owner, and only from loopback or with this code. It lies in the data
folder (mode 0600) and is printed by `firsthand serve`; it is removed when the first owner exists.
"""

import hmac
import os
import secrets
from pathlib import Path

from firsthand.services.desk.folders import set_up_code_file


def make_set_up_code(data: Path) -> str:
    """The desk's set-up code, made on the first call."""
    path = set_up_code_file(data)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    code = "-".join(f"{secrets.randbelow(10_000):04d}" for _ in range(4))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(code + "\n")
    return code


def is_set_up_code(given: str, *, data: Path) -> bool:
    """Whether `given` is the code that is printed in the terminal. Compares in constant time."""
    try:
        code = set_up_code_file(data).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return False
    return hmac.compare_digest(code.encode(), given.strip().encode())


def forget_set_up_code(data: Path) -> None:
    """Remove the code; there is an owner now."""
    set_up_code_file(data).unlink(missing_ok=True)

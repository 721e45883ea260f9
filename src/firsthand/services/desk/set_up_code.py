"""The one-time code that lets somebody create the first owner.

`/set-up` is open only while the desk has no owner, and only with this code, from wherever: behind a proxy everybody
seems to ask from this machine. It lies in the data folder (mode 0600) and is printed by `firsthand serve`; it goes when
the first owner exists.
"""

import hmac
import secrets
from pathlib import Path

from firsthand.services.desk.folders import set_up_code_file
from firsthand.services.desk.secret_files import kept_secret


def make_set_up_code(data: Path) -> str:
    """The desk's set-up code, made on the first call. Raises SettingError for one that cannot be read."""
    lost = "Delete it and the desk makes another."
    return kept_secret(set_up_code_file(data), _new, if_lost=lost)


def _new() -> str:
    return "-".join(f"{secrets.randbelow(10_000):04d}" for _ in range(4))


def is_set_up_code(given: str, *, data: Path) -> bool:
    """Whether `given` is the code that is printed in the terminal; nothing is while there is none. Compares in constant
    time."""
    try:
        code = set_up_code_file(data).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return False
    return bool(code) and hmac.compare_digest(code.encode(), given.strip().encode())


def forget_set_up_code(data: Path) -> None:
    """Remove the code; there is an owner now."""
    set_up_code_file(data).unlink(missing_ok=True)

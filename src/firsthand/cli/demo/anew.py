"""Takes the data of a demo away, so that it is made anew with dates of today."""

import shutil
from pathlib import Path

from firsthand.cli.output import CannotRun
from firsthand.services.desk.folders import running_lock_file

MARKS = ("demo-made", "demo-begun")
"""What a demo, whole or interrupted, leaves in its folder."""


def take_away(data: Path, *, database_url: str) -> bool:
    """Whether there was a demo in the folder, of which nothing is left then but the lock that the caller holds. Raises
    CannotRun, and touches nothing, where the folder is another desk's, or the desk is elsewhere."""
    if database_url:
        raise CannotRun("--fresh makes anew what is in a data folder; this desk is on another database.")
    kept = running_lock_file(data)
    inside = [one for one in data.iterdir() if one != kept] if data.is_dir() else []
    if not any(_holds_something(one) for one in inside):
        return False
    if not any((data / mark).is_file() for mark in MARKS):
        raise CannotRun(f"{data} holds a desk that is not the demo. It is not taken away; nothing was changed.")
    marks = [data / mark for mark in MARKS]
    for one in sorted(inside, key=lambda one: one in marks):  # the mark last, so that a half-done one is known again
        shutil.rmtree(one) if one.is_dir() and not one.is_symlink() else one.unlink()
    return True


def _holds_something(one: Path) -> bool:
    """Whether it is, or has in it, anything but the empty folders that every command makes before it begins."""
    return not one.is_dir() or one.is_symlink() or any(_holds_something(inner) for inner in one.iterdir())

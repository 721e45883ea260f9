"""A page of docs/reference that a module of the tests writes, and checks."""

import sys
from collections.abc import Callable
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


def write_or_check(page: Path, made: Callable[[], str], *, by: str, arguments: list[str]) -> int:
    """Write the page, or with --check compare it; 1 when it is stale. `by` is the module that writes it."""
    wanted = made()
    if "--check" not in arguments:
        page.write_text(wanted, encoding="utf-8")
        return 0
    if page.exists() and page.read_text(encoding="utf-8") == wanted:
        return 0
    sys.stderr.write(f"docs/reference/{page.name} is stale: run `.venv/bin/python -m {by}` and commit.\n")
    return 1

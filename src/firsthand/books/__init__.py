"""The policy books that are shipped with the desk, each a folder of YAML amendments inside the package."""

from pathlib import Path

SHELF = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder of a shipped book, by its name: `customer-first`."""
    return SHELF / name


def folders() -> list[Path]:
    """The folders of all shipped books, by name."""
    return sorted(path for path in SHELF.iterdir() if any(path.glob("*.yaml")))

"""The policy books that are shipped with the desk, each a folder of YAML amendments inside the package."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder of a shipped book, by its name: `customer-first`."""
    return FOLDER / name


def folders() -> list[Path]:
    """The folders of all shipped books, by name."""
    return sorted(path for path in FOLDER.iterdir() if any(path.glob("*.yaml")))

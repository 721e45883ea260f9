"""The index of words: what a change left to be written, and after an upgrade or a rebuild everything, bit by bit."""

from datetime import datetime

from firsthand.services.search.actions import write_waiting


def round(now: datetime) -> int:
    """Write some of what waits; how many rows."""
    return write_waiting()

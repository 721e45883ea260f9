"""What takes long runs short in `bin/test`, and in full by `bin/drill full`."""

import os

IN_FULL = "FIRSTHAND_FULL" in os.environ


def at_length(full: int, *, short: int) -> int:
    """How many examples a test asks: so many in full, fewer in every run of the suite."""
    return full if IN_FULL else short

"""A line of progress on the terminal."""

import sys
import time

_SAY_EVERY = 1.0


class Progress:
    """One line that counts up: rewritten in place on a terminal, a line a second elsewhere."""

    def __init__(self) -> None:
        self._live = sys.stdout.isatty()
        self._said_at = 0.0

    @property
    def is_due(self) -> bool:
        """Whether it is time to show something."""
        return time.monotonic() - self._said_at >= (0.1 if self._live else _SAY_EVERY)

    def show(self, words: str, *, last: bool = False) -> None:
        """Show `words` if it is time to."""
        if not last and not self.is_due:
            return
        self._said_at = time.monotonic()
        if self._live:
            print(f"\r{words}\x1b[K", end="\n" if last else "", flush=True)
        else:
            print(words, flush=True)

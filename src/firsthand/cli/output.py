"""How the commands talk to the person at the terminal, and the one error that ends a command with words."""

import sys


class CannotRun(Exception):  # noqa: N818 - reads as what happened
    """The command cannot run. The message says what is wrong, what was kept and what to do."""


def print_line(words: str) -> None:
    """One line for the person at the terminal, at once."""
    print(words, flush=True)


def complain(words: str) -> None:
    """The one form in which a failure is told."""
    print(f"firsthand: {words}", file=sys.stderr, flush=True)

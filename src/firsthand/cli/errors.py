"""How a command ends that fails as expected: the one table from errors to exit statuses, and the words for it."""

import sys
from collections.abc import Mapping
from typing import TextIO

from firsthand.cli.output import CannotRun, complain
from firsthand.domain.errors import DeskError
from firsthand.services.desk.environment import SettingError

FAILED, USAGE, INTERRUPTED = 1, 2, 130
EXITS: Mapping[type[BaseException], int] = {
    CannotRun: FAILED,
    SettingError: FAILED,
    DeskError: FAILED,
    BrokenPipeError: FAILED,
    KeyboardInterrupt: INTERRUPTED,
}
EXPECTED = tuple(EXITS)


def ended_by(error: BaseException) -> int:
    """Say what went wrong, in one sentence, and answer the exit status."""
    if isinstance(error, BrokenPipeError):
        sys.stderr.close()
    elif not isinstance(error, KeyboardInterrupt):
        complain(error.plain if isinstance(error, DeskError) else str(error))
    return next(status for kind, status in EXITS.items() if isinstance(error, kind))


def not_usable(command: str, error: DeskError, stderr: TextIO) -> int:
    """Say what a command was given that it cannot use, and answer the exit status: that of wrong usage, for where the
    answer itself is a status."""
    print(f"firsthand {command}: {error.plain}", file=stderr)
    return USAGE

"""What the commands that need the desk begin with: the settings, Django, the database. Every failure is words."""

import contextlib
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

from firsthand.cli.output import CannotRun, print_line
from firsthand.engine import listening
from firsthand.services.desk.environment import Environment, make_data_folder, read_environment
from firsthand.services.desk.holding import holding


def set_over(*, host: str | None = None, port: int | None = None, data: Path | None = None) -> None:
    """Options of the command line come before the environment and the file."""
    given = {"FIRSTHAND_HOST": host, "FIRSTHAND_PORT": port, "FIRSTHAND_DATA": data}
    os.environ.update({name: str(value) for name, value in given.items() if value is not None})


def environment() -> Environment:
    """The settings, checked, with the data folder made; from here on the command writes for its own user only. Raises
    SettingError."""
    os.umask(0o077)
    found = read_environment(os.environ, folder=Path.cwd())
    make_data_folder(found)
    return found


def listen(found: Environment) -> socket.socket:
    """Take the port of the web pages. Raises CannotRun with what to do when that is impossible."""
    try:
        return listening.listen(found.host, found.port)
    except listening.CannotListen as error:
        raise CannotRun(str(error)) from error


def alone(found: Environment, *, command: str) -> contextlib.AbstractContextManager[None]:
    """As long as a long-running command runs: nobody else runs this desk, where it is on SQLite. Raises AlreadyRuns."""
    if found.database_url:
        return contextlib.nullcontext()
    return holding(found.data, command=command, at=datetime.now(UTC))


def start_django() -> None:
    """Load Django with the desk's settings. Raises CannotRun for settings that it cannot use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firsthand.config.settings")
    import django  # noqa: PLC0415 - commands that need no database start without it

    try:
        django.setup()
    except ValueError as error:
        raise CannotRun(str(error)) from error


def start_desk(*, quiet: bool = False) -> Environment:
    """Settings, Django, a database at the newest schema and every edition signed; `quiet` keeps its steps to itself."""
    from firsthand.cli import database  # noqa: PLC0415 - needs Django to be set up

    found = environment()
    start_django()
    from firsthand.engine.logs import configure  # noqa: PLC0415 - see above

    configure(found.log_format)
    database.prepare(found, say=(lambda _words: None) if quiet else print_line)
    from firsthand.services.amending.sealing import seal_what_waits  # noqa: PLC0415 - see above

    seal_what_waits(at=datetime.now(UTC))
    return found

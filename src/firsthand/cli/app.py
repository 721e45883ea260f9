"""The program `firsthand`: its commands, and how a failure is told."""

import sys

import typer

from firsthand.cli import calendar, decide, demo, doctor, mail, policy, serve
from firsthand.cli.saying import CannotRun, complain
from firsthand.domain.errors import DeskError
from firsthand.services.desk.environment import SettingError

FAILED = 1
INTERRUPTED = 130

app = typer.Typer(
    name="firsthand",
    help="A self-hosted request desk that runs your written customer-first policy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for room in (serve, demo, mail, doctor, decide, calendar, policy):
    room.register(app)


def run() -> int:
    """Run the command in `sys.argv`; expected failures are one sentence on standard error, never a traceback."""
    try:
        app()
    except (CannotRun, SettingError) as error:
        complain(str(error))
        return FAILED
    except DeskError as error:
        complain(error.message)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else FAILED
    return 0

"""The program `firsthand`: its commands, and how a failure is told."""

from typing import Annotated

import typer

from firsthand import __version__
from firsthand.cli import calendar, decide, demo, doctor, mail, policy, search, serve
from firsthand.cli.errors import EXPECTED, FAILED, ended_by

app = typer.Typer(
    name="firsthand",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"firsthand {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    """A self-hosted request desk that runs your written customer-first policy."""


for room in (serve, demo, mail, search, doctor, decide, calendar, policy):
    room.register(app)


def run() -> int:
    """Run the command in `sys.argv`; expected failures are one sentence on standard error, never a traceback."""
    try:
        app(prog_name="firsthand")
    except EXPECTED as error:
        return ended_by(error)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else FAILED
    return 0

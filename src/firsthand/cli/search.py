"""`firsthand search rebuild`: the index of words is written anew, with progress."""

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli import start
from firsthand.cli.output import print_line


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    search = typer.Typer(help="The index by which words are found.", no_args_is_help=True)
    app.add_typer(search, name="search")

    @search.command("rebuild")
    def rebuild_command(
        data: Annotated[Path | None, typer.Option("--data", help="The data folder (FIRSTHAND_DATA).")] = None,
    ) -> None:
        """Write the index anew, while a server runs or not; meanwhile search goes on. Safe to stop and repeat."""
        start.set_over(data=data)
        start.start_desk(quiet=True)
        raise typer.Exit(rebuild())


def rebuild() -> int:
    """Let everything wait and write it, with a line of progress; the exit status."""
    from firsthand.cli.progress import Progress  # noqa: PLC0415 - needs Django to be set up
    from firsthand.services.search.actions import tidy_index, write_all_anew, write_waiting  # noqa: PLC0415
    from firsthand.services.search.queries import rows_waiting  # noqa: PLC0415

    progress, rows = Progress(), write_all_anew()
    while write_waiting():
        if progress.is_due:  # counting what waits costs more than a batch, where there is much
            progress.show(f"{rows - min(rows_waiting(), rows):,} of {rows:,} written ...")
    tidy_index()
    progress.show(f"{rows:,} of {rows:,} written.", last=True)
    print_line("Words are found by the new index.")
    return 0

"""`firsthand policy replay`: a draft of the book tried on a history before anybody lives under it."""

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.saying import CannotRun


def register(policy_app: typer.Typer) -> None:
    """Add the command to `firsthand policy`."""

    @policy_app.command("replay")
    def replay_command(  # noqa: PLR0917 - typer reads the options from the signature
        book: Annotated[Path, typer.Option(help="The draft: folder of a policy book with the amendment to try.")],
        against: Annotated[
            Path | None,
            typer.Option(
                help="The book to compare with. If not given: the draft without its newest amendment, or with "
                "--from-database the published book."
            ),
        ] = None,
        history: Annotated[
            Path | None, typer.Option(help="The history: CSV, gzip or zip of it, JSON lines or Parquet.")
        ] = None,
        mapping: Annotated[
            str | None, typer.Option(help="How its columns are named: a mapping's name, or the path of your own.")
        ] = None,
        from_database: Annotated[
            bool, typer.Option("--from-database", help="Replay the desk's own tickets instead of a file.")
        ] = False,
        known_at: Annotated[
            str | None, typer.Option(help="Only what both books had published by this instant, or start of this date.")
        ] = None,
        out: Annotated[
            Path | None,
            typer.Option(help="Folder for replay.html, replay.json, flips.parquet and attainment.parquet."),
        ] = None,
        cluster: Annotated[
            str | None,
            typer.Option(
                help="Replay a Parquet history on a Dask cluster: its address, or local:2 for two processes here."
            ),
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    ) -> None:
        """Decide and judge every ticket of a history again under a draft, and say what changes."""
        if any(importlib.util.find_spec(name) is None for name in ("numpy", "polars")):
            raise CannotRun("policy replay needs NumPy and Polars; install the extra: pip install 'firsthand[columns]'")
        if cluster is not None and importlib.util.find_spec("distributed") is None:
            raise CannotRun("--cluster needs Dask; install the extra: pip install 'firsthand[columns,cluster]'")
        from firsthand.cli.replay.running import Options, run  # noqa: PLC0415 - only this command loads the columns

        options = Options(
            book=book,
            against=against,
            history=history,
            mapping=mapping,
            from_database=from_database,
            known_at=known_at,
            out=out,
            cluster=cluster,
            as_json=as_json,
        )
        raise typer.Exit(run(options))

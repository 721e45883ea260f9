"""`firsthand policy replay`: a draft of the book tried on a history before anybody lives under it."""

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.output import CannotRun

_Book = Annotated[Path, typer.Option(help="The draft: folder of a policy book with the amendment to try.")]
_Against = Annotated[
    Path | None,
    typer.Option(
        help="The book to compare with. If not given: the draft without its newest amendment, or with "
        "--from-database the published book."
    ),
]
_History = Annotated[Path | None, typer.Option(help="The history: CSV, gzip or zip of it, JSON lines or Parquet.")]
_Mapping = Annotated[
    str | None, typer.Option(help="How its columns are named: a mapping's name, or the path of your own.")
]
_FromDatabase = Annotated[
    bool, typer.Option("--from-database", help="Replay the desk's own tickets instead of a file.")
]
_KnownAt = Annotated[
    str | None, typer.Option(help="Only what both books had published by this instant, or start of this date.")
]
_InForceAt = Annotated[
    str | None,
    typer.Option(help="Decide every ticket by what both books have in force at this instant or on this date."),
]
_AsDated = Annotated[
    bool,
    typer.Option(
        "--as-dated",
        help="Keep the dates of the draft. If not given, what the draft adds is tried as if it had always been in "
        "force; a book given with --against keeps its dates.",
    ),
]
_Out = Annotated[
    Path | None, typer.Option(help="Folder for replay.html, replay.json, flips.parquet and attainment.parquet.")
]
_Cluster = Annotated[
    str | None,
    typer.Option(help="Replay a Parquet history on a Dask cluster: its address, or local:2 for two processes here."),
]


def register(policy_app: typer.Typer) -> None:
    """Add the command to `firsthand policy`."""

    @policy_app.command("replay")
    def replay_command(  # noqa: PLR0917 - typer reads the options from the signature
        book: _Book,
        against: _Against = None,
        history: _History = None,
        mapping: _Mapping = None,
        from_database: _FromDatabase = False,
        known_at: _KnownAt = None,
        in_force_at: _InForceAt = None,
        as_dated: _AsDated = False,
        out: _Out = None,
        cluster: _Cluster = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    ) -> None:
        """Decide and judge every ticket of a history again under a draft, and say what changes."""
        if any(importlib.util.find_spec(name) is None for name in ("numpy", "polars")):
            raise CannotRun("policy replay needs NumPy and Polars; install the extra: pip install 'firsthand[columns]'")
        if cluster is not None and importlib.util.find_spec("distributed") is None:
            raise CannotRun("--cluster needs Dask; install the extra: pip install 'firsthand[columns,cluster]'")
        from firsthand.cli.replay.running import ReplayOptions, run  # noqa: PLC0415 - only this command loads the columns

        options = ReplayOptions(
            book=book,
            against=against,
            history=history,
            mapping=mapping,
            from_database=from_database,
            known_at=known_at,
            in_force_at=in_force_at,
            as_dated=as_dated,
            out=out,
            cluster=cluster,
            as_json=as_json,
        )
        raise typer.Exit(run(options))

"""`firsthand policy mine`: the policy that a history shows, as a draft amendment."""

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.output import CannotRun


def register(policy_app: typer.Typer) -> None:
    """Add the command to `firsthand policy`."""

    @policy_app.command("mine")
    def mine_command(  # noqa: PLR0917 - typer reads the options from the signature
        history: Annotated[Path, typer.Option(help="The history: CSV, gzip or zip of it, JSON lines or Parquet.")],
        mapping: Annotated[
            str | None, typer.Option(help="How its columns are named: a mapping's name, or the path of your own.")
        ] = None,
        zone: Annotated[
            str | None, typer.Option(help="Zone of the calendars; that of the mapping, or UTC, if not given.")
        ] = None,
        group_by: Annotated[
            str, typer.Option(help="Column that groups tickets; after commas, columns that may part a group.")
        ] = "group",
        group_as: Annotated[
            str, typer.Option(help="Field of a request that stands for a column that is none itself.")
        ] = "channel",
        clock: Annotated[
            str, typer.Option(help="The clock that is mined: resolution or first_response.")
        ] = "resolution",
        percentile: Annotated[
            int, typer.Option(help="Of practice: how many of a hundred tickets must have kept a budget.")
        ] = 90,
        practice: Annotated[
            bool, typer.Option("--practice", help="Mine what was done, even where the history states targets.")
        ] = False,
        tolerance: Annotated[int, typer.Option(help="Of targets: seconds that a reproduced one may be off.")] = 60,
        hold_out: Annotated[
            bool, typer.Option("--hold-out", help="Learn from the first half of each group, measure on the rest.")
        ] = False,
        out: Annotated[Path | None, typer.Option(help="Write the draft amendment to this file.")] = None,
        unexplained: Annotated[
            Path | None, typer.Option(help="Write each ticket that is not explained, with why, to this CSV file.")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    ) -> None:
        """Find the calendar, budgets and grouping that best reproduce a history, and draft them as an amendment."""
        if any(importlib.util.find_spec(name) is None for name in ("numpy", "polars")):
            raise CannotRun("policy mine needs NumPy and Polars; install the extra: pip install 'firsthand[columns]'")
        from firsthand.cli.mine.running import MineOptions, run  # noqa: PLC0415 - only this command loads the columns

        options = MineOptions(
            history=history,
            mapping=mapping,
            zone=zone,
            group_by=group_by,
            group_as=group_as,
            clock=clock,
            percentile=percentile,
            practice=practice,
            tolerance=tolerance,
            hold_out=hold_out,
            out=out,
            unexplained=unexplained,
            as_json=as_json,
        )
        raise typer.Exit(run(options))

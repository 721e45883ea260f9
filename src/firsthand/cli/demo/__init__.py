"""`firsthand demo`: a whole desk to look at, with one command."""

import os
from pathlib import Path
from typing import Annotated

import typer

from firsthand import books
from firsthand.cli import start
from firsthand.cli.demo.anew import take_away
from firsthand.cli.demo.company import USUAL

DATA = "firsthand-demo-data"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""

    @app.command("demo")
    def demo_command(
        *,
        host: Annotated[str | None, typer.Option("--host", help="Address to listen on (127.0.0.1).")] = None,
        port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port; 0 takes any free.")] = None,
        book: Annotated[str, typer.Option("--book", help="The shipped book that the demo runs.")] = USUAL,
        fresh: Annotated[bool, typer.Option("--fresh", help="Take the demo that is there away first.")] = False,
        no_serve: Annotated[bool, typer.Option("--no-serve", help="Only make the demo's data.")] = False,
    ) -> None:
        """Make a demo company with people, accounts and mail in ./firsthand-demo-data, and serve it."""
        if book not in {one.name for one in books.folders()}:
            known = ", ".join(one.name for one in books.folders())
            raise typer.BadParameter(f"{book!r} is no shipped book; expected one of {known}", param_hint="--book")
        data = None if os.environ.get("FIRSTHAND_DATA") else Path(DATA if book == USUAL else f"{DATA}-{book}")
        start.set_over(host=host, port=port, data=data)
        os.environ.setdefault("FIRSTHAND_MAIL_LOOK_UPS", "no")  # its customers' domains are made up
        with start.alone(start.environment(), command="demo"):
            if fresh:
                found = start.environment()
                take_away(found.data, database_url=found.database_url)
            listener = None if no_serve else start.listen(start.environment())
            environment = start.start_desk()
            from firsthand.cli.demo.building import demo  # noqa: PLC0415 - needs Django to be set up

            raise typer.Exit(demo(environment, book=book, listener=listener))

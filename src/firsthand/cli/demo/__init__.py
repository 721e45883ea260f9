"""`firsthand demo`: a whole desk to look at, with one command."""

import os
from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli import start

DATA = "firsthand-demo-data"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""

    @app.command("demo")
    def demo_command(
        host: Annotated[str | None, typer.Option("--host", help="Address to listen on (127.0.0.1).")] = None,
        port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port; 0 takes any free.")] = None,
        no_serve: Annotated[bool, typer.Option("--no-serve", help="Only make the demo's data.")] = False,
    ) -> None:
        """Make a demo company with people, accounts and mail in ./firsthand-demo-data, and serve it."""
        data = None if os.environ.get("FIRSTHAND_DATA") else Path(DATA)
        start.set_over(host=host, port=port, data=data)
        listener = None if no_serve else start.listen(start.environment())
        environment = start.start_desk()
        from firsthand.cli.demo.building import demo  # noqa: PLC0415 - needs Django to be set up

        raise typer.Exit(demo(environment, listener=listener))

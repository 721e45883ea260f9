"""`firsthand serve`, `worker`, `web`, `migrate` and `create-owner`."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli import start
from firsthand.cli.output import print_line

Host = Annotated[str | None, typer.Option("--host", help="Address to listen on (FIRSTHAND_HOST, 127.0.0.1).")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port; 0 takes any free one.")]
Folder = Annotated[Path | None, typer.Option("--data", help="The data folder (FIRSTHAND_DATA, ./firsthand-data).")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""

    @app.command("serve")
    def serve_command(host: Host = None, port: Port = None, data: Folder = None) -> None:
        """Run web, mail intake and engine in one process."""
        start.set_over(host=host, port=port, data=data)
        raise typer.Exit(_serve("serve", with_web=True, with_engine=True))

    @app.command("web")
    def web_command(host: Host = None, port: Port = None, data: Folder = None) -> None:
        """Run only the web pages; run `firsthand worker` beside it, on PostgreSQL."""
        start.set_over(host=host, port=port, data=data)
        raise typer.Exit(_serve("web", with_web=True, with_engine=False))

    @app.command("worker")
    def worker_command(data: Folder = None) -> None:
        """Run only mail intake and engine. On PostgreSQL several may run at once."""
        start.set_over(data=data)
        raise typer.Exit(_serve("worker", with_web=False, with_engine=True))

    @app.command("migrate")
    def migrate_command(data: Folder = None) -> None:
        """Bring the database up to date (serve, worker and web do this when they start)."""
        start.set_over(data=data)
        start.start_desk()
        print_line("The database is up to date.")

    @app.command("create-owner")
    def create_owner_command(
        email: Annotated[str, typer.Option("--email", help="The address to sign in with.")],
        name: Annotated[str, typer.Option("--name", help="The owner's name.")],
        desk: Annotated[str, typer.Option("--desk", help="The desk's name, when it is new.")] = "Firsthand",
        data: Folder = None,
    ) -> None:
        """Create an owner account. The password is asked for, or read from the first line of standard input."""
        start.set_over(data=data)
        start.start_desk(quiet=True)
        from firsthand.cli.serving import create_owner  # noqa: PLC0415 - needs Django

        create_owner(email=email, name=name, desk=desk, password=_password())
        print_line(f"{email} is an owner of this desk and can sign in.")


def _serve(command: str, *, with_web: bool, with_engine: bool) -> int:
    """The folder and the port are taken first: what is held is told before anything is loaded or changed."""
    environment = start.environment()
    with start.alone(environment, command=command):
        listener = start.listen(environment) if with_web else None
        start.start_desk()
        from firsthand.cli.serving import serve  # noqa: PLC0415 - needs Django to be set up

        return serve(environment, listener=listener, with_engine=with_engine)


def _password() -> str:
    if sys.stdin.isatty() and "FIRSTHAND_NO_PROMPT" not in os.environ:
        return str(typer.prompt("Password (10 characters or more)", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")

"""`firsthand mail accept` (see `mail_accept`) and `firsthand mail import`."""

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli import mail_accept, start


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    mail = typer.Typer(help="Take mail in.", no_args_is_help=True)
    app.add_typer(mail, name="mail")

    @mail.command("accept", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
    def accept_command(context: typer.Context) -> None:
        """Keep one raw message from standard input (for a mail server's pipe)."""
        raise typer.Exit(mail_accept.main(context.args))

    @mail.command("import")
    def import_command(
        file: Annotated[Path, typer.Argument(help="An mbox file.")],
        to: Annotated[str, typer.Option("--to", help="The desk's address that the mail was sent to.")],
        dates_from_messages: Annotated[
            bool,
            typer.Option(
                "--dates-from-messages", help="Count each message as received when its mailbox had it, not now."
            ),
        ] = False,
        data: Annotated[Path | None, typer.Option("--data", help="The data folder (FIRSTHAND_DATA).")] = None,
    ) -> None:
        """Import every message of an mbox file, while a server runs or not. Safe to repeat."""
        start.set_over(data=data)
        environment = start.start_desk(quiet=True)
        from firsthand.cli.mail_import import run  # noqa: PLC0415 - needs Django to be set up

        raise typer.Exit(run(environment, file, to=to, dates_from_messages=dates_from_messages))

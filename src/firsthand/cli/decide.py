"""`firsthand decide`: requests as JSON lines in, decisions with their reasons as JSON lines out. No
database."""

import sys
from pathlib import Path
from typing import Annotated, BinaryIO, TextIO

import typer

from firsthand.cli.deciding import LineDecider
from firsthand.cli.deciding_as_of import AsOfDecider
from firsthand.cli.errors import USAGE, not_usable
from firsthand.cli.instants import instant_of_option
from firsthand.cli.json_lines import answer_lines
from firsthand.domain.book import Book, PolicyError
from firsthand.domain.errors import DeskError, Invalid
from firsthand.domain.sentences import say
from firsthand.services.book.files import read_book


def run(
    policy: Path,
    known_at: str | None,
    *,
    at: str | None = None,
    strict: bool = False,
    stdin: BinaryIO,
    stdout: BinaryIO,
    stderr: TextIO,
) -> int:
    """Answer every line of `stdin`; 0, 1 when a line was wrong, 2 when the book or an option cannot be
    used. With `at`, as the clocks stand then; `strict` refuses what a line gives and nothing looks at."""
    book = load_book(policy, "decide", stderr)
    if book is None:
        return USAGE
    try:
        zone = book.amendments[0].zone
        known, as_of = instant_of_option(known_at, "--known-at", zone), instant_of_option(at, "--at", zone)
        if known is not None and as_of is not None:
            raise Invalid("two_instants", say("--known-at and --at: give one; --at knows what was published by then"))
        if as_of is not None:
            decide_line = AsOfDecider(book, as_of, strict=strict).decide_line
        else:
            decide_line = LineDecider(book.edition(known_at=known), strict=strict).decide_line
    except DeskError as error:
        return not_usable("decide", error, stderr)
    return answer_lines(stdin, stdout, decide_line)


def load_book(policy: Path, command: str, stderr: TextIO) -> Book | None:
    """The book in a folder, or None after saying on `stderr` what is wrong with it."""
    try:
        return read_book(policy)
    except PolicyError as error:
        print(f"firsthand {command}: the policy book cannot be used: {error}", file=stderr)
        return None


def register(app: typer.Typer) -> None:
    """Add the command to the program."""

    @app.command("decide")
    def decide_command(
        policy: Annotated[Path, typer.Option("--policy", help="Folder of the policy book (YAML amendments).")],
        known_at: Annotated[
            str | None,
            typer.Option("--known-at", help="Decide by what was published by this instant; all of it if not given."),
        ] = None,
        at: Annotated[
            str | None,
            typer.Option(
                "--at",
                help="As the clocks stand at this instant: decided by what was known at receipt, then taken over each "
                "change of the policy by the straddle rule of its clause.",
            ),
        ] = None,
        strict: Annotated[
            bool,
            typer.Option(
                "--strict",
                help="Refuse a request with a name that the book does not know, or a field that nothing looks at.",
            ),
        ] = False,
    ) -> None:
        """Decide requests: JSON lines in, owner, clocks and reasons as JSON lines out."""
        streams = {"stdin": sys.stdin.buffer, "stdout": sys.stdout.buffer}
        raise typer.Exit(run(policy, known_at, at=at, strict=strict, **streams, stderr=sys.stderr))

"""`firsthand policy diff A B`: what the second book answers otherwise than the first, in sentences."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from firsthand.cli.decide import load_book
from firsthand.cli.errors import USAGE, not_usable
from firsthand.cli.instants import instant_of_option
from firsthand.domain.book import Edition
from firsthand.domain.book.prose import teller_of
from firsthand.domain.errors import DeskError
from firsthand.workbench.comparing import ToldChange, compare, tell_change


def run_diff(
    before: tuple[Path, str | None],
    after: tuple[Path, str | None],
    *,
    as_json: bool = False,
    stdout: TextIO,
    stderr: TextIO,
) -> int:
    """Compare two books, each as known at an instant: 0 when they answer the same, 1 when they do not, 2 when one
    cannot be loaded."""
    try:
        editions = [_edition(folder, known, name, stderr) for name, (folder, known) in (("a", before), ("b", after))]
    except DeskError as error:
        return not_usable("policy", error, stderr)
    if editions[0] is None or editions[1] is None:
        return USAGE
    before_teller, after_teller = (teller_of(edition.declared) for edition in (editions[0], editions[1]))
    found = compare(editions[0], editions[1]).changes
    changes = [tell_change(one, before=before_teller, after=after_teller) for one in found]
    for change in changes:
        print(json.dumps(_plain(change), ensure_ascii=False) if as_json else change.sentence, file=stdout)
    if not changes and not as_json:
        print("They answer every request the same.", file=stdout)
    return 1 if changes else 0


def _edition(folder: Path, known: str | None, name: str, stderr: TextIO) -> Edition | None:
    book = load_book(folder, "policy diff", stderr)
    if book is None:
        return None
    return book.edition(known_at=instant_of_option(known, f"--known-{name}", book.amendments[0].zone))


def _plain(told: ToldChange) -> dict[str, object]:
    def text(at: datetime | None) -> str | None:
        return at.isoformat().replace("+00:00", "Z") if at else None

    change = told.change
    return {
        "about": told.about,
        "region": told.region,
        "when": told.when,
        "before": told.before,
        "after": told.after,
        "from_at": text(change.from_at),
        "to_at": text(change.to_at),
        "first_counted_at": text(change.first_counted_at),
        "clauses": {"before": change.clauses[0], "after": change.clauses[1]},
        "sentence": told.sentence,
    }


def register(policy_app: typer.Typer) -> None:
    """Add the command to the others about policy books."""

    @policy_app.command("diff")
    def diff_command(  # noqa: PLR0917 - typer gives the options by name
        before: Annotated[Path, typer.Argument(metavar="A", help="Folder of the first book.", show_default=False)],
        after: Annotated[Path, typer.Argument(metavar="B", help="Folder of the second; may be the same.")],
        known_a: Annotated[str | None, typer.Option(help="The first as known at this instant or date.")] = None,
        known_b: Annotated[str | None, typer.Option(help="The second as known at this instant or date.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line for each change.")] = False,
    ) -> None:
        """Say in sentences what the second book answers otherwise than the first."""
        out = {"stdout": sys.stdout, "stderr": sys.stderr}
        raise typer.Exit(run_diff((before, known_a), (after, known_b), as_json=as_json, **out))

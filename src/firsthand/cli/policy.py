"""`firsthand policy show|as-of`: a policy book read as the handbook page that it is."""

import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from firsthand.cli import mine, policy_check, policy_diff, policy_folder, replay
from firsthand.cli.decide import load_book
from firsthand.cli.errors import USAGE, not_usable
from firsthand.cli.instants import instant_of_option
from firsthand.domain.book import Book, Clause, ClauseSet, CommitmentClass, Edition
from firsthand.domain.book.prose import (
    commitment_sentence,
    condition_words,
    effect_words,
    in_force_words,
    local_words,
    teller_of,
)
from firsthand.domain.errors import DeskError
from firsthand.domain.sentences import PLAIN
from firsthand.domain.words import as_sentence

_WIDTH = 100


def run_show(
    policy: Path, valid: str | None, known: str | None, *, now: datetime, stdout: TextIO, stderr: TextIO
) -> int:
    """Print the book as valid at one instant and known at another; `now` stands in for the first."""
    book = load_book(policy, "policy show", stderr)
    if book is None:
        return USAGE
    try:
        zone = book.amendments[0].zone
        valid_at = instant_of_option(valid, "--valid", zone) or now
        edition = book.edition(known_at=instant_of_option(known, "--known", zone))
    except DeskError as error:
        return not_usable("policy", error, stderr)
    for line in page(book, edition, valid_at):
        print(line, file=stdout)
    return 0


def page(book: Book, edition: Edition, at: datetime) -> list[str]:
    """The lines of the book as a page: first what is in force at the instant, then what is not."""
    known = "everything published" if edition.known_at is None else local_words(edition.known_at, edition.zone)
    title = edition.amendments[-1].title if edition.amendments else "nothing was published yet"
    lines = [
        f"{book.name}: {title}",
        f"Edition {edition.id}. Valid {local_words(at, edition.zone)}, known: {known}.",
    ]
    if not edition.amendments:
        return [*lines, "", "No policy: nothing was published by then."]
    lines.append(teller_of(edition.declared).sentence(edition.amendments[-1].contribution) + ".")
    for clause_set in ClauseSet:
        clauses = [one for one in edition.clauses if one.set is clause_set and one.in_force_at(at)]
        if clauses:
            lines += ["", clause_set.heading, "-" * len(clause_set.heading)]
        for clause in clauses:
            lines += _clause_lines(clause, edition)
    waiting = [one for one in edition.clauses if not one.in_force_at(at)]
    if waiting:
        lines += ["", "Not in force then", "-----------------"]
    for clause in waiting:
        lines += _clause_lines(clause, edition)
    lines += ["", "How open texts were read", "------------------------"]
    for reading in edition.readings:
        lines += textwrap.wrap(f"{reading.id}  {reading.text}", _WIDTH, subsequent_indent="     ")
    return lines


def _clause_lines(clause: Clause, edition: Edition) -> list[str]:
    parts = [as_sentence(clause.text)]
    if does := effect_words(clause.effect, edition.declared):
        parts.append(does)
    if clause.reading:
        parts.append(f"Read as: {clause.reading}")
    if when := condition_words(clause.condition, edition.declared):
        parts.append(f"Holds where {when}.")
    commitment = commitment_sentence(clause)
    if commitment is not None and clause.commitment is not CommitmentClass.aspiration:
        parts.append(PLAIN.sentence(commitment))
    parts.append(f"In force: {in_force_words(clause, edition.zone)}.".replace("..", "."))
    parts.append(f"Source: {clause.source_text}.")
    head, *rest = [line for part in parts for line in textwrap.wrap(part, _WIDTH - 4, break_on_hyphens=False) or [""]]
    return ["", f"{clause.id}  {head}", *(f"    {line}" for line in rest)]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    policy_app = typer.Typer(no_args_is_help=True, help="Check and read a policy book.")
    app.add_typer(policy_app, name="policy")
    policy_check.register(policy_app)
    policy_folder.register(policy_app)
    mine.register(policy_app)
    replay.register(policy_app)
    policy_diff.register(policy_app)
    book = typer.Argument(help="Folder of the policy book (YAML amendments).", show_default=False)
    known_help = "Only what was published by this instant, or by the start of this date."

    @policy_app.command("show")
    def show_command(
        policy: Annotated[Path, book],
        valid: Annotated[
            str | None, typer.Option(help="What is in force at this instant or date; now if not given.")
        ] = None,
        known: Annotated[str | None, typer.Option(help=known_help)] = None,
    ) -> None:
        """Print the book as a handbook page."""
        now = datetime.now(UTC)
        raise typer.Exit(run_show(policy, valid, known, now=now, stdout=sys.stdout, stderr=sys.stderr))

    @policy_app.command("as-of")
    def as_of_command(
        policy: Annotated[Path, book],
        valid: Annotated[str, typer.Option(help="What is in force at this instant or date.")],
        known: Annotated[str | None, typer.Option(help=known_help)] = None,
    ) -> None:
        """Print what was believed at one instant about another."""
        now = datetime.now(UTC)
        raise typer.Exit(run_show(policy, valid, known, now=now, stdout=sys.stdout, stderr=sys.stderr))

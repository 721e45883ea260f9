"""`firsthand policy check|show|as-of`: a policy book checked, and read as the handbook page that it is."""

import json
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from firsthand.cli import mine, policy_diff, policy_folder, replay
from firsthand.cli.decide import USAGE, load_book
from firsthand.cli.instants import instant_of_option
from firsthand.domain.book import Book, Clause, ClauseSet, CommitmentClass, Edition
from firsthand.domain.book.prose import commitment_sentence, condition_words, effect_words, in_force_words, local_words
from firsthand.domain.errors import DeskError
from firsthand.domain.proving import Finding, check
from firsthand.domain.sentences import PLAIN
from firsthand.domain.words import as_sentence

_WIDTH = 100


def run_check(
    policy: Path,
    known: str | None = None,
    as_of: str | None = None,
    *,
    as_json: bool = False,
    now: datetime,
    stdout: TextIO,
    stderr: TextIO,
) -> int:
    """Load and check a book, as known at one instant and overdue at another (`now` if not given): 0 when nothing was
    found, 1 with findings, 2 when it cannot be loaded."""
    book = load_book(policy, "policy check", stderr)
    if book is None:
        return USAGE
    try:
        zone = book.amendments[0].zone
        edition = book.edition(known_at=instant_of_option(known, "--known-at", zone))
        findings = check(edition, as_of=instant_of_option(as_of, "--as-of", zone) or now)
    except DeskError as error:
        print(f"firsthand policy: {error.message}", file=stderr)
        return USAGE
    for finding in findings:
        for line in _finding_lines(finding, as_json=as_json):
            print(line, file=stdout)
    if not as_json:
        counted = f"{len(edition.amendments)} amendment{'s' if len(edition.amendments) != 1 else ''}"
        found = f"{len(findings)} finding{'s' if len(findings) > 1 else ''}" if findings else "nothing to report"
        print(f"{book.name}: {counted}, {len(edition.clauses)} clauses, {found}.", file=stdout)
    return 1 if findings else 0


def _finding_lines(finding: Finding, *, as_json: bool) -> Iterator[str]:
    """A finding in words and its ticket as a line for `firsthand decide`; or all of it as one JSON object."""
    if as_json:
        plain = {
            "code": finding.code,
            "clauses": finding.clauses,
            "about": finding.about,
            "message": finding.message,
            "region": finding.region,
            "example": finding.example,
            "expect": finding.expect,
        }
        yield json.dumps(plain, ensure_ascii=False)
        return
    yield f"{finding.code}: {finding.message}"
    if finding.example is not None:
        yield json.dumps(finding.example, ensure_ascii=False)
    yield ""


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
        print(f"firsthand policy: {error.message}", file=stderr)
        return USAGE
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
    for clause_set in ClauseSet:
        clauses = [one for one in edition.clauses if one.set is clause_set and one.in_force_at(at)]
        if clauses:
            lines += ["", clause_set.heading, "-" * len(clause_set.heading)]
        for clause in clauses:
            lines += _clause_lines(clause, edition.zone)
    waiting = [one for one in edition.clauses if not one.in_force_at(at)]
    if waiting:
        lines += ["", "Not in force then", "-----------------"]
    for clause in waiting:
        lines += _clause_lines(clause, edition.zone)
    lines += ["", "How open texts were read", "------------------------"]
    for reading in edition.readings:
        lines += textwrap.wrap(f"{reading.id}  {reading.text}", _WIDTH, subsequent_indent="     ")
    return lines


def _clause_lines(clause: Clause, zone: str) -> list[str]:
    parts = [as_sentence(clause.text)]
    if does := effect_words(clause.effect):
        parts.append(does)
    if clause.reading:
        parts.append(f"Read as: {clause.reading}")
    if when := condition_words(clause.condition):
        parts.append(f"Holds where {when}.")
    commitment = commitment_sentence(clause)
    if commitment is not None and clause.commitment is not CommitmentClass.aspiration:
        parts.append(PLAIN.sentence(commitment))
    parts.append(f"In force: {in_force_words(clause, zone)}.".replace("..", "."))
    parts.append(f"Source: {clause.source_text}.")
    head, *rest = [line for part in parts for line in textwrap.wrap(part, _WIDTH - 4, break_on_hyphens=False) or [""]]
    return ["", f"{clause.id}  {head}", *(f"    {line}" for line in rest)]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    policy_app = typer.Typer(no_args_is_help=True, help="Check and read a policy book.")
    app.add_typer(policy_app, name="policy")
    policy_folder.register(policy_app)
    mine.register(policy_app)
    replay.register(policy_app)
    policy_diff.register(policy_app)
    book = typer.Argument(help="Folder of the policy book (YAML amendments).", show_default=False)
    known_help = "Only what was published by this instant, or by the start of this date."

    @policy_app.command("check")
    def check_command(
        policy: Annotated[Path, book],
        known_at: Annotated[str | None, typer.Option("--known-at", help=known_help)] = None,
        as_of: Annotated[
            str | None, typer.Option("--as-of", help="What is overdue at this instant or date; now if not given.")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line for each finding.")] = False,
    ) -> None:
        """Prove a book: report what its author should settle, each with a ticket that `firsthand decide` takes."""
        now = datetime.now(UTC)
        out = {"stdout": sys.stdout, "stderr": sys.stderr}
        raise typer.Exit(run_check(policy, known_at, as_of, as_json=as_json, now=now, **out))

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

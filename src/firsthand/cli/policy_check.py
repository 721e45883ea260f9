"""`firsthand policy check|test|explain`: what an author should settle, whether the worked examples hold, and what each
finding means."""

import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from firsthand.cli.errors import USAGE, not_usable
from firsthand.cli.instants import instant_of_option
from firsthand.cli.policy_findings import HEADINGS, CheckedBook, json_line, paragraphs
from firsthand.domain.book import PolicyError
from firsthand.domain.errors import DeskError
from firsthand.domain.proving import (
    EXAMPLE_LOOKED_AT,
    FINDING_KINDS,
    Finding,
    FindingKind,
    FindingSeverity,
    TriedExample,
    check,
    ticket_said,
    try_examples,
)
from firsthand.services.book.files import read_written, written_from_texts

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
    """Load and check a book, as known at one instant and overdue at another (`now` if not given): 0 when nothing must
    be mended, 1 when something must, 2 when it cannot be loaded."""
    checked = _checked(policy, known, "check", stderr)
    if checked is None:
        return USAGE
    try:
        at = instant_of_option(as_of, "--as-of", checked.edition.zone) or now
    except DeskError as error:
        return not_usable("policy check", error, stderr)
    found = in_order(check(checked.edition, as_of=at))
    lines = (json_line(checked.told(one), checked) for one in found) if as_json else _report(found, checked)
    for line in lines:
        print(line, file=stdout)
    return 1 if any(one.severity is FindingSeverity.error for one in found) else 0


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """What must be mended first, advice last."""
    return sorted(findings, key=lambda one: list(FindingSeverity).index(one.severity))


def _report(findings: Sequence[Finding], checked: CheckedBook) -> Iterator[str]:
    before = None
    for number, finding in enumerate(findings, start=1):
        if finding.severity is not before:
            before = finding.severity
            yield HEADINGS[before]
            yield "-" * len(HEADINGS[before])
            yield ""
        yield from paragraphs(checked.told(finding), checked, number)
        yield ""
    edition = checked.edition
    counted = [_counted(len(edition.amendments), "amendment"), _counted(len(edition.clauses), "clause")]
    found = [
        f"{count} {words}"
        for severity, words in _COUNTED.items()
        if (count := sum(one.severity is severity for one in findings))
    ]
    yield f"{checked.written.book.name}: {', '.join([*counted, *(found or ['nothing to report'])])}."
    if findings:
        yield "`firsthand policy explain CODE` says more about a finding."


_COUNTED = {
    FindingSeverity.error: "to mend",
    FindingSeverity.warning: "to look at",
    FindingSeverity.advice: "as advice",
}


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _checked(policy: Path, known: str | None, command: str, stderr: TextIO) -> CheckedBook | None:
    """The book as known at an instant; None after saying on `stderr` what is wrong."""
    try:
        written = read_written(policy)
        known_at = instant_of_option(known, "--known-at", written.book.amendments[0].zone)
    except PolicyError as error:
        print(f"firsthand policy {command}: the policy book cannot be used: {error}", file=stderr)
        return None
    except DeskError as error:
        print(f"firsthand policy {command}: {error.plain}", file=stderr)
        return None
    options = ("--known-at", known) if known else ()
    edition = written.book.edition(known_at=known_at)
    return CheckedBook(folder=policy, written=written, edition=edition, options=options)


# Worked examples --------------------------------------------------------------------------------------------------


def run_test(policy: Path, known: str | None = None, *, as_json: bool = False, stdout: TextIO, stderr: TextIO) -> int:
    """Run the worked examples of a book: 0 when all hold, 1 when one does not, 2 when the book cannot be loaded."""
    checked = _checked(policy, known, "test", stderr)
    if checked is None:
        return USAGE
    tried = list(try_examples(checked.edition))
    for one in tried:
        for line in [_example_json(one, checked)] if as_json else _example_lines(one, checked):
            print(line, file=stdout)
    failed = sum(not one.holds for one in tried)
    if not as_json:
        counted = f"{_counted(len(tried), 'worked example')}, {len(tried) - failed} hold, {failed} do not"
        none = "no worked examples; nothing was tried"
        print(f"{checked.written.book.name}: {counted if tried else none}.", file=stdout)
    return 1 if failed else 0


def _example_lines(one: TriedExample, checked: CheckedBook) -> Iterator[str]:
    head = f"{'holds' if one.holds else 'FAILS'}  "
    yield from textwrap.wrap(one.example.about, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
    if not one.holds:
        ticket = checked.teller.sentence(ticket_said(one.ticket, checked.edition))
        parts = [ticket, f"The book decides otherwise: {'; '.join(map(checked.teller.phrase, one.wrong))}."]
        for part in parts:
            indent = " " * len(head)
            yield from textwrap.wrap(part, _WIDTH, initial_indent=indent, subsequent_indent=indent)
        yield f"       {checked.where_words(one.place)}"
        yield f"       Try it: {checked.try_it(one.ticket, one.example.at)}"


def _example_json(one: TriedExample, checked: CheckedBook) -> str:
    file, line = checked.where(one.place)
    plain = {
        "about": one.example.about,
        "holds": one.holds,
        "wrong": [checked.teller.phrase(wrong) for wrong in one.wrong],
        "amendment": one.example.amendment,
        "file": file,
        "line": line,
        "ticket": one.ticket,
        "at": one.example.at.isoformat() if one.example.at else None,
    }
    return json.dumps(plain, ensure_ascii=False)


# Explained --------------------------------------------------------------------------------------------------------


def run_explain(code: str, *, stdout: TextIO, stderr: TextIO) -> int:
    """Explain a code, or list them all when none is given: 0, or 2 for a code that is none."""
    if not code:
        for kind in FINDING_KINDS.values():
            print(f"{kind.code:28}{kind.severity:9}{kind.about}", file=stdout)
        return 0
    found = next((kind for kind in FINDING_KINDS.values() if kind.code == code), None)
    if found is None:
        known = ", ".join(FINDING_KINDS)
        print(f"firsthand policy explain: no finding has the code {code!r}; there are {known}", file=stderr)
        return USAGE
    for line in _explained(found):
        print(line, file=stdout)
    return 0


def _explained(kind: FindingKind) -> Iterator[str]:
    yield f"{kind.code} ({kind.severity}): {kind.about}"
    yield ""
    yield from textwrap.wrap(kind.explained, _WIDTH)
    yield ""
    yield "A page that has it:"
    yield ""
    yield from (f"    {line}" for line in kind.example.splitlines())
    yield ""
    yield "It is told so:"
    yield ""
    yield from (f" {line}" for line in example_told(kind))


def example_told(kind: FindingKind) -> Iterator[str]:
    """The finding of a code's own example, as `policy check` tells it."""
    written = written_from_texts([("page.yaml", kind.example_file)])
    checked = CheckedBook(folder=None, written=replace(written, lines={}), edition=written.book.edition())
    finding = next(one for one in check(checked.edition, as_of=EXAMPLE_LOOKED_AT) if one.code is kind.code)
    return paragraphs(checked.told(finding), checked)


def register(policy_app: typer.Typer) -> None:
    """Add the commands to `firsthand policy`."""
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

    @policy_app.command("test")
    def test_command(
        policy: Annotated[Path, book],
        known_at: Annotated[str | None, typer.Option("--known-at", help=known_help)] = None,
        as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line for each example.")] = False,
    ) -> None:
        """Run the worked examples of a book and say which hold."""
        out = {"stdout": sys.stdout, "stderr": sys.stderr}
        raise typer.Exit(run_test(policy, known_at, as_json=as_json, **out))

    @policy_app.command("explain")
    def explain_command(
        code: Annotated[str, typer.Argument(help="The code of a finding; all of them if not given.")] = "",
    ) -> None:
        """Explain a finding, with a small page that has it."""
        raise typer.Exit(run_explain(code, stdout=sys.stdout, stderr=sys.stderr))

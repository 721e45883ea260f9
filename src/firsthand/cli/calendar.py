"""`firsthand calendar due|elapsed`: working time on a calendar of a policy book, JSON lines in and out; and `holidays`,
the public holidays of a place as text for one."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, BinaryIO, Literal, TextIO

import orjson
import typer

from firsthand.cli.decide import load_book
from firsthand.cli.errors import USAGE, not_usable
from firsthand.cli.instants import instant_bytes, instant_of_option
from firsthand.cli.json_lines import answer_lines, instant_in, read_object, text_in
from firsthand.domain.book import Edition
from firsthand.domain.book.deciding import due_function
from firsthand.domain.calendars import Budget, CalendarError, WorkingTime, parse_budget
from firsthand.domain.errors import DeskError, Invalid
from firsthand.domain.sentences import say
from firsthand.services.absences.holidays_of import check_place, days_off

Command = Literal["due", "elapsed"]
_BUDGETS_KEPT = 4096


def run(
    command: Command,
    policy: Path,
    known_at: str | None = None,
    *,
    stdin: BinaryIO,
    stdout: BinaryIO,
    stderr: TextIO,
) -> int:
    """Answer every line of `stdin`; 0, 1 when a line was wrong, 2 when the book or an option cannot be
    used."""
    book = load_book(policy, f"calendar {command}", stderr)
    if book is None:
        return USAGE
    try:
        known = instant_of_option(known_at, "--known-at", book.amendments[0].zone)
        calendars = _Calendars(book.edition(known_at=known))
    except DeskError as error:
        return not_usable(f"calendar {command}", error, stderr)
    return answer_lines(stdin, stdout, calendars.due_line if command == "due" else calendars.elapsed_line)


class _Calendars:
    """Answers lines about the calendars of one edition."""

    def __init__(self, edition: Edition) -> None:
        self._working = {calendar.name: edition.calendar(calendar.name) for calendar in edition.calendars}
        self._due: dict[tuple[str, str], Callable[[int], int]] = {}

    def due_line(self, line: bytes) -> bytes:
        """`{"calendar", "start", "budget"}` to `{"due_at"}`."""
        found = read_object(line)
        name, working = self._calendar(found)
        start = instant_in(found.get("start"), "start")
        text = text_in(found, "budget")
        due = self._due.get((name, text))
        if due is None:
            due = due_function(_budget(text), working)
            if len(self._due) >= _BUDGETS_KEPT:
                self._due.clear()
            self._due[name, text] = due
        return _opening(found) + b'"due_at":"' + instant_bytes(due(start)) + b'"}'

    def elapsed_line(self, line: bytes) -> bytes:
        """`{"calendar", "from", "to"}` to `{"seconds"}`, whole where the answer is."""
        found = read_object(line)
        _, working = self._calendar(found)
        begin, end = instant_in(found.get("from"), "from"), instant_in(found.get("to"), "to")
        if end < begin:
            raise Invalid(
                "to_before_from",
                say("to: it lies before from; expected the same instant or a later one"),
                field="to",
            )
        whole, rest = divmod(working.elapsed_us(begin, end), 1_000_000)
        seconds = f"{whole}.{rest:06}".rstrip("0") if rest else str(whole)
        return _opening(found) + b'"seconds":' + seconds.encode() + b"}"

    def _calendar(self, found: dict[str, object]) -> tuple[str, WorkingTime]:
        name = text_in(found, "calendar")
        working = self._working.get(name)
        if working is None:
            known = ", ".join(self._working) or "none"
            message = say("calendar: the book has no calendar {name}; it has {known}", name=repr(name), known=known)
            raise Invalid("unknown_calendar", message, field="calendar")
        return name, working


def _budget(text: str) -> Budget:
    try:
        return parse_budget(text)
    except CalendarError as error:
        raise Invalid(error.code, say("budget: {problem}", problem=error.problem), field="budget") from None


def _opening(found: dict[str, object]) -> bytes:
    """An id that the line has comes back with its answer."""
    ident = found.get("id")
    return b'{"id":' + orjson.dumps(ident) + b"," if type(ident) in (str, int) else b"{"


def holidays(place: str, years: Sequence[int], *, stdout: TextIO, stderr: TextIO) -> int:
    """Print the public holidays of a place as the book writes those of a calendar; 0, or 2 for an unknown place."""
    try:
        days = days_off(check_place(place), years)
    except DeskError as error:
        return not_usable("calendar holidays", error, stderr)
    stdout.write(f"    holidays:  # {check_place(place)}: public holidays, to be read before they are published\n")
    for day, name in days:
        stdout.write(f"      - {{date: {day.isoformat()}, name: {json.dumps(name, ensure_ascii=False)}}}\n")
    return 0


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    calendar = typer.Typer(no_args_is_help=True, help="Working time on a calendar of a policy book.")
    app.add_typer(calendar, name="calendar")
    option = typer.Option("--policy", help="Folder of the policy book (YAML amendments).")
    known = typer.Option("--known-at", help="The calendars as published by this instant.")

    def streams(command: Command, policy: Path, known_at: str | None) -> typer.Exit:
        return typer.Exit(
            run(command, policy, known_at, stdin=sys.stdin.buffer, stdout=sys.stdout.buffer, stderr=sys.stderr)
        )

    @calendar.command("due")
    def due_command(policy: Annotated[Path, option], known_at: Annotated[str | None, known] = None) -> None:
        """When a budget that starts at an instant is due: calendar, start, budget in; due_at out."""
        raise streams("due", policy, known_at)

    @calendar.command("holidays")
    def holidays_command(
        place: Annotated[str, typer.Argument(help="A country such as DE, or a part of one such as DE-BE.")],
        year: Annotated[list[int], typer.Option("--year", min=1980, max=2100, help="A year; may be given again.")],
    ) -> None:
        """The public holidays of a place, as text for a calendar of the book."""
        raise typer.Exit(holidays(place, year, stdout=sys.stdout, stderr=sys.stderr))

    @calendar.command("elapsed")
    def elapsed_command(policy: Annotated[Path, option], known_at: Annotated[str | None, known] = None) -> None:
        """How much working time lies between two instants: calendar, from, to in; seconds out."""
        raise streams("elapsed", policy, known_at)

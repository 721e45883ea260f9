"""Runs `firsthand policy replay`: reads two books and a history, replays, and writes what came out."""

import contextlib
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from firsthand.cli import start
from firsthand.cli.errors import USAGE
from firsthand.cli.instants import instant_of_option
from firsthand.cli.output import CannotRun, print_line
from firsthand.domain.amending.trial import held_throughout, tried
from firsthand.domain.book import Book, Edition, PolicyError
from firsthand.domain.book.prose import local_words
from firsthand.domain.calendars import CalendarError
from firsthand.services.book.files import read_book
from firsthand.workbench.history import History
from firsthand.workbench.history.logs import HistoryError, read_chunks, read_mapping
from firsthand.workbench.replay import ReplaySummary, Sums, summary_of
from firsthand.workbench.replay.report import attainment, document, lines, page
from firsthand.workbench.replay.running import replayed


@dataclass(frozen=True, kw_only=True)
class ReplayOptions:
    """What was asked for on the command line."""

    book: Path
    against: Path | None
    history: Path | None
    mapping: str | None
    from_database: bool
    known_at: str | None
    in_force_at: str | None
    as_dated: bool
    out: Path | None
    cluster: str | None
    as_json: bool


def run(options: ReplayOptions) -> int:
    """Replay and say what changes: 0, or 2 when a book, an option or the history cannot be used."""
    now = datetime.now(UTC)
    try:
        _check(options)
        if options.from_database:
            start.start_desk(quiet=True)
        before, after, basis = _editions(options)
        with _results(options.out) as folder:
            sums = _sums(options, before, after, now=now, flips=folder / "flips.parquet" if folder else None)
            summary = summary_of(sums, before, after)
            if folder is not None:
                _write(folder, page(summary, before, after, basis=basis), summary, basis)
    except (PolicyError, HistoryError, CalendarError) as error:
        print(f"firsthand policy replay: {error}", file=sys.stderr)
        return USAGE
    if options.as_json:
        print(orjson.dumps(document(summary, basis=basis), option=orjson.OPT_INDENT_2).decode())
        return 0
    print_line(basis)
    for line in lines(summary):
        print_line(line)
    if _nothing_held(summary, before, after):
        print_line(
            "\nNo clause of either book was in force by then. To try the rules of a day on these tickets, give "
            "--in-force-at DAY."
        )
    if options.out is not None:
        print_line(f"\nWritten to {options.out}: replay.html, replay.json, flips.parquet, attainment.parquet.")
    return 0


def _check(options: ReplayOptions) -> None:
    if (options.history is None) is not options.from_database:
        raise CannotRun("policy replay: give either --history FILE or --from-database.")
    if options.mapping is not None and options.history is None:
        raise CannotRun("policy replay: --mapping says how the columns of --history are named; there is none.")
    if options.cluster is not None and options.history is None:
        raise CannotRun("policy replay: --cluster needs --history FILE, a Parquet file that every worker can read.")
    if options.as_dated and options.in_force_at is not None:
        raise CannotRun(
            "policy replay: --as-dated keeps the dates of clauses and --in-force-at sets them aside; give one."
        )
    if options.out is not None and options.out.exists() and not options.out.is_dir():
        raise CannotRun(f"policy replay: --out is a folder, and {options.out} is a file. Nothing was written.")


def _editions(options: ReplayOptions) -> tuple[Edition, Edition, str]:
    """The editions before and after, and in words which rules were applied to which tickets.

    A draft is tried as if what it adds had always been in force, or nobody could try a rule for next month on last
    year. Another book keeps its dates.
    """
    draft = read_book(options.book)
    zone = draft.amendments[0].zone
    known = instant_of_option(options.known_at, "--known-at", zone)
    at = instant_of_option(options.in_force_at, "--in-force-at", zone)
    after = draft.edition(known_at=known)
    other = _other(options, draft, after)
    before = other.edition(known_at=known)
    if at is not None:
        day = local_words(at, zone)
        return held_throughout(before, at), held_throughout(after, at), f"By the rules in force {day}, on every ticket."
    ids = [amendment.id for amendment in before.amendments]
    added = after.amendments[len(ids) :]
    is_draft = options.against is None and ids == [amendment.id for amendment in after.amendments[: len(ids)]]
    if options.as_dated or not is_draft or not added:
        return before, after, "By the rules in force when each ticket was received."
    names = ", ".join(amendment.id for amendment in added)
    return before, tried(before, *added), f"As if {names} had always been in force; --as-dated keeps its dates."


def _other(options: ReplayOptions, draft: Book, after: Edition) -> Book:
    """The book to compare with."""
    if options.against is not None:
        return read_book(options.against)
    if options.from_database:
        from firsthand.services.book.queries import current_book  # noqa: PLC0415 - needs Django to be set up

        published = current_book()
        if not published.amendments:
            raise CannotRun("policy replay: the desk has no published book yet. Give one with --against.")
        return published
    if len(after.amendments) < 2:
        raise CannotRun(
            "policy replay: the draft has one amendment, so there is nothing before it. Give the book to compare "
            "with: --against BOOK."
        )
    return Book(name=draft.name, amendments=after.amendments[:-1])


def _nothing_held(summary: ReplaySummary, *editions: Edition) -> bool:
    """Whether the tickets came before anything took force, so that nothing was decided at all."""
    firsts = [start for one in editions for clause in one.clauses if (start := clause.applies_from) is not None]
    return not firsts or summary.last_received_at < min(firsts)


def _sums(options: ReplayOptions, before: Edition, after: Edition, *, now: datetime, flips: Path | None) -> Sums:
    if options.history is None:
        return replayed(before, after, _from_database(now), flips)
    mapping = read_mapping(options.mapping).for_book(after)
    if options.cluster is None:
        return replayed(before, after, read_chunks(options.history, mapping), flips)
    from firsthand.workbench.replay.cluster import client_of, parts_of, replayed_on  # noqa: PLC0415 - an extra

    parts = parts_of(options.history, mapping)
    with client_of(options.cluster) as client:
        return replayed_on(client, (before, after), parts, flips)


def _from_database(now: datetime) -> Iterable[History]:
    from firsthand.workbench.history.desk import database_history  # noqa: PLC0415 - needs Django to be set up

    history = database_history(now=now, most=None)
    if history is None:
        raise CannotRun("policy replay: the desk has no tickets yet; there is nothing to replay.")
    return [history]


@contextlib.contextmanager
def _results(out: Path | None) -> Iterator[Path | None]:
    """A folder beside the results whose files take their place together, when everything went well."""
    if out is None:
        yield None
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".replay-", dir=out) as name:
            folder = Path(name)
            yield folder
            for path in sorted(folder.iterdir()):
                path.replace(out / path.name)
    except OSError as error:
        raise CannotRun(f"policy replay: {out} cannot be written: {error.strerror}. Nothing was changed.") from error


def _write(folder: Path, html: str, summary: ReplaySummary, basis: str) -> None:
    told = orjson.dumps(document(summary, basis=basis), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    (folder / "replay.json").write_bytes(told)
    attainment(summary).write_parquet(folder / "attainment.parquet")
    (folder / "replay.html").write_text(html, encoding="utf-8")

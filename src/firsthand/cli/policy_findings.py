"""A finding at the terminal: as paragraphs for somebody who wrote the page, or as one JSON object for a program."""

import json
import shlex
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from firsthand.domain.book import Edition
from firsthand.domain.book.prose import teller_of
from firsthand.domain.proving import Finding, FindingSeverity, Place, ToldFinding, tell
from firsthand.domain.sentences import Teller
from firsthand.services.book.files import WrittenBook

_WIDTH = 100
_INDENT = "   "
_MOST_QUOTES = 3
_MOST_QUOTED = 240
HEADINGS = {
    FindingSeverity.error: "To mend",
    FindingSeverity.warning: "To look at",
    FindingSeverity.advice: "Advice: nothing is wrong, but a slip here would go unnoticed",
}


@dataclass(frozen=True, kw_only=True)
class CheckedBook:
    """The book that findings are about: where it lies (None: nowhere that `firsthand decide` could read), its lines,
    and the edition that was looked at."""

    folder: Path | None
    written: WrittenBook
    edition: Edition
    options: tuple[str, ...] = ()

    @property
    def teller(self) -> Teller:
        """Tells in plain English, with the names of the book."""
        return teller_of(self.edition.declared)

    def told(self, finding: Finding) -> ToldFinding:
        """The finding in the words of the book."""
        return tell(finding, self.edition, self.teller)

    def where(self, place: Place) -> tuple[str, int | None]:
        """The file and the line of a place."""
        here = Path(place.file) if self.folder is None else self.folder
        file = here / place.file if here.is_dir() else here
        return str(file), self.written.line(place.file, place.field)

    def where_words(self, place: Place) -> str:
        """The same in words, such as "books/ours/first.yaml, line 12"."""
        file, line = self.where(place)
        return f"{file}, line {line}" if line else file

    def try_it(self, ticket: object, at: datetime | None = None) -> str:
        """The command that decides a ticket, as its clocks stand at an instant where one is given."""
        line = shlex.quote(json.dumps(ticket, ensure_ascii=False))
        options = self.options if at is None else ("--at", at.isoformat())
        decide = shlex.join(["firsthand", "decide", "--policy", str(self.folder), *options])
        return f"printf '%s\\n' {line} | {decide}"


def paragraphs(told: ToldFinding, checked: CheckedBook, number: int | None = None) -> Iterator[str]:
    """The lines of a finding; what is only advice is told shortly."""
    finding = told.finding
    yield from _wrapped(f"{told.title}  ({finding.code})", f"{number}. " if number else "")
    full = not finding.is_advice
    if told.ticket:
        yield from _wrapped(told.ticket if full else f"For instance: {told.ticket}")
    if full:
        yield from _wrapped(f"What follows: {told.follows}")
    yield from _wrapped(f"What to do: {told.mend}")
    if full and told.region:
        yield from _wrapped(f"Which, and when: {told.region}")
    yield from _clauses(told, checked)
    if finding.example is not None and checked.folder is not None:
        yield f"{_INDENT}Try it: {checked.try_it(finding.example)}"


def _clauses(told: ToldFinding, checked: CheckedBook) -> Iterator[str]:
    """Where to look, and what the page says there."""
    if all(quote.place != told.place for quote in told.quotes):
        yield _INDENT + checked.where_words(told.place)
    for quote in told.quotes[:_MOST_QUOTES]:
        near = "" if quote.clause in told.finding.clauses else "The nearest clause: "
        yield f"{_INDENT}{near}{quote.clause}, {checked.where_words(quote.place)}"
        if not told.finding.is_advice:
            yield from _wrapped(f"“{textwrap.shorten(quote.text, _MOST_QUOTED, placeholder=' …')}”", indent=2)
    if rest := told.quotes[_MOST_QUOTES:]:
        yield from _wrapped(f"and {', '.join(quote.clause for quote in rest)}")


def _wrapped(text: str, head: str = "", *, indent: int = 1) -> Iterator[str]:
    first = head.ljust(len(_INDENT)) if head else _INDENT * indent
    yield from textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=_INDENT * (indent if indent > 1 else 1) + ("" if head or indent > 1 else "  "),
        break_long_words=False,
        break_on_hyphens=False,
    )


def json_line(told: ToldFinding, checked: CheckedBook) -> str:
    """A finding as one JSON object."""
    finding = told.finding
    file, line = checked.where(told.place)
    plain = {
        "code": finding.code,
        "severity": finding.severity,
        "title": told.title,
        "clause": told.place.clause or None,
        "file": file,
        "line": line,
        "ticket": finding.example,
        "sentence": told.ticket,
        "what_follows": told.follows,
        "what_to_do": told.mend,
        "clauses": finding.clauses,
        "about": told.about,
        "message": told.message,
        "region": told.region,
        "example": finding.example,
        "expect": finding.expect,
    }
    return json.dumps(plain, ensure_ascii=False)

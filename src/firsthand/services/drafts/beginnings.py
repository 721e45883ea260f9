"""What a draft begins with: a blank amendment, a clause or a calendar to change, or a file."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.domain.book import Clause, PolicyError
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.errors import Invalid, Missing
from firsthand.domain.sentences import say
from firsthand.models.drafts import AmendmentDraft
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.files import plain_of
from firsthand.services.book.queries import current_book, published_texts
from firsthand.services.drafts.actions import start
from firsthand.services.drafts.excerpts import calendar_excerpt, clause_excerpt
from firsthand.services.drafts.texts import skeleton, without_head


class How(StrEnum):
    """What is to become of a clause."""

    change = "change"
    withdraw = "withdraw"
    activate = "activate"


@dataclass(frozen=True, kw_only=True)
class About:
    """What a draft is to be about: a clause or a calendar of the book, or neither. `on` is a date, or empty."""

    clause: str = ""
    calendar: str = ""
    how: How = How.change
    on: str = ""


def start_about(*, viewer: Viewer, title: str, about: About, at: datetime) -> AmendmentDraft:
    """Begin a draft about something of the book. Raises Missing for a clause or a calendar that it does not hold."""
    edition = current_book().edition()
    text = skeleton(
        book=edition.book,
        title=title.strip() or "A change",
        zone=edition.zone,
        on=about.on,
        today=at.astimezone(zone_named(edition.zone)).date(),
        body=_body(about, at=at),
    )
    return start(viewer=viewer, title=title, text=text, at=at)


def start_from_file(*, viewer: Viewer, name: str, content: bytes, at: datetime) -> AmendmentDraft:
    """Begin a draft with the text of a file; what the desk writes itself is taken out. Raises Invalid for a file that
    is no text."""
    try:
        text = without_head(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Invalid("not_utf8", say("The file is not UTF-8 text; nothing was kept of it."), field="file") from None
    return start(viewer=viewer, title=_title_in(text) or name.rpartition(".")[0] or name, text=text, at=at)


def clause_named(ident: str) -> Clause:
    """The newest version of a clause of the book. Raises Missing."""
    found = [clause for clause in current_book().edition().clauses if clause.id == ident]
    if not found:
        raise Missing("no_clause", say("The book has no clause {clause}.", clause=ident))
    return found[-1]


def _body(about: About, *, at: datetime) -> str:
    if about.clause and about.how is How.withdraw:
        return f"withdraws:\n  - clause: {clause_named(about.clause).id}\n    why: Say why nothing takes its place.\n"
    if about.clause and about.how is How.activate:
        return (
            f"activates:\n  - clause: {clause_named(about.clause).id}\n    by: Who says so\n"
            "    why: What was found, such as the condition that is met.\n"
        )
    if about.clause:
        clause = clause_named(about.clause)
        return clause_excerpt(_text_of(clause.amendment), rule_set=clause.set.value, clause=clause.id)
    return _calendar_body(about, at=at) if about.calendar else ""


def _calendar_body(about: About, *, at: datetime) -> str:
    edition = current_book().edition()
    if about.calendar not in {calendar.name for calendar in edition.calendars}:
        raise Missing("no_calendar", say("The book has no calendar {calendar}.", calendar=about.calendar))
    brought_by = edition.calendar_amendment(about.calendar).id
    on = about.on or at.astimezone(zone_named(edition.zone)).date().isoformat()
    return calendar_excerpt(_text_of(brought_by), calendar=about.calendar, on=on)


def _text_of(amendment: str) -> str:
    file = next(one.file for one in current_book().amendments if one.id == amendment)
    return published_texts()[file]


def _title_in(text: str) -> str:
    try:
        plain, _ = plain_of("draft", text)
    except PolicyError:
        return ""
    return str(plain.get("title", ""))[:200] if isinstance(plain, dict) else ""

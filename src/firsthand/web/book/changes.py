"""What changed in the book between two dates or with one edition, and the history of a clause."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from firsthand.domain.amending.changes import CalendarChange, calendar_changes, changes_between, changes_of
from firsthand.domain.amending.lineage import lineage
from firsthand.domain.book import Book, Edition
from firsthand.domain.book.amendments import Amendment
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.errors import Missing
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.book import queries
from firsthand.services.drafts.queries import open_drafts
from firsthand.services.drafts.review import starts_of
from firsthand.web.book.marks import MarkedCalendar, MarkedClause, marked_calendars, marked_clauses
from firsthand.web.book.page import read_moment, set_names, week_days, zone_of
from firsthand.web.forms import show
from firsthand.web.request import may_do, now_of

AS_KNOWN = ("then", "today")


@dataclass(frozen=True, kw_only=True)
class MarkedSet:
    """A rule set with what changed in it."""

    name: str
    clauses: list[MarkedClause]


def by_set(clauses: list[MarkedClause]) -> list[MarkedSet]:
    """The clauses under their rule sets, in the order of the book."""
    names = list(dict.fromkeys(name for name in set_names() if any(one.rule_set == name for one in clauses)))
    return [MarkedSet(name=name, clauses=[one for one in clauses if one.rule_set == name]) for name in names]


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """The book on one date against another, each as it was known then, or both as they are known today."""
    book = queries.current_book()
    zone, now = zone_of(request), now_of(request)
    if not book.amendments:
        raise Missing("no_book", say("The desk has no book yet, so nothing changed."))
    if wanted := request.GET.get("edition", ""):
        return _of_edition(request, book, wanted, zone)
    start = read_moment(request.GET.get("from", "") or _before_newest(book, zone), zone=zone, now=now)
    end = read_moment(request.GET.get("to", ""), zone=zone, now=now)
    known = request.GET.get("known", "then")
    known = known if known in AS_KNOWN else "then"
    before = book.known_at(start.at if known == "then" else now)
    after = book.known_at(end.at if known == "then" else now)
    found = marked_clauses(changes_between(before, start.at, after, end.at), after)
    calendars = _calendars((before, _on(start.at, zone)), (after, _on(end.at, zone)))
    context = {"start": start, "end": end, "known": known, **_context(request, found, calendars, zone)}
    return show(request, "book/changes.html", context, status=422 if start.error or end.error else 200)


def _context(
    request: HttpRequest, found: list[MarkedClause], calendars: list[MarkedCalendar], zone: str
) -> dict[str, object]:
    return {
        "sets": by_set(found),
        "calendars": calendars,
        "amendment": None,
        "zone": zone,
        "set_names": set_names(),
        "week_days": week_days(),
        "open_drafts": open_drafts(),
        "book_amendments": queries.current_book().amendments[::-1],
    }


def _before_newest(book: Book, zone: str) -> str:
    """The day before the newest publication; its own day for the first."""
    newest = book.amendments[-1].published_at.astimezone(zone_named(zone)).date()
    return (newest - timedelta(days=1 if len(book.amendments) > 1 else 0)).isoformat()


def _calendars(before: tuple[Edition, date], after: tuple[Edition, date]) -> list[MarkedCalendar]:
    """Calendars that were written anew, and those of which another dated version holds."""
    old = {calendar.name: calendar for calendar in before[0].calendars}
    new = {calendar.name: calendar for calendar in after[0].calendars}
    every = [CalendarChange(name=name, old=old.get(name), new=new.get(name)) for name in old | new]
    return marked_calendars(every, before_on=before[1], after_on=after[1])


def _on(at: datetime, zone: str) -> date:
    return at.astimezone(zone_named(zone)).date()


def _of_edition(request: HttpRequest, book: Book, wanted: str, zone: str) -> HttpResponse:
    """What one amendment did to the book before it."""
    place = next((number for number, one in enumerate(book.amendments) if one.id == wanted), None)
    if place is None:
        raise Missing("no_edition", say("The book has no edition {name}.", name=wanted[:100]))
    amendment = book.amendments[place]
    before = Book(name=book.name, amendments=book.amendments[:place]).edition()
    after = Book(name=book.name, amendments=book.amendments[: place + 1]).edition()
    found = marked_clauses(changes_of(amendment, before), after)
    calendars = calendars_of(amendment, before, after, zone)
    context = _context(request, found, calendars, zone) | {"amendment": amendment, "start": None, "end": None}
    return show(request, "book/changes.html", context)


def calendars_of(amendment: Amendment, before: Edition, after: Edition, zone: str) -> list[MarkedCalendar]:
    """The calendars of an amendment as they were when it was published, and as its last dated hours make them."""
    last = max(_starts(amendment, after, zone), default=amendment.published_at)
    published = _on(amendment.published_at, zone)
    return marked_calendars(
        calendar_changes(before, after), before_on=published, after_on=max(published, _on(last, zone))
    )


def _starts(amendment: Amendment, after: Edition, zone: str) -> list[datetime]:
    """The instants at which parts of an amendment take force: its clauses and the dated hours of its calendars."""
    days = [
        version.in_force_from
        for calendar in amendment.calendars
        for version in after.calendar_named(calendar.name).versions
        if version.in_force_from is not None
    ]
    local = zone_named(zone)
    return [*starts_of(amendment), *(datetime(day.year, day.month, day.day, 12, tzinfo=local) for day in days)]


@require_GET
def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    """Every version of a clause: who published it, when it held, and what each changed."""
    edition = queries.edition(known_at=now_of(request))
    steps = lineage(edition, clause_id)
    if not steps:
        raise Missing("no_clause", say("The book has no clause {name}.", name=clause_id[:100]))
    zone = edition.zone
    found = [(step.amendment, marked_clauses([step.change], edition)[0]) for step in reversed(steps)]
    newest = edition.clause(clause_id, now_of(request))
    context = {
        "clause_id": clause_id,
        "steps": found,
        "state": queries.state_of(newest, at=now_of(request)) if newest else "ended",
        "newest": newest,
        "zone": zone,
        "owner": edition.owners[newest.set] if newest else None,
        "set_names": set_names(),
        "may_propose": may_do(request, Right.propose_amendment),
        "open_drafts": open_drafts(),
    }
    return show(request, "book/clause.html", context)

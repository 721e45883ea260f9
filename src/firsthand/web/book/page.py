"""The policy book as a handbook page, as of two dates: what is in force, whose it is, and what it came from."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from firsthand.domain.book import Edition
from firsthand.domain.book.amendments import Amendment
from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.prose import commitment_sentence
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.day_names import SHORT_DAYS
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.services.amending.sealing import seals_by_file
from firsthand.services.book import queries
from firsthand.services.book.queries import BookClause
from firsthand.services.drafts.queries import open_drafts
from firsthand.services.language.telling import gettext as _
from firsthand.services.language.telling import teller_of
from firsthand.services.people.queries import holders_by_role
from firsthand.services.tickets.moves import moves_wait
from firsthand.web import formats
from firsthand.web.book.week_strip import week_strip
from firsthand.web.forms import show
from firsthand.web.request import may_do, now_of, viewer_of


@dataclass(frozen=True, kw_only=True)
class PageInstant:
    """One of the page's two instants: `at`, the day it stands for, and whether it is simply now."""

    at: datetime
    day: str
    is_now: bool
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class PageClause:
    """A clause ready to print."""

    row: BookClause
    anchor: str
    when: str
    effect: str
    commitment: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class PageSet:
    """A rule set ready to print: its clauses, the role that owns it, and who holds that role today."""

    name: str
    clauses: list[PageClause]
    owner: Role
    holders: tuple[str, ...]


@require_GET
def book(request: HttpRequest) -> HttpResponse:
    """Show the book as of the two dates of the address, or as it is now."""
    now = now_of(request)
    zone = zone_of(request)
    valid = read_moment(request.GET.get("valid", ""), zone=zone, now=now)
    known = read_moment(request.GET.get("known", ""), zone=zone, now=now)
    page = queries.book_page(valid_at=valid.at, known_at=known.at) if queries.current_book().amendments else None
    on = valid.at.astimezone(zone_named(zone)).date()
    context = {
        "page": page,
        "valid": valid,
        "known": known,
        "zone": zone,
        "set_names": set_names(),
        "sections": _sections(page, valid.at) if page else (),
        "states": _states(page) if page else (),
        "week_days": week_days(),
        "strips": [week_strip(calendar, on=on) for calendar in page.edition.calendars] if page else [],
        "amendments": [_listed(one, zone) for one in queries.current_book().amendments],
        "seals": seals_by_file(book=page.edition.book) if page else {},
        "may_found": may_do(request, Right.run_desk),
        "may_propose": may_do(request, Right.propose_amendment),
        "open_drafts": open_drafts(),
        "moves_wait": moves_wait(viewer_of(request)),
    }
    return show(request, "book/book.html", context, status=422 if valid.error or known.error else 200)


def zone_of(request: HttpRequest) -> str:
    """The policy's zone; the reader's while there is no book."""
    found = queries.current_book().amendments
    return queries.edition(known_at=now_of(request)).zone if found else viewer_of(request).zone


def week_days() -> list[str]:
    """The short names of the days, from Monday."""
    return [_(day.text) for day in SHORT_DAYS]


def read_moment(text: str, *, zone: str, now: datetime) -> PageInstant:
    """The instant a date field means: a date is the end of that local day, so that what took force on it shows.

    An instant with an offset is itself; nothing, or today, is now. What cannot be read is now with an error.
    """
    local = zone_named(zone)
    today = now.astimezone(local).date()
    if not text or text == today.isoformat():
        return PageInstant(at=now, day=today.isoformat(), is_now=True)
    try:
        if len(text) == 10:
            after = date.fromisoformat(text) + timedelta(days=1)
            midnight = datetime(after.year, after.month, after.day, tzinfo=local).astimezone(UTC)
            return PageInstant(at=midnight - timedelta(microseconds=1), day=text, is_now=False)
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return PageInstant(at=at.astimezone(UTC), day=at.astimezone(local).date().isoformat(), is_now=False)
    except (ValueError, OverflowError):
        pass
    error = _("Expected a date such as 2021-08-01, found “{text}”. The page shows today.").format(text=text[:40])
    return PageInstant(at=now, day=today.isoformat(), is_now=True, error=error)


def _sections(page: queries.BookPage, valid_at: datetime) -> list[PageSet]:
    taken: set[str] = set()
    shown: dict[int, str] = {}
    rows = [row for _set, clauses in page.sections for row in clauses]
    for row in sorted(rows, key=lambda row: row.state != "in force"):
        anchor = row.clause.id if row.clause.id not in taken else f"{row.clause.id}--{row.clause.amendment}"
        taken.add(row.clause.id)
        shown[id(row)] = anchor
    held = holders_by_role(valid_at)
    return [
        PageSet(
            name=rule_set.value,
            clauses=[_printed(row, shown[id(row)], page.edition, valid_at) for row in clauses],
            owner=page.edition.owners[rule_set],
            holders=tuple(person.name for person in held[page.edition.owners[rule_set]]),
        )
        for rule_set, clauses in page.sections
    ]


def set_names() -> dict[str, str]:
    """The headings of the rule sets."""
    return {
        **{rule_set.value: _(rule_set.heading) for rule_set in ClauseSet},
        "desk": _("People, examples and readings"),
    }


def _printed(row: BookClause, anchor: str, edition: Edition, valid_at: datetime) -> PageClause:
    """The clause in the words that held with it: those of the page's day, or of its own beginning."""
    starts, ends = row.clause.applies_from, row.clause.in_force.to_at
    later = starts is not None and starts > edition.amendments[0].published_at
    held_at = valid_at if row.clause.in_force_at(valid_at) else starts or valid_at
    teller, commitment = teller_of(edition.organisation_at(held_at)), commitment_sentence(row.clause)
    return PageClause(
        row=row,
        anchor=anchor,
        when=teller.phrase(row.clause.condition.sentence),
        effect=teller.sentence(row.clause.effect.sentence),
        commitment=teller.sentence(commitment) if commitment else "",
        starts_on=_day(starts, edition.zone) if later else "",
        ends_on=_day(ends, edition.zone),
    )


def _day(at: datetime | None, zone: str) -> str:
    return formats.day(at.astimezone(zone_named(zone))) if at is not None else ""


def _states(page: queries.BookPage) -> list[tuple[str, int]]:
    names = ["in force", "announced", "not activated", "aspiration", "ended"]
    found = [row.state for _set, clauses in page.sections for row in clauses]
    return [(name, found.count(name)) for name in names if name in found]


def _listed(amendment: Amendment, zone: str) -> tuple[Amendment, str]:
    return amendment, amendment.published_at.astimezone(zone_named(zone)).date().isoformat()

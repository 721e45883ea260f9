"""The policy book as a handbook page, as of two dates, and the form that publishes an amendment."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.errors import Invalid
from firsthand.domain.people.permissions import Act
from firsthand.domain.policy import Edition, PolicyError
from firsthand.domain.policy.amendments import Amendment
from firsthand.services.access.viewers import require
from firsthand.services.policy import actions, queries
from firsthand.services.policy.queries import BookClause
from firsthand.web import formats
from firsthand.web.asking import now_of, viewer_of
from firsthand.web.desk.asking import Form, may_do, person_of, show
from firsthand.web.desk.book_words import commitment_words, condition_words, effect_words
from firsthand.web.desk.week_strip import week_strip
from firsthand.web.toasts import say


@dataclass(frozen=True, kw_only=True)
class Moment:
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


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """Show the book; on POST publish the amendment that an owner pasted."""
    if request.method == "POST":
        return _publish(request)
    return _show(request, Form())


def _show(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    now = now_of(request)
    zone = queries.edition(known_at=now).zone if queries.current_book().amendments else viewer_of(request).zone
    valid = read_moment(request.GET.get("valid", ""), zone=zone, now=now)
    known = read_moment(request.GET.get("known", ""), zone=zone, now=now)
    page = queries.book_page(valid_at=valid.at, known_at=known.at) if queries.current_book().amendments else None
    on = valid.at.astimezone(zone_named(zone)).date()
    context = {
        "form": form,
        "page": page,
        "valid": valid,
        "known": known,
        "zone": zone,
        "sections": _sections(page) if page else (),
        "states": _states(page) if page else (),
        "week_days": [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
        "strips": [week_strip(calendar, on=on) for calendar in page.edition.calendars] if page else [],
        "amendments": [_listed(one, zone) for one in queries.current_book().amendments],
        "may_publish": may_do(request, Act.run_desk),
    }
    if valid.error or known.error:
        status = 422
    return show(request, "desk/book.html", context, status=status)


def read_moment(text: str, *, zone: str, now: datetime) -> Moment:
    """The instant a date field means: a date is the end of that local day, so that what took force on it shows.

    An instant with an offset is itself; nothing, or today, is now. What cannot be read is now with an error.
    """
    local = zone_named(zone)
    today = now.astimezone(local).date()
    if not text or text == today.isoformat():
        return Moment(at=now, day=today.isoformat(), is_now=True)
    try:
        if len(text) == 10:
            after = date.fromisoformat(text) + timedelta(days=1)
            midnight = datetime(after.year, after.month, after.day, tzinfo=local).astimezone(UTC)
            return Moment(at=midnight - timedelta(microseconds=1), day=text, is_now=False)
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return Moment(at=at.astimezone(UTC), day=at.astimezone(local).date().isoformat(), is_now=False)
    except (ValueError, OverflowError):
        pass
    error = _("Expected a date such as 2021-08-01, found “{text}”. The page shows today.").format(text=text[:40])
    return Moment(at=now, day=today.isoformat(), is_now=True, error=error)


def _sections(page: queries.BookPage) -> list[tuple[str, list[PageClause]]]:
    taken: set[str] = set()
    shown: dict[int, str] = {}
    rows = [row for _set, clauses in page.sections for row in clauses]
    for row in sorted(rows, key=lambda row: row.state != "in force"):
        anchor = row.clause.id if row.clause.id not in taken else f"{row.clause.id}--{row.clause.amendment}"
        taken.add(row.clause.id)
        shown[id(row)] = anchor
    return [
        (rule_set.value, [_printed(row, shown[id(row)], page.edition) for row in clauses])
        for rule_set, clauses in page.sections
    ]


def _printed(row: BookClause, anchor: str, edition: Edition) -> PageClause:
    starts, ends = row.clause.applies_from, row.clause.in_force.to_at
    later = starts is not None and starts > edition.amendments[0].published_at
    return PageClause(
        row=row,
        anchor=anchor,
        when=condition_words(row.clause),
        effect=effect_words(row.clause.effect),
        commitment=commitment_words(row.clause),
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


def _publish(request: HttpRequest) -> HttpResponse:
    form = Form.of(request)
    name = form.text("name")
    if not name.endswith((".yaml", ".yml")):
        wrong = form.wrong(
            "name", _("Expected a file name such as 2021-08-01-longer-hours.yaml; your text is kept below.")
        )
        return _show(request, wrong, status=422)
    try:
        require(viewer_of(request), Act.run_desk)
        actions.publish(texts=[(name, form.raw("text"))], at=now_of(request), by=person_of(request))
    except PolicyError as error:
        where = _("Line {line}: ").format(line=error.line) if error.line else ""
        field = f"{error.field}: " if error.field else ""
        text = _("{where}{field}{message} Nothing was published; your text is kept below.").format(
            where=where, field=field, message=_sentence(error.message)
        )
        return _show(request, form.wrong("text", text), status=422)
    except Invalid as error:
        return _show(request, form.wrong("name", error.message), status=422)
    say(request, _("{name} is published.").format(name=name))
    return redirect(reverse("book"))


def _sentence(text: str) -> str:
    return text if text.endswith(".") else text + "."

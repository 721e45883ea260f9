"""Who is on duty, and the hours and time off of one person."""

from datetime import datetime, time, timedelta
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from firsthand.domain.absences import AWAY_TITLES
from firsthand.domain.calendars import zone_named
from firsthand.domain.errors import DeskError
from firsthand.domain.organisation import Right
from firsthand.services.absences.queries import shared_calendars
from firsthand.services.capacity.queries import capacities_now
from firsthand.services.rosters.end_of_shift import end_of_shift
from firsthand.services.rosters.queries import duty_of_roles, hours_page
from firsthand.web import formats
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.request import desk_of, now_of, viewer_of


@require_GET
def duty(request: HttpRequest) -> HttpResponse:
    """Each role with who is on duty, until when, and who is next."""
    now = now_of(request)
    roles = duty_of_roles(viewer=viewer_of(request), desk=desk_of(request))
    walls = {
        who: f"{formats.clock_time(now.astimezone(zone_named(zone)))} {formats.zone_words(zone)}"
        for line in roles
        for who, zone in line.zones.items()
        if zone != viewer_of(request).zone
    }
    capacity = capacities_now(viewer=viewer_of(request), duty=roles, desk=desk_of(request))
    return show(request, "rosters/on_duty.html", {"roles": roles, "walls": walls, "capacity": capacity})


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, person_id: int) -> HttpResponse:
    """Somebody's hours and time off; on POST change them."""
    if request.method == "GET":
        return _hours(request, person_id, Form())
    return posted(
        request,
        rooms=["rosters", "absences"],
        again=lambda form, status: _hours(request, person_id, form, status=status),
        stay=reverse("hours", kwargs={"person_id": person_id}),
        shows=DeskError,
        person=person_id,
    )


def _hours(request: HttpRequest, person_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    now = now_of(request)
    page = hours_page(viewer=viewer_of(request), person_id=person_id, at=now)
    today = now.astimezone(zone_named(page.zone)).date().isoformat()
    weeks = [(formats.day(one.from_on), one) for one in page.hours]
    shift = end_of_shift(viewer=viewer_of(request), at=now) if page.is_own else None
    context = {
        "page": page,
        "form": form,
        "today": today,
        "weeks": weeks,
        "shift": shift,
        "away_titles": AWAY_TITLES,
        "whole_days": partial(_whole_days, zone=page.zone),
        "elsewhere": page.zone if page.zone != viewer_of(request).zone else "",
    }
    return show(request, "rosters/hours.html", context, status=status)


def _whole_days(begins_at: datetime, ends_at: datetime, *, zone: str) -> tuple[str, ...]:
    """The first day away and, if it is another, the last, where somebody is away for whole days of their zone."""
    first, after = (at.astimezone(zone_named(zone)) for at in (begins_at, ends_at))
    if any(one.time() != time.min for one in (first, after)):
        return ()
    return tuple(dict.fromkeys(formats.day(one) for one in (first.date(), after.date() - timedelta(days=1))))


@require_http_methods(["GET", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """The calendars by which everybody, or whoever holds a role, is away; on POST give or take away one."""
    if request.method == "GET":
        return _absences(request, Form())
    return posted(
        request,
        rooms=["absences"],
        again=lambda form, status: _absences(request, form, status=status),
        stay=reverse("absences"),
        shows=DeskError,
    )


def _absences(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "rows": shared_calendars(viewer=viewer),
        "may_change": viewer.may(Right.run_desk),
        "form": form,
        "away_titles": AWAY_TITLES,
        "year": now_of(request).year + 1,
    }
    return show(request, "rosters/absences.html", context, status=status)

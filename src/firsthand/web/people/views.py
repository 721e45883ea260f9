"""People and the roles they hold: who is here, who is invited, which role is vacant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from firsthand.domain.calendars import zone_named
from firsthand.domain.errors import DeskError, Missing
from firsthand.domain.names import Role
from firsthand.domain.sentences import say
from firsthand.services.catalogue import CATALOGUE
from firsthand.services.events.queries import history_of
from firsthand.services.leaving.queries import leaving_of
from firsthand.services.people.queries import PeoplePage, PersonRow, RoleHeld, people_page
from firsthand.services.rosters.queries import presences
from firsthand.web import formats
from firsthand.web.acts import go_on, perform, posted
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, organisation_of, viewer_of
from firsthand.web.story import history


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """A role with those who hold it, or will, and who serves in it now: whoever holds it, a stand-in (A20), or nobody,
    and then it is vacant."""

    role: Role
    holders: tuple[tuple[PersonRow, RoleHeld, str, str], ...]
    serves: Literal["holder", "acting", "nobody"]


@require_http_methods(["GET"])
def people(request: HttpRequest) -> HttpResponse:
    """Roles with their holders, then everybody."""
    return _show(request, Form())


def _show(request: HttpRequest, form: Form, *, status: int = 200, person_id: int = 0) -> HttpResponse:
    page = people_page(viewer=viewer_of(request), at=now_of(request))
    lines = _lines(page, organisation_of(request).roles, zone=viewer_of(request).zone, now=now_of(request))
    here = presences([one.id for one in page.people if one.is_active], now_of(request))
    context = {"page": page, "lines": lines, "form": form, "wrong_person": person_id, "here": here}
    return show(request, "people/people.html", context, status=status)


def _lines(page: PeoplePage, roles: Iterable[Role], *, zone: str, now: datetime) -> list[RoleLine]:
    lines = []
    for role in roles:
        found = _holders(page.people, role)
        holders = tuple((who, held, _day(held.from_at, zone), _day(held.to_at, zone)) for who, held in found)
        lines.append(RoleLine(role=role, holders=holders, serves=_serves([held for _who, held in found], now)))
    return lines


def _serves(held: Iterable[RoleHeld], now: datetime) -> Literal["holder", "acting", "nobody"]:
    begun = [one for one in held if one.from_at <= now]
    if not begun:
        return "nobody"
    return "acting" if all(one.acting for one in begun) else "holder"


def _day(at: datetime | None, zone: str) -> str:
    return formats.day(at.astimezone(zone_named(zone))) if at is not None else ""


def _holders(people: Iterable[PersonRow], role: Role) -> list[tuple[PersonRow, RoleHeld]]:
    found = [(person, held) for person in people for held in person.roles if held.role == role]
    return sorted(found, key=lambda one: (one[1].acting, one[0].name))


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One teammate's roles and access; on POST change them."""
    page = people_page(viewer=viewer_of(request), at=now_of(request))
    row = next((one for one in page.people if one.id == person_id), None)
    if row is None:
        raise Missing("no_person", say("There is no such person on this desk."))
    if request.method == "GET":
        return _person(request, row, page, Form())
    return posted(
        request,
        rooms=["people"],
        again=lambda form, status: _person(request, row, page, form.only_at(), status=status),
        stay=reverse("person", kwargs={"person_id": person_id}),
        shows=DeskError,
        person=person_id,
    )


def _person(request: HttpRequest, row: PersonRow, page: PeoplePage, form: Form, *, status: int = 200) -> HttpResponse:
    told = history(request, history_of(row.subject_id))
    now, viewer = now_of(request), viewer_of(request)
    leaves = row.is_active and page.may_change
    leaving = leaving_of(viewer=viewer, person_id=row.id, at=now) if leaves else None
    context = {"person": row, "page": page, "form": form, "history": told, "leaving": leaving}
    return show(request, "people/person.html", context, status=status)


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail."""
    return posted(
        request,
        rooms=["people"],
        verb="invite",
        again=lambda form, status: _show(request, form.only_at("email", "name", "roles"), status=status),
        stay=reverse("people"),
    )


@require_POST
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Make an invitation's link stop working."""
    done = perform(request, CATALOGUE["people.withdraw"], invitation=invitation_id)
    return go_on(request, done, stay=reverse("people"))

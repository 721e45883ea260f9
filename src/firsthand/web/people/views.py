"""People and the roles they hold: who is here, who is invited, which role is vacant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from firsthand.domain.calendars import zone_named
from firsthand.domain.errors import DeskError, Invalid, Missing
from firsthand.domain.names import Role
from firsthand.domain.sentences import say
from firsthand.services.events.queries import history_of
from firsthand.services.language.telling import gettext as _
from firsthand.services.people import actions
from firsthand.services.people.actions import RoleWanted
from firsthand.services.people.queries import PeoplePage, PersonRow, RoleHeld, people_page
from firsthand.web import formats
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, organisation_of, viewer_of
from firsthand.web.story import history
from firsthand.web.toasts import toast


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """A role with those who hold it, or will; none means vacant."""

    role: Role
    holders: tuple[tuple[PersonRow, RoleHeld, str, str], ...]


@require_http_methods(["GET"])
def people(request: HttpRequest) -> HttpResponse:
    """Roles with their holders, then everybody."""
    return _show(request, Form())


def _show(request: HttpRequest, form: Form, *, status: int = 200, person_id: int = 0) -> HttpResponse:
    page = people_page(viewer=viewer_of(request), at=now_of(request))
    lines = _lines(page, organisation_of(request).roles, viewer_of(request).zone)
    context = {"page": page, "lines": lines, "form": form, "wrong_person": person_id}
    return show(request, "people/people.html", context, status=status)


def _lines(page: PeoplePage, roles: Iterable[Role], zone: str) -> list[RoleLine]:
    lines = []
    for role in roles:
        holders = (
            (who, held, _day(held.from_at, zone), _day(held.to_at, zone)) for who, held in _holders(page.people, role)
        )
        lines.append(RoleLine(role=role, holders=tuple(holders)))
    return lines


def _day(at: datetime | None, zone: str) -> str:
    return formats.day(at.astimezone(zone_named(zone))) if at is not None else ""


def _holders(people: Iterable[PersonRow], role: Role) -> list[tuple[PersonRow, RoleHeld]]:
    found = [(person, held) for person in people for held in person.roles if held.role == role]
    return sorted(found, key=lambda one: (one[1].acting, one[0].name))


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One teammate's roles and access; on POST change them."""
    viewer, now = viewer_of(request), now_of(request)
    page = people_page(viewer=viewer, at=now)
    row = next((one for one in page.people if one.id == person_id), None)
    if row is None:
        raise Missing("no_person", say("There is no such person on this desk."))
    form = Form.of(request)
    if request.method == "POST":
        try:
            _change(request, form, row)
        except DeskError as error:
            return _person(request, row, page, form.wrong("", error.message), status=422)
        return redirect(reverse("person", kwargs={"person_id": person_id}))
    return _person(request, row, page, Form())


def _person(request: HttpRequest, row: PersonRow, page: PeoplePage, form: Form, *, status: int = 200) -> HttpResponse:
    told = history(request, history_of(row.subject_id))
    context = {"person": row, "page": page, "form": form, "history": told}
    return show(request, "people/person.html", context, status=status)


def _change(request: HttpRequest, form: Form, row: PersonRow) -> None:
    viewer, now, act = viewer_of(request), now_of(request), form.text("act")
    if act == "roles":
        actions.set_roles(viewer=viewer, person_id=row.id, roles=_wanted(form, viewer.organisation.roles), at=now)
        toast(request, _("{name}'s roles are changed from now on.").format(name=row.name))
    elif act == "owner":
        actions.set_owner(viewer=viewer, person_id=row.id, is_owner=form.flag("is_owner"), at=now)
        toast(request, _("Saved."))
    elif act == "deactivate":
        actions.deactivate(viewer=viewer, person_id=row.id, at=now)
        toast(request, _("{name} can no longer sign in; their tickets are with their teams.").format(name=row.name))
    elif act == "reactivate":
        actions.reactivate(viewer=viewer, person_id=row.id, at=now)
        toast(request, _("{name} can sign in again. Give them their roles.").format(name=row.name))


def _wanted(form: Form, roles: Iterable[Role]) -> list[RoleWanted]:
    chosen = [(role, form.text(f"role-{role}")) for role in roles]
    return [RoleWanted(role=role, acting=how == "acting") for role, how in chosen if how in ("holds", "acting")]


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = Form.of(request)
    try:
        invitation = actions.invite(
            viewer=viewer_of(request),
            email=form.text("email"),
            name=form.text("name"),
            roles=[role for role in organisation_of(request).roles if role in form.many("roles")],
            is_owner=form.flag("is_owner"),
            at=now_of(request),
        )
    except Invalid as error:
        known = error.field in ("email", "name", "roles")
        return _show(request, form.failed(error) if known else form.wrong("", error.message), status=422)
    toast(request, _("An invitation to {email} is on its way.").format(email=invitation.email))
    return redirect(reverse("people"))


@require_POST
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Make an invitation's link stop working."""
    actions.withdraw_invitation(viewer=viewer_of(request), invitation_id=invitation_id, at=now_of(request))
    toast(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect(reverse("people"))

"""A conversation that starts at the desk: what a customer said to somebody, or what we write first."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from firsthand.domain.errors import DeskError
from firsthand.domain.organisation import Right
from firsthand.services.access.viewers import require
from firsthand.services.channels.customers import KnownContact, find_contacts, known_contact, named_so
from firsthand.services.channels.queries import EndpointChoice, endpoint_choices
from firsthand.services.people.queries import teammates_by_role
from firsthand.services.tickets.actions.kinds import severities
from firsthand.services.tickets.queries import title_of
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show, whole
from firsthand.web.request import desk_of, viewer_of


@require_http_methods(["GET", "POST"])
def entered(request: HttpRequest) -> HttpResponse:
    """What a customer said, on the phone or in the hallway; on POST it is entered."""
    return _page(request, "enter", _asked(request)) if request.method == "GET" else _posted(request, "enter")


@require_http_methods(["GET", "POST"])
def written(request: HttpRequest) -> HttpResponse:
    """What we write to a customer first; on POST it is sent."""
    return _page(request, "begin", _asked(request)) if request.method == "GET" else _posted(request, "begin")


@require_GET
def contacts(request: HttpRequest) -> HttpResponse:
    """The contacts that a form offers while somebody types."""
    require(viewer_of(request), Right.work_tickets)
    found = find_contacts(viewer=viewer_of(request), words=request.GET.get("customer", "")[:200])
    return render(request, "tickets/contacts.html", {"found": found})


def _posted(request: HttpRequest, verb: str) -> HttpResponse:
    return posted(
        request,
        rooms=["tickets"],
        verb=verb,
        again=lambda form, status: _page(request, verb, form, status=status),
        stay=reverse("inbox"),
        shows=DeskError,
    )


def _asked(request: HttpRequest) -> Form:
    """The form as an address asks for it: for a contact, or on a ticket."""
    asked = {name: request.GET.get(name, "") for name in ("contact", "ticket", "endpoint")}
    return Form.filled(**asked, token=secrets.token_urlsafe(12))


def _page(request: HttpRequest, verb: str, form: Form, *, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    require(viewer, Right.work_tickets)
    desk = desk_of(request)
    number, ticket = whole(form.text("contact")), whole(form.text("ticket"))
    context: dict[str, Any] = {
        "entering": verb == "enter",
        "of": f"tickets.{verb}",
        "form": form,
        "ways": _ways(verb),
        "kinds": tuple(desk.organisation.kinds.values()),
        "severities": severities(desk.edition) if viewer.may(Right.set_severity) else (),
        "owners": teammates_by_role(desk.organisation.roles, desk.at),
        "which": _namesakes(request, form),
        "chosen": known_contact(viewer=viewer, contact_id=number) if number is not None else None,
        "about": (ticket, title_of(viewer=viewer, ticket_id=ticket)) if ticket is not None else None,
        "kept": urlencode({name: form.text(name) for name in ("contact", "ticket") if form.text(name)}),
    }
    return show(request, "tickets/new.html", context, status=status)


def _namesakes(request: HttpRequest, form: Form) -> list[KnownContact]:
    """Those of whom one may be meant, where the act asks which."""
    return named_so(viewer=viewer_of(request), name=form.text("customer")) if form.error("contact") else []


def _ways(verb: str) -> list[EndpointChoice]:
    """The desk's addresses to choose from; what was said is entered by hand."""
    return [one for one in endpoint_choices() if one.by_hand or verb != "enter"]

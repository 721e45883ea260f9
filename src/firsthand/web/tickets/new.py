"""A conversation that starts at the desk: what a customer said to somebody, or what we write first."""

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from firsthand.domain.conversation.when import read_when
from firsthand.domain.errors import DeskError
from firsthand.services.channels.customers import Customer, KnownContact, find_contacts, known_contact, named_so
from firsthand.services.channels.queries import EndpointChoice, endpoint_choices
from firsthand.services.channels.registry import channel_of
from firsthand.services.intake.entering import Entry, enter
from firsthand.services.language.telling import gettext as _
from firsthand.services.tickets.actions.beginning import Beginning, begin
from firsthand.services.tickets.queries import title_of
from firsthand.web.forms import Form, show, text, whole
from firsthand.web.request import now_of, viewer_of
from firsthand.web.toasts import toast
from firsthand.web.writing import LONGEST, attached_files, split

SOMEBODY_ELSE = "new"


@require_http_methods(["GET", "POST"])
def entered(request: HttpRequest) -> HttpResponse:
    """What a customer said, on the phone or in the hallway; on POST it is entered."""
    if request.method == "GET":
        return _page(request, "entered", _asked(request))
    form = Form.of(request)
    try:
        body, customer = text(request, "text", at_most=LONGEST), _customer(request, form)
        viewer, now = viewer_of(request), now_of(request)
        entry = Entry(
            endpoint_id=form.whole("endpoint"),
            customer=customer,
            text=body,
            subject=text(request, "subject", at_most=900),
            received_at=read_when(form.text("received_at"), now=now, zone=viewer.zone),
            ticket_id=form.whole("ticket"),
            token=text(request, "token", at_most=64),
            files=attached_files(request, body=body),
        )
        added = enter(viewer=viewer, entry=entry, at=now)
    except _WhichOneError as error:
        return _page(request, "entered", form, which=error.found, status=422)
    except DeskError as error:
        return _page(request, "entered", form.failed(error), status=422)
    toast(request, _("Entered. Its clocks run from when they said it."))
    return _to_ticket(added.ticket.pk)


@require_http_methods(["GET", "POST"])
def written(request: HttpRequest) -> HttpResponse:
    """What we write to a customer first; on POST it is sent."""
    if request.method == "GET":
        return _page(request, "written", _asked(request))
    form = Form.of(request)
    try:
        body, customer = text(request, "text", at_most=LONGEST), _customer(request, form)
        beginning = Beginning(
            endpoint_id=form.whole("endpoint"),
            customer=customer,
            subject=text(request, "subject", at_most=900),
            text=body,
            copies=split(form.text("copies")),
            files=attached_files(request, body=body),
        )
        begun = begin(viewer=viewer_of(request), beginning=beginning, at=now_of(request))
    except _WhichOneError as error:
        return _page(request, "written", form, which=error.found, status=422)
    except DeskError as error:
        return _page(request, "written", form.failed(error), status=422)
    by_hand = channel_of(begun.message.channel).by_hand
    toast(request, _("Noted.") if by_hand else _("It leaves in ten seconds."))
    return _to_ticket(begun.message.ticket_id)


@require_GET
def contacts(request: HttpRequest) -> HttpResponse:
    """The contacts that a form offers while somebody types."""
    found = find_contacts(viewer=viewer_of(request), words=request.GET.get("customer", "")[:200])
    return render(request, "tickets/contacts.html", {"found": found})


@dataclass
class _WhichOneError(Exception):
    """Several people have this name, or one whom the writer may not mean."""

    found: list[KnownContact]


def _customer(request: HttpRequest, form: Form) -> Customer:
    """Whom the form names: a contact that was chosen, "Ana Costa <ana@acme.example>", an address, or a name. Whether a
    name that somebody has already means them is asked."""
    chosen, said = form.text("contact"), text(request, "customer", at_most=400)
    if (number := whole(chosen)) is not None:
        return Customer(contact_id=number)
    name, _bracket, address = said.partition("<")
    if not _bracket and "@" in said:
        name, address = "", said
    customer = Customer(name=name.strip(), address=address.strip(" >"), account=text(request, "account", at_most=200))
    if customer.name and not customer.address and chosen != SOMEBODY_ELSE:
        found = named_so(viewer=viewer_of(request), name=customer.name)
        if found:
            raise _WhichOneError(found)
    return customer


def _asked(request: HttpRequest) -> Form:
    """The form as an address asks for it: for a contact, or on a ticket."""
    asked = {name: request.GET.get(name, "") for name in ("contact", "ticket", "endpoint")}
    return Form.filled(**asked, token=secrets.token_urlsafe(12))


def _page(
    request: HttpRequest, mode: str, form: Form, *, which: list[KnownContact] | None = None, status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    number, ticket = whole(form.text("contact")), whole(form.text("ticket"))
    context: dict[str, Any] = {
        "mode": mode,
        "form": form,
        "ways": _ways(mode),
        "which": which or [],
        "chosen": known_contact(viewer=viewer, contact_id=number) if number is not None else None,
        "about": (ticket, title_of(viewer=viewer, ticket_id=ticket)) if ticket is not None else None,
        "kept": urlencode({name: form.text(name) for name in ("contact", "ticket") if form.text(name)}),
    }
    return show(request, "tickets/new.html", context, status=status)


def _ways(mode: str) -> list[EndpointChoice]:
    """The desk's addresses to choose from; what was said is entered by hand."""
    return [one for one in endpoint_choices() if one.by_hand or mode != "entered"]


def _to_ticket(number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("ticket", kwargs={"ticket_id": number}), status=303)

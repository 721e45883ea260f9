"""Pages of hand-offs: the form of an offer, the screen that accepts one, and the list of what is open."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from firsthand.domain.acts import Asker
from firsthand.domain.errors import DeskError, Invalid
from firsthand.domain.handoffs import End
from firsthand.services.catalogue.tickets.custody import Destination, Responsible
from firsthand.services.rosters.suggesting import who_should_take_it
from firsthand.services.tickets.moves import moves_page
from firsthand.services.tickets.offers import handoff_page, handoffs_page, offer_page
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.request import desk_of, viewer_of


@require_GET
def handoffs(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, what they offer, and what ended last."""
    page = handoffs_page(viewer=viewer_of(request), desk=desk_of(request))
    return show(request, "handoffs/list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def moves(request: HttpRequest) -> HttpResponse:
    """The open tickets that the book gives to another role since it changed; on POST offer those that were chosen."""
    if request.method == "GET":
        return _moves(request, Form())
    return posted(
        request,
        rooms=["handoffs"],
        again=lambda form, status: _moves(request, form, status=status),
        stay=reverse("moves_by_book"),
        shows=DeskError,
    )


def _moves(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    context = {"page": moves_page(viewer=viewer_of(request)), "problem": next(iter(form.errors.values()), None)}
    return show(request, "handoffs/by_the_book.html", context, status=status)


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """The form that offers a ticket, for the receiver that `?to=` names; on POST it is offered, or with `show` its form
    for another receiver, with what was typed."""
    if request.method == "GET":
        return _form(request, ticket_id, Form.filled(to=request.GET.get("to", "")))
    if request.POST.get("show"):
        return _form(request, ticket_id, Form.of(request))
    return posted(
        request,
        rooms=["handoffs"],
        verb="hand-over",
        again=lambda form, status: _form(request, ticket_id, form, status=status),
        stay=reverse("ticket", kwargs={"ticket_id": ticket_id}),
        shows=DeskError,
        ticket=ticket_id,
    )


def _form(request: HttpRequest, ticket_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    chosen = _chosen(request, form.raw("to"))
    to = End(role=chosen.role, team=chosen.team, person=chosen.person_id) if chosen is not None else None
    page = offer_page(viewer=viewer_of(request), ticket_id=ticket_id, to=to, desk=desk_of(request))
    known = {one.name for one in page.form.fields}
    sent = Destination(role=page.to.role, team=page.to.team, person_id=page.to.person).sent
    people = [(str(one.id), one.name) for one in page.teammates]
    options = {one.name: [(each, each) for each in one.choices] or people for one in page.form.fields}
    people_there = next((one.people for one in page.receivers if one.role == page.to.role), ())
    suggestion = who_should_take_it(
        viewer=viewer_of(request), ticket=page.ticket, people=people_there, desk=desk_of(request)
    )
    context = {
        "page": page,
        "form": form.only_at("to", *known),
        "ticket": page.ticket,
        "to": sent if to is not None else "",
        "options": options,
        "suggestion": suggestion,
    }
    return show(request, "handoffs/offer.html", context, status=status)


def _chosen(request: HttpRequest, sent: str) -> Destination | None:
    """The receiver that an address or a form names; None for one that is none."""
    desk, viewer = desk_of(request), viewer_of(request)
    asker = Asker(at=desk.at, zone=viewer.zone, company=desk.organisation)
    try:
        return Responsible().read([sent], asker=asker)
    except Invalid:
        return None


@require_http_methods(["GET", "POST"])
def handoff(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """One hand-off; on POST it is accepted, declined, asked about, answered, withdrawn or taken back."""
    if request.method == "GET":
        return _screen(request, handoff_id, Form())
    return posted(
        request,
        rooms=["handoffs"],
        again=lambda form, status: _screen(request, handoff_id, form, status=status),
        stay=reverse("handoff", kwargs={"handoff_id": handoff_id}),
        shows=DeskError,
        handoff=handoff_id,
    )


def _screen(request: HttpRequest, handoff_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    page = handoff_page(viewer=viewer_of(request), handoff_id=handoff_id, desk=desk_of(request))
    failed = form.text("act") if form.errors else ""
    problem = next(iter(form.errors.values()), None)
    context = {"page": page, "form": form, "failed_act": failed, "problem": problem, "ticket": page.ticket}
    return show(request, "handoffs/handoff.html", context, status=status)

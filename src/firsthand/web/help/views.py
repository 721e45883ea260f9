"""Pages of help: the form that asks for it, one request, what is asked of whom, and how much is needed (S50)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from firsthand.domain.acts import Asker
from firsthand.domain.errors import DeskError, Invalid
from firsthand.services.catalogue.tickets.custody import Destination, Responsible
from firsthand.services.help.share import asked_in, share_page
from firsthand.services.tickets.help_pages import ask_page, help_lists, help_page
from firsthand.web.acts import posted
from firsthand.web.forms import Form, offset_of, show
from firsthand.web.request import desk_of, viewer_of


@require_GET
def helps(request: HttpRequest) -> HttpResponse:
    """What is asked of the reader's teams, what comes back to them, and what else is open (`?from=`: from there)."""
    page = help_lists(viewer=viewer_of(request), desk=desk_of(request), offset=offset_of(request))
    return show(request, "help/list.html", {"page": page})


@require_GET
def share(request: HttpRequest) -> HttpResponse:
    """How many tickets of a month (`?month=`) needed help, beside the targets of the book."""
    viewer = viewer_of(request)
    page = share_page(viewer=viewer, month=request.GET.get("month", ""), desk=desk_of(request))
    asked = asked_in(viewer=viewer, tickets=page.tickets)
    return show(request, "help/share.html", {"page": page, "asked": asked})


@require_http_methods(["GET", "POST"])
def ask_for_help(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """The form that asks for help about a ticket, of the role that `?of=` names; on POST it is asked."""
    if request.method == "GET":
        return _form(request, ticket_id, Form.filled(help_of=request.GET.get("of", "")))
    return posted(
        request,
        rooms=["help"],
        verb="ask-for-help",
        again=lambda form, status: _form(request, ticket_id, form, status=status),
        stay=reverse("ticket", kwargs={"ticket_id": ticket_id}),
        shows=DeskError,
        ticket=ticket_id,
    )


_OWN = ("help_of", "help_priority", "help_asked", "help_said", "help_skipped")


def _form(request: HttpRequest, ticket_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    chosen = _chosen(request, form.raw("help_of"))
    role = chosen.role if chosen is not None else None
    page = ask_page(viewer=viewer_of(request), ticket_id=ticket_id, role=role, desk=desk_of(request))
    known = {one.name for one in page.form.fields}
    people = [(str(one.id), one.name) for one in page.teammates]
    context = {
        "page": page,
        "form": form.only_at(*known, *_OWN),
        "ticket": page.ticket,
        "to": _to(page.terms.role, chosen, page.found[0].team if page.found else None) if page.terms else "",
        "options": {one.name: [(each, each) for each in one.choices] or people for one in page.form.fields},
    }
    return show(request, "help/ask.html", context, status=status)


def _to(role: str, chosen: Destination | None, found: str | None) -> str:
    """Whom the form names: the team that was chosen, else the one that the topic table has, else the role."""
    team = chosen.team if chosen is not None and chosen.team else found if chosen is None else None
    return f"{role}/{team}:" if team else f"{role}:"


def _chosen(request: HttpRequest, sent: str) -> Destination | None:
    """Whom an address or a form names; None for one that is none."""
    desk, viewer = desk_of(request), viewer_of(request)
    try:
        return Responsible().read([sent], asker=Asker(at=desk.at, zone=viewer.zone, company=desk.organisation))
    except Invalid:
        return None


@require_http_methods(["GET", "POST"])
def help_request(request: HttpRequest, help_id: int) -> HttpResponse:
    """One request; on POST it is taken, talked about, given on, answered, asked again, closed or withdrawn."""
    if request.method == "GET":
        return _screen(request, help_id, Form())
    return posted(
        request,
        rooms=["help"],
        again=lambda form, status: _screen(request, help_id, form, status=status),
        stay=reverse("help", kwargs={"help_id": help_id}),
        shows=DeskError,
        help=help_id,
    )


def _screen(request: HttpRequest, help_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    page = help_page(viewer=viewer_of(request), help_id=help_id, desk=desk_of(request))
    failed, problem = form.text("act") if form.errors else "", next(iter(form.errors.values()), None)
    context = {"page": page, "form": form, "failed_act": failed, "problem": problem, "ticket": page.ticket}
    return show(request, "help/help.html", context, status=status)

"""Every open proposal in one list: what waits for the reader first (S6)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError
from firsthand.services.consequences.notes import notes_on_proposals
from firsthand.services.consequences.noting import role_that_warns
from firsthand.services.proposals.queries import proposals_page
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.proposals.forms import ANSWERS, Place, Tried
from firsthand.web.request import desk_of, viewer_of


@require_http_methods(["GET", "POST"])
def proposals(request: HttpRequest) -> HttpResponse:
    """The list; on POST answer or withdraw one of it. A refusal stands at its form, with what was typed."""
    if request.method == "GET":
        return _page(request, Form())
    return posted(
        request,
        rooms=["proposals", "consequences"],
        again=lambda form, status: _page(request, form, status=status),
        stay=reverse("proposals"),
        shows=DeskError,
    )


def _page(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    viewer, desk = viewer_of(request), desk_of(request)
    page = proposals_page(viewer=viewer, desk=desk)
    tried = Tried.of(form)
    place = Place(address=reverse("proposals"), tried=tried)
    lost = place.lost((*page.waiting, *page.mine, *page.others)) if tried.act in ANSWERS else tried.message
    rows = (*page.waiting, *page.mine, *page.others, *page.answered)
    context = {
        "page": page,
        "place": place,
        "lost": lost,
        "form": form,
        "warnings": notes_on_proposals(viewer, [one.id for one in rows]),
        "warns_as": role_that_warns(viewer, desk=desk),
    }
    return show(request, "proposals/proposals.html", context, status=status)

"""What customers wish, before whoever decides: what waits for an answer, due first (S43)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError
from firsthand.domain.feature_requests import RequestAnswer
from firsthand.services.consequences.notes import notes_on_requests
from firsthand.services.consequences.noting import role_that_warns
from firsthand.services.feature_requests.queries import requests_page
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.request import desk_of, viewer_of


@require_http_methods(["GET", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """The list; on POST answer one of it. A refusal stands at its form, with what was typed."""
    if request.method == "GET":
        return _page(request, Form())
    return posted(
        request,
        rooms=["feature_requests", "consequences"],
        again=lambda form, status: _page(request, form, status=status),
        stay=reverse("requests"),
        shows=DeskError,
    )


def _page(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    viewer, desk = viewer_of(request), desk_of(request)
    page = requests_page(viewer=viewer, desk=desk)
    answers = tuple(one.value for one in RequestAnswer)
    context = {
        "page": page,
        "form": form,
        "failed": form.text("act") if form.errors else "",
        "answers": answers,
        "problem": next(iter(form.errors.values()), None),
        "warnings": notes_on_requests(viewer, [one.id for one in (*page.waiting, *page.answered)]),
        "warns_as": role_that_warns(viewer, desk=desk),
    }
    return show(request, "feature_requests/requests.html", context, status=status)

"""What customers wish, before whoever decides: what waits for an answer, due first (S43)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError
from firsthand.domain.feature_requests import RequestAnswer
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
        rooms=["feature_requests"],
        again=lambda form, status: _page(request, form, status=status),
        stay=reverse("requests"),
        shows=DeskError,
    )


def _page(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    page = requests_page(viewer=viewer_of(request), desk=desk_of(request))
    answers = tuple(one.value for one in RequestAnswer)
    context = {"page": page, "form": form, "answers": answers, "problem": next(iter(form.errors.values()), None)}
    return show(request, "feature_requests/requests.html", context, status=status)

"""What is asked in the open channel: the list, what is unanswered longest first, and a page for each (S35–S37)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from firsthand.domain.errors import DeskError
from firsthand.domain.questions import open_channels
from firsthand.services.questions.queries import question_page, questions_page
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.request import desk_of, viewer_of


@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """The list."""
    desk = desk_of(request)
    page = questions_page(viewer=viewer_of(request), desk=desk)
    channels = open_channels(desk.edition, at=desk.at)
    return show(request, "questions/questions.html", {"page": page, "channels": channels})


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """One question; on POST answer it, say what helped or withdraw it. A refusal stands on it, with what was typed."""
    if request.method == "GET":
        return _page(request, question_id, Form())
    return posted(
        request,
        rooms=["questions"],
        again=lambda form, status: _page(request, question_id, form, status=status),
        stay=reverse("question", kwargs={"question_id": question_id}),
        shows=DeskError,
        question=question_id,
    )


def _page(request: HttpRequest, question_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    row = question_page(viewer=viewer_of(request), question_id=question_id, desk=desk_of(request))
    return show(request, "questions/question.html", {"question": row, "form": form}, status=status)

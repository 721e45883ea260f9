"""One's tasks: mine, next due first, then what nobody has, then what others have from me."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError
from firsthand.services.tasks.queries import task_page
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, viewer_of
from firsthand.web.tasks.board import board_of


@require_http_methods(["GET", "POST"])
def tasks(request: HttpRequest) -> HttpResponse:
    """The viewer's tasks; on POST do, drop or move one."""
    if request.method == "GET":
        return _page(request, Form())
    return posted(
        request,
        rooms=["tasks"],
        again=lambda form, status: _page(request, form, status=status),
        stay=reverse("tasks"),
        shows=DeskError,
    )


def _page(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    page = task_page(viewer=viewer_of(request), now=now_of(request))
    board = board_of(request, (*page.mine, *page.nobodys, *page.given), typed=form)
    return show(request, "tasks/tasks.html", {"page": page, "board": board, "form": form}, status=status)

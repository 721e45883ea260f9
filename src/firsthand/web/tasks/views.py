"""One's tasks: mine, next due first, then what nobody has, then what others have from me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError, Invalid, Missing
from firsthand.domain.sentences import say
from firsthand.services.tasks.queries import task_page
from firsthand.web.forms import Form, show
from firsthand.web.middleware import status_of
from firsthand.web.request import now_of, viewer_of
from firsthand.web.tasks.acts import CHANGES
from firsthand.web.tasks.board import board_of
from firsthand.web.toasts import toast


@require_http_methods(["GET", "POST"])
def tasks(request: HttpRequest) -> HttpResponse:
    """The viewer's tasks; on POST do, drop or move one."""
    if request.method == "GET":
        return _page(request, Form())
    form = Form.of(request)
    try:
        change = CHANGES.get(form.text("act"))
        if change is None:
            raise Invalid("unknown_act", say("The form did not say what to do. Nothing was changed."))
        toast(request, change(request, form))
    except Missing:
        raise
    except DeskError as error:
        return _page(request, form.failed(error), status=status_of(error))
    return redirect(reverse("tasks"))


def _page(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    page = task_page(viewer=viewer_of(request), now=now_of(request))
    board = board_of(request, (*page.mine, *page.nobodys, *page.given), typed=form)
    return show(request, "tasks/tasks.html", {"page": page, "board": board, "form": form}, status=status)

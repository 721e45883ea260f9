"""Every open proposal in one list: what waits for the reader first (S6)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError, Invalid, Missing
from firsthand.domain.sentences import say
from firsthand.services.proposals.queries import proposals_page
from firsthand.web.forms import Form, show
from firsthand.web.middleware import status_of
from firsthand.web.proposals.forms import ANSWERS, Place, Tried
from firsthand.web.request import desk_of, viewer_of
from firsthand.web.toasts import toast


@require_http_methods(["GET", "POST"])
def proposals(request: HttpRequest) -> HttpResponse:
    """The list; on POST answer or withdraw one of it. A refusal stands at its form, with what was typed."""
    if request.method == "GET":
        return _page(request, Tried())
    form = Form.of(request)
    try:
        toast(request, _answer(request, form))
    except Missing:
        raise
    except DeskError as error:
        typed = {name: form.raw(name) for name in form.values}
        tried = Tried(act=form.text("act"), message=error.message, typed=typed)
        return _page(request, tried, status=status_of(error))
    return redirect(reverse("proposals"))


def _answer(request: HttpRequest, form: Form) -> str:
    answer = ANSWERS.get(form.text("act"))
    if answer is None:
        raise Invalid("unknown_act", say("The form did not say what to do. Nothing was changed."))
    return answer(request)


def _page(request: HttpRequest, tried: Tried, *, status: int = 200) -> HttpResponse:
    page = proposals_page(viewer=viewer_of(request), desk=desk_of(request))
    place = Place(address=reverse("proposals"), tried=tried)
    lost = place.lost((*page.waiting, *page.mine, *page.others)) if tried.act in ANSWERS else tried.message
    return show(request, "proposals/proposals.html", {"page": page, "place": place, "lost": lost}, status=status)

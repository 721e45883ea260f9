"""What sales asked before it moved an account: the list with every warning, and a sheet for each round (S15–S17)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from firsthand.domain.consequences import Advice, Conflict
from firsthand.domain.errors import DeskError
from firsthand.domain.organisation import Right
from firsthand.services.consequences.notes import newest_notes
from firsthand.services.consequences.noting import role_that_warns
from firsthand.services.consequences.queries import round_of_subject, round_page, rounds_page
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.request import desk_of, viewer_of


@require_GET
def consequences(request: HttpRequest) -> HttpResponse:
    """The list: what waits for the reader, what runs, what ended, and the newest warnings, or those with some words."""
    viewer, asked = viewer_of(request), request.GET.get("q", "").strip()[:200]
    context = {
        "page": rounds_page(viewer=viewer, desk=desk_of(request)),
        "notes": newest_notes(viewer=viewer, words=asked),
        "q": asked,
    }
    return show(request, "consequences/consequences.html", context)


@require_http_methods(["GET", "POST"])
def consequence_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """One round; on POST answer, warn, combine, move or withdraw. A refusal stands at its form, with what was typed."""
    if request.method == "GET":
        return _sheet(request, round_id, Form())
    return posted(
        request,
        rooms=["consequences"],
        again=lambda form, status: _sheet(request, round_id, form, status=status),
        stay=reverse("consequence_round", kwargs={"round_id": round_id}),
        shows=DeskError,
        round=round_id,
    )


@require_GET
def consequences_of(request: HttpRequest, subject_id: int) -> HttpResponse:
    """To the sheet on which something of this room stands, from a notice or a list."""
    found = round_of_subject(viewer=viewer_of(request), subject_id=subject_id)
    return redirect("consequence_round", round_id=found)


def _sheet(request: HttpRequest, round_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    viewer, desk = viewer_of(request), desk_of(request)
    row = round_page(viewer=viewer, round_id=round_id, desk=desk)
    context = {
        "row": row,
        "form": form,
        "failed": form.text("act") if form.errors else "",
        "problem": next(iter(form.errors.values()), None),
        "sells": viewer.may(Right.set_commercial),
        "warns_as": role_that_warns(viewer, desk=desk) if row.withdrawn_at is None else None,
        "advices": tuple(one.value for one in Advice),
        "conflicts": tuple(one.value for one in Conflict),
    }
    return show(request, "consequences/round.html", context, status=status)

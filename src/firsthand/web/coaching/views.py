"""An account's coaching: what is done for it unasked, by when, and what tickets say of it (S8, S9, S25, S26)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from firsthand.domain.errors import DeskError, Missing
from firsthand.services.accounts import merging
from firsthand.services.coaching.queries import place_of, plan_page
from firsthand.services.proposals.queries import open_on_account, proposable
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.proposals.forms import Place, Tried
from firsthand.web.request import desk_of, viewer_of


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, account_id: int) -> HttpResponse:
    """The plan; on POST ask for it, add, do, skip or hand on a step, or answer what tickets propose."""
    if request.method == "GET":
        try:
            return _page(request, account_id, Form())
        except Missing:
            if (into := merging.merged_account(viewer=viewer_of(request), account_id=account_id)) is None:
                raise
            return redirect("plan", account_id=into)
    return posted(
        request,
        rooms=["coaching", "proposals"],
        again=lambda form, status: _page(request, account_id, form, status=status),
        stay=reverse("plan", kwargs={"account_id": account_id}),
        shows=DeskError,
        account=account_id,
    )


@require_GET
def step(request: HttpRequest, subject_id: int) -> HttpResponse:
    """To where a step stands, wherever its account went."""
    account, number = place_of(viewer=viewer_of(request), subject_id=subject_id)
    return redirect(f"{reverse('plan', kwargs={'account_id': account})}#step-{number}")


def _page(request: HttpRequest, account_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    viewer, desk = viewer_of(request), desk_of(request)
    page = plan_page(viewer=viewer, account_id=account_id, desk=desk)
    proposed = open_on_account(viewer=viewer, account=page.account, desk=desk)
    context = {
        "page": page,
        "account": page.account,
        "form": form,
        "failed": form.text("act") if form.errors else "",
        "proposed": [one for one in proposed if one.field == "coaching_step"],
        "proposable": proposable(viewer=viewer, about=page.account, desk=desk).get("coaching_step"),
        "place": Place(address=reverse("plan", kwargs={"account_id": account_id}), tried=Tried.of(form)),
    }
    return show(request, "coaching/plan.html", context, status=status)

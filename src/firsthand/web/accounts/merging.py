"""Merging two accounts, or two contacts who are one person: the other one is chosen, and what moves is said first."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError, Invalid
from firsthand.services.accounts import merging
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, viewer_of

Moves = TypeVar("Moves")


@require_http_methods(["GET", "POST"])
def merge_account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Choose the account that this one is (`?into=` its name) and see what would move; on POST merge them."""

    def page(form: Form, status: int) -> HttpResponse:
        viewer, into = viewer_of(request), _into(request)
        account = merging.mergeable_account(viewer=viewer, account_id=account_id)
        moves, wrong = _seen(
            into, lambda: merging.would_move(viewer=viewer, account_id=account_id, into=into, at=now_of(request))
        )
        context = {"account": account, "into": into, "moves": moves, "form": form if wrong is None else wrong}
        return show(request, "accounts/merge.html", context, status=status)

    if request.method == "GET":
        return page(Form(), 200)
    return posted(request, rooms=["accounts"], verb="merge", again=page, stay="", shows=DeskError, account=account_id)


@require_http_methods(["GET", "POST"])
def merge_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Choose who this contact is (`?into=` their address) and see what would move; on POST say so."""

    def page(form: Form, status: int) -> HttpResponse:
        viewer, into = viewer_of(request), _into(request)
        contact = merging.mergeable_contact(viewer=viewer, contact_id=contact_id)
        moves, wrong = _seen(into, lambda: merging.would_be_one(viewer=viewer, contact_id=contact_id, into=into))
        account = contact.account_id
        back = reverse("accounts") if account is None else reverse("account", kwargs={"account_id": account})
        context = {"contact": contact, "back": back, "into": into, "moves": moves}
        return show(
            request, "accounts/merge_contact.html", {**context, "form": form if wrong is None else wrong}, status=status
        )

    if request.method == "GET":
        return page(Form(), 200)
    return posted(
        request, rooms=["accounts"], verb="merge_contact", again=page, stay="", shows=DeskError, contact=contact_id
    )


def _into(request: HttpRequest) -> str:
    return request.GET.get("into", "").replace("\x00", "").strip()[:320]


def _seen(into: str, look: Callable[[], Moves]) -> tuple[Moves | None, Form | None]:
    """What would move into the one that was chosen; a form with what is wrong with the choice."""
    if not into:
        return None, None
    try:
        return look(), None
    except Invalid as error:
        return None, Form.filled(into=into).failed(error)

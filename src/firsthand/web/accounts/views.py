"""Accounts: the list, and one account with every field under its owner (S5)."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError, Missing
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Right
from firsthand.services.accounts import merging, queries
from firsthand.services.consequences.notes import notes_on_exceptions
from firsthand.services.consequences.noting import role_that_warns
from firsthand.services.consequences.queries import beside_account
from firsthand.services.exceptions.queries import exceptions_of
from firsthand.services.intake.blocking import blocks_of
from firsthand.services.language.telling import gettext as _
from firsthand.services.people.queries import teammates_who_may
from firsthand.services.proposals.queries import open_on_account, proposable
from firsthand.web.acts import ON_ACCOUNT, posted
from firsthand.web.forms import Form, offset_of, show
from firsthand.web.proposals.forms import Place, Tried, set_by
from firsthand.web.request import desk_of, now_of, viewer_of
from firsthand.web.story import history
from firsthand.web.tasks.board import board_of_account

PAGE = 50


@require_http_methods(["GET", "POST"])
def account_list(request: HttpRequest) -> HttpResponse:
    """Accounts by name; on POST a new one."""
    if request.method == "GET":
        return _list(request, Form())
    return posted(
        request,
        rooms=["accounts"],
        verb="create",
        again=lambda form, status: _list(request, form, status=status),
        stay=reverse("accounts"),
        shows=DeskError,
    )


def _list(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    asked, offset = request.GET.get("q", "").strip()[:200], offset_of(request)
    found = queries.account_list(viewer=viewer_of(request), words=asked, offset=offset, limit=PAGE)
    more = f"{reverse('accounts')}?{urlencode({'q': asked, 'from': offset + PAGE})}" if found.has_more else ""
    context = {"found": found, "q": asked, "more": more, "offset": offset, "form": form}
    return show(request, "accounts/accounts.html", context, status=status)


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account; on POST change what the form names."""
    if request.method == "GET":
        try:
            return _page(request, account_id, Form())
        except Missing:
            if (into := merging.merged_account(viewer=viewer_of(request), account_id=account_id)) is None:
                raise
            return redirect("account", account_id=into)
    return posted(
        request,
        rooms=ON_ACCOUNT,
        again=lambda form, status: _page(request, account_id, form, status=status),
        stay=reverse("account", kwargs={"account_id": account_id}),
        account=account_id,
    )


def _page(request: HttpRequest, account_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    viewer, now, desk = viewer_of(request), now_of(request), desk_of(request)
    page = queries.account_page(viewer=viewer, account_id=account_id)
    exceptions = exceptions_of(viewer=viewer, account_name=page.account.name, desk=desk)
    context = {
        "page": page,
        "account": page.account,
        "history": history(request, page.events),
        "form": form,
        "editing": form.text("act") if form.errors else "",
        "may": {right.name: right in page.may for right in queries.ACCOUNT_RIGHTS},
        "whose": {right.name: set_by(viewer, right) for right in queries.ACCOUNT_RIGHTS},
        "proposed": open_on_account(viewer=viewer, account=page.account, desk=desk) if page.has_proposals else (),
        "proposable": proposable(viewer=viewer, about=page.account, desk=desk),
        "place": Place(address=reverse("account", kwargs={"account_id": account_id}), tried=Tried.of(form)),
        "stages": [
            (stage, viewer.organisation.called(stage, NameFamily.stage)) for stage in viewer.organisation.stages
        ],
        "engineers": _people(Right.be_accountable, request) if Right.set_accountable in page.may else [],
        "sellers": _people(Right.be_seller, request) if Right.set_commercial in page.may else [],
        "now": now,
        "blocked": blocks_of((one.address for one in page.contacts), at=now),
        "exceptions": exceptions,
        "exception_notes": notes_on_exceptions(viewer, [one.id for one in exceptions if one.id is not None]),
        "rounds": beside_account(viewer=viewer, account=page.account, any_asked=page.has_rounds, desk=desk),
        "warns_as": role_that_warns(viewer, desk=desk),
        "board": board_of_account(request, page.account, typed=form),
    }
    return show(request, "accounts/account.html", context, status=status)


def _people(right: Right, request: HttpRequest) -> list[tuple[str, str]]:
    found = teammates_who_may(right, desk_of(request))
    return [("", _("nobody yet")), *((str(one.id), one.name) for one in found)]

"""Accounts: the list, and one account with every field under its owner (S5)."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError, Invalid
from firsthand.domain.names import NameFamily, Stage
from firsthand.domain.organisation import Act
from firsthand.domain.sentences import say
from firsthand.services.accounts import actions, queries
from firsthand.services.exceptions.actions import review_exception
from firsthand.services.exceptions.queries import exceptions_of
from firsthand.services.language.telling import gettext as _
from firsthand.services.people.queries import teammates_who_may
from firsthand.services.proposals.queries import open_on_account, proposable
from firsthand.web.forms import Form, offset_of, show
from firsthand.web.proposals import forms as proposals
from firsthand.web.proposals.forms import Place, Tried, set_by
from firsthand.web.request import desk_of, now_of, viewer_of
from firsthand.web.story import history
from firsthand.web.tasks.acts import CHANGES, give_on_account
from firsthand.web.tasks.board import board_of_account
from firsthand.web.toasts import toast

PAGE = 50


@require_http_methods(["GET", "POST"])
def account_list(request: HttpRequest) -> HttpResponse:
    """Accounts by name; on POST a new one."""
    if request.method == "GET":
        return _list(request, Form())
    form = Form.of(request)
    try:
        made = actions.create_account(viewer=viewer_of(request), name=form.text("name"), at=now_of(request))
    except DeskError as error:
        return _list(request, form.failed(error), status=422)
    return redirect(reverse("account", kwargs={"account_id": made.pk}))


def _list(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    asked, offset = request.GET.get("q", "").strip()[:200], offset_of(request)
    found = queries.account_list(viewer=viewer_of(request), words=asked, offset=offset, limit=PAGE)
    more = f"{reverse('accounts')}?{urlencode({'q': asked, 'from': offset + PAGE})}" if found.has_more else ""
    context = {"found": found, "q": asked, "more": more, "offset": offset, "form": form}
    return show(request, "accounts/accounts.html", context, status=status)


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account; on POST change what the form names."""
    form = Form.of(request)
    if request.method == "POST":
        try:
            _change(request, form, account_id)
        except Invalid as error:
            return _page(request, account_id, form.failed(error), status=422)
        return redirect(reverse("account", kwargs={"account_id": account_id}))
    return _page(request, account_id, Form())


def _page(request: HttpRequest, account_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    viewer, now, desk = viewer_of(request), now_of(request), desk_of(request)
    page = queries.account_page(viewer=viewer, account_id=account_id)
    context = {
        "page": page,
        "account": page.account,
        "history": history(request, page.events),
        "form": form,
        "editing": form.text("act") if form.errors else "",
        "may": {act.name: act in page.may for act in queries.ACCOUNT_ACTS},
        "whose": {act.name: set_by(viewer, act) for act in queries.ACCOUNT_ACTS},
        "proposed": open_on_account(viewer=viewer, account=page.account, desk=desk) if page.has_proposals else (),
        "proposable": proposable(viewer=viewer, about=page.account, desk=desk),
        "place": Place(address=reverse("account", kwargs={"account_id": account_id}), tried=_tried(form)),
        "stages": [
            (stage, viewer.organisation.called(stage, NameFamily.stage)) for stage in viewer.organisation.stages
        ],
        "engineers": _people(Act.be_accountable, request) if Act.set_accountable in page.may else [],
        "sellers": _people(Act.be_seller, request) if Act.set_commercial in page.may else [],
        "now": now,
        "exceptions": exceptions_of(viewer=viewer, account_name=page.account.name, desk=desk),
        "board": board_of_account(request, page.account, typed=form),
    }
    return show(request, "accounts/account.html", context, status=status)


def _tried(form: Form) -> Tried:
    """What failed of a proposal on this page."""
    typed = {name: form.raw(name) for name in form.values}
    return Tried(act=form.text("act"), message=next(iter(form.errors.values()), None), typed=typed)


def _people(act: Act, request: HttpRequest) -> list[tuple[str, str]]:
    found = teammates_who_may(act, desk_of(request))
    return [("", _("nobody yet")), *((str(one.id), one.name) for one in found)]


def _change(request: HttpRequest, form: Form, account_id: int) -> None:
    change = _CHANGES.get(form.text("act"))
    if change is None:
        raise Invalid("unknown_act", say("The form did not say what to change. Nothing was changed."))
    toast(request, change(request, form, account_id) or _("Saved."))


def _rename(request: HttpRequest, form: Form, account_id: int) -> None:
    actions.rename(
        viewer=viewer_of(request),
        account_id=account_id,
        name=form.text("name"),
        why=form.text("why"),
        at=now_of(request),
    )


def _commercial(request: HttpRequest, form: Form, account_id: int) -> None:
    actions.set_commercial(
        viewer=viewer_of(request),
        account_id=account_id,
        stage=Stage(form.text("stage")),
        plan=form.text("plan"),
        contract=form.text("contract"),
        why=form.text("why"),
        at=now_of(request),
    )


def _seller(request: HttpRequest, form: Form, account_id: int) -> None:
    actions.set_seller(
        viewer=viewer_of(request),
        account_id=account_id,
        person_id=form.whole("seller"),
        why=form.text("why"),
        at=now_of(request),
    )


def _accountable(request: HttpRequest, form: Form, account_id: int) -> None:
    actions.set_accountable(
        viewer=viewer_of(request),
        account_id=account_id,
        person_id=form.whole("accountable"),
        why=form.text("why"),
        at=now_of(request),
    )


def _strategic(request: HttpRequest, form: Form, account_id: int) -> None:
    actions.set_strategic(
        viewer=viewer_of(request),
        account_id=account_id,
        strategic=form.flag("strategic"),
        reason=form.text("reason"),
        at=now_of(request),
    )


def _add_domain(request: HttpRequest, form: Form, account_id: int) -> None:
    actions.add_domain(viewer=viewer_of(request), account_id=account_id, domain=form.text("domain"), at=now_of(request))


def _remove_domain(request: HttpRequest, form: Form, account_id: int) -> None:
    actions.remove_domain(
        viewer=viewer_of(request), account_id=account_id, domain=form.text("domain"), at=now_of(request)
    )


def _add_contact(request: HttpRequest, form: Form, account_id: int) -> None:
    actions.add_contact(
        viewer=viewer_of(request),
        account_id=account_id,
        email=form.text("email"),
        name=form.text("contact_name"),
        at=now_of(request),
    )


def _review(request: HttpRequest, form: Form, account_id: int) -> None:
    review_exception(
        viewer=viewer_of(request),
        exception_id=form.whole("exception") or 0,
        why=form.text("why"),
        at=now_of(request),
    )


def _propose(request: HttpRequest, form: Form, account_id: int) -> str:
    return proposals.propose(request, account_id=account_id)


def _answers(answer: Callable[[HttpRequest], str]) -> Callable[[HttpRequest, Form, int], str]:
    return lambda request, form, account_id: answer(request)


def _task_act(change: Callable[[HttpRequest, Form], str]) -> Callable[[HttpRequest, Form, int], str]:
    return lambda request, form, account_id: change(request, form)


_CHANGES: dict[str, Callable[[HttpRequest, Form, int], str | None]] = {
    "rename": _rename,
    "commercial": _commercial,
    "seller": _seller,
    "accountable": _accountable,
    "strategic": _strategic,
    "add_domain": _add_domain,
    "remove_domain": _remove_domain,
    "add_contact": _add_contact,
    "review": _review,
    "propose": _propose,
    **{act: _answers(answer) for act, answer in proposals.ANSWERS.items()},
    "task-give": give_on_account,
    **{act: _task_act(change) for act, change in CHANGES.items()},
}

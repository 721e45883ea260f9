"""The studio: drafts of amendments, each with a live check beside its text, answered and published by their owners."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firsthand.domain.book.values import ActivationKind
from firsthand.domain.errors import DeskError, Invalid
from firsthand.domain.organisation import Act
from firsthand.domain.sentences import say
from firsthand.services.access.viewers import require
from firsthand.services.drafts import actions, queries
from firsthand.services.drafts.actions import Overtaken
from firsthand.services.drafts.beginnings import About, How, clause_named, start_about, start_from_file
from firsthand.services.drafts.texts import dated
from firsthand.services.language.telling import gettext as _
from firsthand.web.book.page import set_names, week_days, zone_of
from firsthand.web.drafts.page import page_context
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, viewer_of
from firsthand.web.toasts import toast

BIGGEST_FILE = 1_000_000


@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts that wait for the viewer, the other open ones, and what became of the rest."""
    page = queries.drafts_page(viewer=viewer_of(request), at=now_of(request))
    context = {"page": page, "set_names": set_names(), "open_drafts": len(page.open) + len(page.waiting)}
    return show(request, "drafts/drafts.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft: blank, about a clause or a calendar, or from a file."""
    viewer = viewer_of(request)
    require(viewer, Act.propose_amendment)
    form = Form.of(request)
    about = _about(form if request.method == "POST" else Form.filled(**request.GET.dict()))
    if request.method == "POST":
        try:
            draft = _begin(request, form, about)
            return redirect(reverse("draft", kwargs={"draft_id": draft.pk}))
        except DeskError as error:
            form = form.failed(error)
    clause = clause_named(about.clause) if about.clause else None
    waits = clause is not None and clause.activation.kind is not ActivationKind.date and clause.applies_from is None
    context = {
        "form": form,
        "about": about,
        "clause": clause,
        "hows": [How.change, How.withdraw, *([How.activate] if waits else [])],
        "zone": zone_of(request),
        "open_drafts": queries.open_drafts(),
    }
    return show(request, "drafts/new.html", context, status=422 if form.errors else 200)


def _about(form: Form) -> About:
    how = form.text("how")
    on = form.text("on")
    try:
        date.fromisoformat(on)
    except ValueError:
        on = ""
    return About(
        clause=form.text("clause")[:100],
        calendar=form.text("calendar")[:100],
        how=How(how) if how in set(How) else How.change,
        on=on,
    )


def _begin(request: HttpRequest, form: Form, about: About) -> Any:
    viewer, at = viewer_of(request), now_of(request)
    if form.text("on") and not about.on:
        raise Invalid("date_wrong", say("Expected a date such as 2026-03-01."), field="on")
    file = request.FILES.get("file")
    if file is None:
        return start_about(viewer=viewer, title=form.text("title"), about=about, at=at)
    if (file.size or 0) > BIGGEST_FILE:
        raise Invalid("too_long", say("Expected a file of up to a million bytes."), field="file")
    return start_from_file(viewer=viewer, name=file.name or "", content=file.read(), at=at)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A draft with its check; on POST the text is kept and checked, without JavaScript."""
    if request.method == "POST":
        try:
            _save(request, draft_id)
        except Overtaken as error:
            return _overtaken(request, error, "drafts/draft.html")
        return redirect(reverse("draft", kwargs={"draft_id": draft_id}))
    return _shown(request, draft_id)


@require_POST
def check(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Keep the text and answer with the check beside it, for the page that is open."""
    try:
        _save(request, draft_id)
    except Overtaken as error:
        return _overtaken(request, error, "drafts/review.html")
    return render(request, "drafts/review.html", _context(request, draft_id))


def _save(request: HttpRequest, draft_id: int) -> None:
    form = Form.of(request)
    text = form.raw("text")
    if form.flag("set_date"):
        text = dated(text.replace("\r\n", "\n"), _about(form).on)
    version = form.whole("over") or form.whole("version") or 0
    actions.save(viewer=viewer_of(request), draft_id=draft_id, text=text, version=version, at=now_of(request))


def _overtaken(request: HttpRequest, error: Overtaken, template: str) -> HttpResponse:
    """409: the text that was kept meanwhile beside the one that was typed; neither is lost."""
    form = Form.of(request)
    context = _context(request, error.draft.pk) | {
        "overtaken": error,
        "typed": form.raw("text"),
        "version": form.whole("version") or 0,
    }
    return show(request, template, context, status=409)


def _context(request: HttpRequest, draft_id: int) -> dict[str, Any]:
    page = queries.draft_page(viewer=viewer_of(request), draft_id=draft_id, at=now_of(request))
    return {
        "week_days": week_days(),
        "set_names": set_names(),
        "form": Form(),
        **page_context(page, viewer=viewer_of(request), zone=zone_of(request), at=now_of(request)),
    }


def _shown(request: HttpRequest, draft_id: int, form: Form | None = None) -> HttpResponse:
    context = _context(request, draft_id) | {"open_drafts": queries.open_drafts()}
    if form is not None:
        context["form"] = form
    return show(request, "drafts/draft.html", context, status=422 if form is not None else 200)


def _propose(request: HttpRequest, draft_id: int, form: Form) -> str:
    actions.propose(viewer=viewer_of(request), draft_id=draft_id, at=now_of(request))
    return _("Proposed. Those who must agree are told.")


def _approve(request: HttpRequest, draft_id: int, form: Form) -> str:
    actions.approve(
        viewer=viewer_of(request),
        draft_id=draft_id,
        digest=form.text("digest"),
        edition=form.text("edition") or None,
        at=now_of(request),
    )
    return _("Approved as it stands.")


def _decline(request: HttpRequest, draft_id: int, form: Form) -> str:
    actions.decline(
        viewer=viewer_of(request),
        draft_id=draft_id,
        digest=form.text("digest"),
        why=form.text("why"),
        at=now_of(request),
    )
    return _("Declined. Its writers are told why.")


def _remark(request: HttpRequest, draft_id: int, form: Form) -> str:
    actions.remark(viewer=viewer_of(request), draft_id=draft_id, text=form.text("remark"), at=now_of(request))
    return ""


def _withdraw(request: HttpRequest, draft_id: int, form: Form) -> str:
    actions.withdraw(viewer=viewer_of(request), draft_id=draft_id, at=now_of(request))
    return _("Withdrawn. The draft stays readable.")


def _publish(request: HttpRequest, draft_id: int, form: Form) -> str:
    made = actions.publish_draft(
        viewer=viewer_of(request),
        draft_id=draft_id,
        digest=form.text("digest"),
        edition=form.text("edition") or None,
        acknowledged=form.flag("known"),
        at=now_of(request),
    )
    return _("{name} is published.").format(name=made.amendment.name)


_DOINGS: dict[str, Callable[[HttpRequest, int, Form], str]] = {
    "propose": _propose,
    "approve": _approve,
    "decline": _decline,
    "remark": _remark,
    "withdraw": _withdraw,
    "publish": _publish,
}


@require_POST
def act(request: HttpRequest, draft_id: int, verb: str) -> HttpResponse:
    """Do one of the acts on a draft; a mistake in what was typed is shown at its field."""
    if verb not in _DOINGS:
        raise Invalid("no_act", say("There is no such act."))
    form = Form.of(request)
    try:
        said = _DOINGS[verb](request, draft_id, form)
    except Invalid as error:
        return _shown(request, draft_id, form.failed(error))
    if said:
        toast(request, said)
    if verb == "publish":
        return redirect(f"{reverse('book_changes')}?edition={_published_edition(draft_id)}")
    return redirect(reverse("draft", kwargs={"draft_id": draft_id}))


def _published_edition(draft_id: int) -> str:
    return queries.published_edition(draft_id=draft_id)

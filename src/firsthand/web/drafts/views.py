"""The studio: drafts of amendments, each with a live check beside its text, answered and published by their owners."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firsthand.domain.book.values import ActivationKind
from firsthand.domain.errors import DeskError
from firsthand.domain.organisation import Right
from firsthand.services.access.viewers import require
from firsthand.services.catalogue import CATALOGUE
from firsthand.services.drafts import queries
from firsthand.services.drafts.actions import Overtaken
from firsthand.services.drafts.beginnings import About, How, clause_named
from firsthand.web.acts import perform, posted
from firsthand.web.book.page import set_names, week_days, zone_of
from firsthand.web.drafts.page import page_context
from firsthand.web.errors import status_of
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, viewer_of


@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts that wait for the viewer, the other open ones, and what became of the rest."""
    page = queries.drafts_page(viewer=viewer_of(request), at=now_of(request))
    context = {"page": page, "set_names": set_names(), "open_drafts": len(page.open) + len(page.waiting)}
    return show(request, "drafts/drafts.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft: blank, about a clause or a calendar, or from a file."""
    if request.method == "GET":
        return _new(request, Form(), Form.filled(**request.GET.dict()))
    return posted(
        request,
        rooms=["drafts"],
        verb="begin-from-file" if request.FILES.get("file") else "begin",
        again=lambda form, status: _new(request, form, form, status=status),
        stay=reverse("drafts"),
        shows=DeskError,
    )


def _new(request: HttpRequest, form: Form, asked: Form, *, status: int = 200) -> HttpResponse:
    require(viewer_of(request), Right.propose_amendment)
    about = _about(asked)
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
    return show(request, "drafts/new.html", context, status=status)


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
    perform(request, CATALOGUE["drafts.save"], draft=draft_id)


def _overtaken(request: HttpRequest, error: Overtaken, template: str) -> HttpResponse:
    """The text that was kept meanwhile beside the one that was typed; neither is lost."""
    form = Form.of(request)
    context = _context(request, error.draft.pk) | {
        "overtaken": error,
        "typed": form.raw("text"),
        "version": form.whole("version") or 0,
    }
    return show(request, template, context, status=status_of(error))


def _context(request: HttpRequest, draft_id: int) -> dict[str, Any]:
    page = queries.draft_page(viewer=viewer_of(request), draft_id=draft_id, at=now_of(request))
    return {
        "week_days": week_days(),
        "set_names": set_names(),
        "form": Form(),
        **page_context(page, viewer=viewer_of(request), zone=zone_of(request), at=now_of(request)),
    }


def _shown(request: HttpRequest, draft_id: int, form: Form | None = None, *, status: int = 200) -> HttpResponse:
    context = _context(request, draft_id) | {"open_drafts": queries.open_drafts()}
    if form is not None:
        context["form"] = form
    return show(request, "drafts/draft.html", context, status=status)


@require_POST
def act(request: HttpRequest, draft_id: int, verb: str) -> HttpResponse:
    """Do one of the acts on a draft; a mistake in what was typed is shown at its field."""
    return posted(
        request,
        rooms=["drafts"],
        verb=verb,
        again=lambda form, status: _shown(request, draft_id, form, status=status),
        stay=reverse("draft", kwargs={"draft_id": draft_id}),
        draft=draft_id,
    )

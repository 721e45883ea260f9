"""Messages that are held for a person: why, what they are, and what can be done about them."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say
from firsthand.models.intake import RawState
from firsthand.services.intake import queries
from firsthand.services.intake.archive import content_of
from firsthand.services.intake.queries import RawRow
from firsthand.services.language.telling import gettext as _
from firsthand.web.acts import posted
from firsthand.web.forms import Form, offset_of, show
from firsthand.web.request import viewer_of

PAGE = 50
MOST_SHOWN = 200_000


@require_http_methods(["GET"])
def quarantine_page(request: HttpRequest) -> HttpResponse:
    """What is held, or what became of the rest."""
    chosen, offset = request.GET.get("state", ""), offset_of(request)
    state = RawState(chosen) if chosen in set(RawState) else RawState.quarantined
    page = queries.quarantine_page(viewer=viewer_of(request), state=state, offset=offset, limit=PAGE)
    names = {
        RawState.quarantined: _("Held"),
        RawState.discarded: _("Discarded"),
        RawState.duplicate: _("Duplicates"),
        RawState.recorded: _("Recorded only"),
        RawState.ticketed: _("On tickets"),
    }
    context = {
        "page": page,
        "state": state,
        "tabs": [(one.value, words, page.counts[one]) for one, words in names.items()],
        "more": f"{reverse('quarantine')}?state={state.value}&from={offset + PAGE}" if page.has_more else "",
    }
    return show(request, "intake/quarantine.html", context)


@require_http_methods(["GET", "POST"])
def raw_message(request: HttpRequest, raw_id: int) -> HttpResponse:
    """One message as plain text; on POST try it again, make a ticket of it or discard it."""
    if request.method == "GET":
        row = queries.raw_message(viewer=viewer_of(request), raw_id=raw_id)
        return _download(row) if request.GET.get("whole") else _show(request, row, Form())
    return posted(
        request,
        rooms=["intake"],
        again=lambda form, status: _again(request, raw_id, form, status=status),
        stay=reverse("raw_message", kwargs={"raw_id": raw_id}),
        raw=raw_id,
    )


def _again(request: HttpRequest, raw_id: int, form: Form, *, status: int) -> HttpResponse:
    return _show(request, queries.raw_message(viewer=viewer_of(request), raw_id=raw_id), form, status=status)


def _show(request: HttpRequest, row: RawRow, form: Form, *, status: int = 200) -> HttpResponse:
    raw = content_of(row)
    context = {
        "raw": row,
        "form": form,
        "content": None if raw is None else raw[:MOST_SHOWN].decode("utf-8", "replace").replace("\x00", "\ufffd"),
        "cut": raw is not None and len(raw) > MOST_SHOWN,
        "shown": MOST_SHOWN,
    }
    return show(request, "intake/raw_message.html", context, status=status)


def _download(row: RawRow) -> HttpResponse:
    raw = content_of(row)
    if raw is None:
        raise Invalid("file_missing", say("The raw file is missing from the archive; look into the backup."))
    answer = HttpResponse(raw, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{row.sha256[:16]}.eml"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

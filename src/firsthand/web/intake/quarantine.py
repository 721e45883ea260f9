"""Messages that are held for a person: why, what they are, and what can be done about them."""

from pathlib import Path

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.channels.protocol import Raw, Unreadable
from firsthand.domain.conversation.incoming import Incoming
from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import NOTHING_SAID, Sentence, as_written, say
from firsthand.models.intake import RawState
from firsthand.services.channels.queries import ours
from firsthand.services.channels.registry import channel_of
from firsthand.services.desk.folders import raw_message_file
from firsthand.services.intake import quarantine, queries
from firsthand.services.intake.queries import RawRow
from firsthand.services.intake.values import TakenIn
from firsthand.services.language.telling import TEXT
from firsthand.services.language.telling import gettext as _
from firsthand.web.forms import Form, offset_of, show
from firsthand.web.request import now_of, viewer_of
from firsthand.web.toasts import toast

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
    row = queries.raw_message(viewer=viewer_of(request), raw_id=raw_id)
    if request.method == "GET":
        return _download(row) if request.GET.get("whole") else _show(request, row, Form())
    form = Form.of(request)
    try:
        taken = _act(request, form, row)
    except Invalid as error:
        return _show(request, row, form.failed(error), status=422)
    if taken is not None and taken.ticket_id is not None:
        toast(request, _("It is ticket #{number} now.").format(number=taken.ticket_id))
        return redirect(reverse("ticket", kwargs={"ticket_id": taken.ticket_id}))
    return redirect(reverse("raw_message" if form.text("act") == "retry" else "quarantine", kwargs=_same(form, row)))


def _same(form: Form, row: RawRow) -> dict[str, int]:
    return {"raw_id": row.id} if form.text("act") == "retry" else {}


def _act(request: HttpRequest, form: Form, row: RawRow) -> TakenIn | None:
    viewer, now, act = viewer_of(request), now_of(request), form.text("act")
    if act == "discard":
        quarantine.discard(viewer=viewer, raw_id=row.id, reason=form.text("reason"))
        toast(request, _("Discarded. The message itself is kept."))
        return None
    incoming, reason = _parsed(row)
    data: Path = django_settings.ENVIRONMENT.data
    if act == "ticket":
        return quarantine.make_ticket(viewer=viewer, raw_id=row.id, incoming=incoming, at=now, data=data)
    if incoming is None:
        quarantine.keep_quarantined(viewer=viewer, raw_id=row.id, reason=reason)
        toast(request, _("It still cannot be read. It stays here; you can make a ticket of it."))
        return None
    taken = quarantine.retry(viewer=viewer, raw_id=row.id, incoming=incoming, at=now, data=data)
    toast(request, TEXT.sentence(taken.reason) if taken.reason else _("Tried again."))
    return taken


def _parsed(row: RawRow) -> tuple[Incoming | None, Sentence]:
    content = _raw(row)
    if content is None:
        return None, say("The raw file is missing from the archive.")
    raw = Raw(
        content=content,
        sha256=row.sha256,
        received_at=row.received_at,
        via=row.via,
        to=row.envelope_to,
        sender=row.envelope_from or None,
    )
    try:
        return channel_of(row.channel).read(raw, ours(row.channel)), NOTHING_SAID
    except Unreadable as error:
        return None, as_written(str(error))


def _show(request: HttpRequest, row: RawRow, form: Form, *, status: int = 200) -> HttpResponse:
    raw = _raw(row)
    context = {
        "raw": row,
        "form": form,
        "content": None if raw is None else raw[:MOST_SHOWN].decode("utf-8", "replace").replace("\x00", "\ufffd"),
        "cut": raw is not None and len(raw) > MOST_SHOWN,
        "shown": MOST_SHOWN,
    }
    return show(request, "intake/raw_message.html", context, status=status)


def _download(row: RawRow) -> HttpResponse:
    raw = _raw(row)
    if raw is None:
        raise Invalid("file_missing", say("The raw file is missing from the archive; look into the backup."))
    answer = HttpResponse(raw, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{row.sha256[:16]}.eml"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _raw(row: RawRow) -> bytes | None:
    path = raw_message_file(django_settings.ENVIRONMENT.data, row.sha256)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None

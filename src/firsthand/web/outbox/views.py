"""Mail on its way out: what waits, what went wrong, and what a person can do about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import Refused
from firsthand.domain.sentences import say
from firsthand.models.outbox import OutboxState
from firsthand.services.delivery import actions as delivery
from firsthand.services.language.telling import gettext as _
from firsthand.services.outbox import actions, queries
from firsthand.services.outbox.values import Purpose
from firsthand.web.forms import Form, offset_of, show
from firsthand.web.request import now_of, viewer_of
from firsthand.web.toasts import toast

PAGE = 50


@require_http_methods(["GET"])
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest mails, of one state or all."""
    chosen = request.GET.get("state", "")
    state = OutboxState(chosen) if chosen in set(OutboxState) else None
    offset = offset_of(request)
    page = queries.outbox_page(viewer=viewer_of(request), state=state, offset=offset, limit=PAGE)
    context = {
        "page": page,
        "state": state,
        "states": [(one.value, page.counts[one]) for one in OutboxState],
        "more": f"{reverse('outbox')}?state={state or ''}&from={offset + PAGE}" if page.has_more else "",
        "total": sum(page.counts.values()),
    }
    return show(request, "outbox/outbox.html", context)


@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One mail; on POST try it again or take it back."""
    viewer, now = viewer_of(request), now_of(request)
    row = queries.outbox_mail(viewer=viewer, delivery_id=delivery_id)
    if request.method == "GET":
        return show(request, "outbox/mail.html", {"mail": row})
    if Form.of(request).text("act") == "take_back":
        if row.purpose is Purpose.reply:
            words = say("A reply is taken back on its ticket, within ten seconds, by the person who wrote it.")
            raise Refused("on_its_ticket", words)
        actions.take_back(delivery_id=row.id, at=now)
        toast(request, _("Taken back; it does not leave."))
    else:
        delivery.retry(delivery_id=row.id, viewer=viewer, at=now)
        toast(request, _("Queued again; it leaves in a moment."))
    return redirect(reverse("outbox_mail", kwargs={"delivery_id": row.id}))

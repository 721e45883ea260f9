"""Mail on its way out: what waits, what went wrong, and what a person can do about it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.models.outbox import OutboxState
from firsthand.services.catalogue import act_named
from firsthand.services.outbox import queries
from firsthand.web.acts import go_on, perform
from firsthand.web.forms import Form, offset_of, show
from firsthand.web.request import viewer_of

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
    if request.method == "GET":
        row = queries.outbox_mail(viewer=viewer_of(request), delivery_id=delivery_id)
        return show(request, "outbox/mail.html", {"mail": row})
    done = perform(request, act_named(Form.of(request).text("act"), rooms=["outbox"]), mail=delivery_id)
    return go_on(request, done, stay=reverse("outbox_mail", kwargs={"delivery_id": delivery_id}))

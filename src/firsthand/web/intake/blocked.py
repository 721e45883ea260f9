"""The block list: who is blocked, by whom, why and until when."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.mail.addresses import split_mailboxes
from firsthand.services.intake import blocking
from firsthand.web.acts import posted
from firsthand.web.forms import Form, offset_of, show
from firsthand.web.request import now_of, viewer_of

PAGE = 50


@require_http_methods(["GET", "POST"])
def block_list(request: HttpRequest) -> HttpResponse:
    """The entries and the form for a new one; on POST somebody is blocked, or let through again."""
    if request.method == "GET":
        return _show(request, Form.filled(whom=_asked(request)))
    return posted(
        request,
        rooms=["intake"],
        again=lambda form, status: _show(request, form, status=status),
        stay=reverse("block_list"),
    )


def _asked(request: HttpRequest) -> str:
    """The address that a link asks to block, of a sender as it is shown."""
    found = split_mailboxes(request.GET.get("whom", "")[:400])
    return next((one.address for one in found if one.address), "")


def _show(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    offset = offset_of(request)
    rows, has_more = blocking.block_list(viewer=viewer_of(request), offset=offset, limit=PAGE)
    now = now_of(request)
    context = {
        "form": form,
        "rows": [(one, one.is_over(now)) for one in rows],
        "more": f"{reverse('block_list')}?from={offset + PAGE}" if has_more else "",
    }
    return show(request, "intake/blocked.html", context, status=status)

"""The desk's settings: its name, address and zone, its addresses, and whether every part works."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.organisation import Right
from firsthand.services.channels.queries import endpoints
from firsthand.services.channels.registry import channel_of, channels
from firsthand.services.desk import queries
from firsthand.services.events.queries import history_of
from firsthand.services.health.queries import health
from firsthand.services.language.languages import desk_language, languages
from firsthand.services.tickets.restricted import shut_to_owner
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.request import desk_of, may_do, now_of, viewer_of
from firsthand.web.story import history


@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show the settings; on POST change the desk's own."""
    desk = queries.desk()
    if request.method == "GET":
        return _show(
            request,
            Form.filled(
                name=desk.name,
                base_url=desk.base_url,
                zone=desk.zone,
                language=desk_language(),
                leaves_within=desk.leaves_within,
            ),
        )
    return posted(
        request,
        rooms=["desk"],
        verb="settings",
        again=lambda form, status: _show(request, form, status=status),
        stay=reverse("settings"),
    )


def _show(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    may_run, desk = may_do(request, Right.run_desk), queries.desk()
    boxes = endpoints(viewer=viewer_of(request)) if may_run else []
    on = {box.subject_id: box.address for box in boxes}
    context = {
        "form": form,
        "desk": desk,
        "may_run": may_run,
        "languages": languages(),
        "desk_language": desk_language(),
        "boxes": [(box, channel_of(box.channel)) for box in boxes],
        "channels": list(channels().items()),
        "history": history(request, history_of(desk.subject_id, *on), on) if may_run and desk.subject_id else [],
        "shut": shut_to_owner(viewer=viewer_of(request), desk=desk_of(request)),
        "health": health(now=now_of(request)),
    }
    return show(request, "desk/settings.html", context, status=status)

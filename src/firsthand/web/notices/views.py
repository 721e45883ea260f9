"""Word to the viewer: what was said, and marking it read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.services.notices import actions, queries
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, viewer_of


@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show what is unread; on POST mark one notice, or all of them, as read."""
    viewer = viewer_of(request)
    if request.method == "GET":
        context = {"notices": queries.unread(viewer), "count": queries.unread_count(viewer)}
        return show(request, "notices/notices.html", context)
    number = Form.of(request).whole("notice")
    if number is None:
        actions.mark_all_read(viewer=viewer, at=now_of(request))
    else:
        actions.mark_read(viewer=viewer, notice_id=number, at=now_of(request))
    return redirect(reverse("notices"))

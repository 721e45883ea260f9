"""Word to the viewer: what was said, and marking it read."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.services.catalogue import CATALOGUE
from firsthand.services.notices import queries
from firsthand.web.acts import go_on, perform
from firsthand.web.forms import show
from firsthand.web.request import viewer_of


@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show what is unread; on POST mark one notice, or all of them, as read."""
    viewer = viewer_of(request)
    if request.method == "GET":
        context = {"notices": queries.unread(viewer), "count": queries.unread_count(viewer)}
        return show(request, "notices/notices.html", context)
    return go_on(request, perform(request, CATALOGUE["notices.read"]), stay=reverse("notices"))

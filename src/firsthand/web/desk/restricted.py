"""The restricted tickets that an owner of the desk is not let in to: that they are there, and the way in."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError
from firsthand.domain.organisation import Right
from firsthand.services.access.viewers import require
from firsthand.services.tickets.restricted import shut_to_owner
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.request import desk_of, viewer_of


@require_http_methods(["GET", "POST"])
def restricted(request: HttpRequest) -> HttpResponse:
    """Show their numbers; on POST let the owner in to one, with a reason. Raises Refused for anybody else."""
    require(viewer_of(request), Right.run_desk)
    if request.method == "GET":
        return _show(request, Form())
    return posted(
        request,
        rooms=["tickets"],
        verb="let-oneself-in",
        again=lambda form, status: _show(request, form, status=status),
        stay=reverse("restricted"),
        shows=DeskError,
    )


def _show(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    shut = shut_to_owner(viewer=viewer_of(request), desk=desk_of(request))
    return show(request, "desk/restricted.html", {"form": form, "shut": shut}, status=status)

"""The restricted tickets that an owner of the desk is not let in to: that they are there, and the way in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError, Invalid
from firsthand.domain.organisation import Act
from firsthand.domain.sentences import say
from firsthand.services.access.viewers import require
from firsthand.services.language.telling import gettext as _
from firsthand.services.tickets.actions.restricting import let_oneself_in
from firsthand.services.tickets.restricted import shut_to_owner
from firsthand.web.forms import Form, show
from firsthand.web.middleware import status_of
from firsthand.web.request import desk_of, now_of, viewer_of
from firsthand.web.toasts import toast


@require_http_methods(["GET", "POST"])
def restricted(request: HttpRequest) -> HttpResponse:
    """Show their numbers; on POST let the owner in to one, with a reason. Raises Refused for anybody else."""
    viewer = viewer_of(request)
    require(viewer, Act.run_desk)
    if request.method == "GET":
        return _show(request, Form())
    form = Form.of(request)
    try:
        number = form.whole("ticket")
        if number is None:
            raise Invalid("choose", say("Choose one of the list."), field="ticket")
        ticket = let_oneself_in(viewer=viewer, ticket_id=number, why=form.text("why"), at=now_of(request))
    except DeskError as error:
        return _show(request, form.failed(error), status=status_of(error))
    toast(request, _("You are let in. Whoever was before is told."))
    return redirect(reverse("ticket", kwargs={"ticket_id": ticket.pk}))


def _show(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    shut = shut_to_owner(viewer=viewer_of(request), desk=desk_of(request))
    return show(request, "desk/restricted.html", {"form": form, "shut": shut}, status=status)

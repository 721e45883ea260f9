"""Accepting an invitation: a name, a zone, a password, and one is in."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError, Missing
from firsthand.services.language.telling import gettext as _
from firsthand.services.people import actions
from firsthand.services.people.actions.invitations import invitation_for
from firsthand.web.errors import status_of
from firsthand.web.forms import Form, show
from firsthand.web.people.letting_in import let_in
from firsthand.web.request import now_of
from firsthand.web.toasts import toast


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites and ask for what is missing; on POST join and sign in."""
    form, now = Form.of(request), now_of(request)
    try:
        found = invitation_for(token=token, at=now)
        context = {"dead": "", "email": found.email, "name": found.name, "inviter": found.invited_by.name}
        if request.method == "GET":
            return show(request, "people/invitation.html", context)
        person = actions.accept_invitation(
            token=token,
            password=form.raw("password"),
            name=form.text("name"),
            zone=form.text("zone"),
            at=now,
        )
    except Missing as error:
        return show(request, "people/invitation.html", {"dead": error.message}, status=status_of(error))
    except DeskError as error:
        return show(request, "people/invitation.html", {**context, "form": form.failed(error)}, status=status_of(error))
    toast(request, _("Welcome, {name}.").format(name=person.name))
    return let_in(request, person, by="invitation", to=reverse("inbox"))

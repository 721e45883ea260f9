"""One's own name, zone, language, colours and password."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError
from firsthand.services.language.languages import languages
from firsthand.services.language.telling import gettext as _
from firsthand.services.people import actions
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, person_of, viewer_of
from firsthand.web.templating import THEMES
from firsthand.web.toasts import toast

_YEAR = 365 * 24 * 3600


@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show the profile; on POST save it, or the new password."""
    if request.method == "GET":
        return _show(request, _filled(request))
    form = Form.of(request)
    try:
        answer = redirect(reverse("profile"))
        if form.text("act") == "password":
            actions.change_password(
                viewer=viewer_of(request),
                current=form.raw("current"),
                new=form.raw("password"),
                at=now_of(request),
            )
            person = person_of(request)
            person.refresh_from_db()
            update_session_auth_hash(request, person)
            toast(request, _("Your password is changed. Other browsers are signed out."))
        else:
            actions.change_profile(
                viewer=viewer_of(request),
                name=form.text("name"),
                zone=form.text("zone"),
                language=form.text("language") if "language" in form.values else None,
                at=now_of(request),
            )
            _keep_theme(answer, form.text("theme"))
            toast(request, _("Saved."))
    except DeskError as error:
        kept = form if form.text("act") != "password" else _filled(request)
        return _show(request, kept.failed(error), status=422)
    return answer


def _filled(request: HttpRequest) -> Form:
    viewer = viewer_of(request)
    return Form.filled(
        name=viewer.name,
        zone=viewer.zone,
        language=person_of(request).language,
        theme=request.COOKIES.get("theme", "system"),
    )


def _show(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    chosen = request.COOKIES.get("theme", "system")
    context = {
        "form": form,
        "colours": chosen,
        "viewer": viewer_of(request),
        "languages": [("", _("as the browser says")), *languages().items()],
        "language_chosen": form.raw("language"),
    }
    return show(request, "people/profile.html", context, status=status)


def _keep_theme(answer: HttpResponse, theme: str) -> None:
    if theme in THEMES:
        answer.set_cookie("theme", theme, max_age=_YEAR, samesite="Lax")
    else:
        answer.delete_cookie("theme")

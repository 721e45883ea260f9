"""One's own name, zone, language, colours and password."""

from dataclasses import replace
from http import HTTPStatus

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError
from firsthand.domain.notices import NoticeWay
from firsthand.domain.organisation import Right
from firsthand.services.channels.queries import EndpointChoice, endpoint_choices
from firsthand.services.language.languages import languages
from firsthand.services.language.telling import gettext as _
from firsthand.services.notices.ways import chosen_ways
from firsthand.services.writing.below import signatures_of
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.request import desk_of, person_of, viewer_of
from firsthand.web.templating import THEMES

_YEAR = 365 * 24 * 3600


@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show the profile; on POST save it, or the new password."""
    if request.method == "GET":
        return _show(request, _filled(request))
    answer = posted(
        request,
        rooms=["people", "notices"],
        again=lambda form, status: _show(request, _kept(request, form), status=status),
        stay=f"{reverse('profile')}#notices" if Form.of(request).text("act") == "way" else reverse("profile"),
        shows=DeskError,
    )
    if answer.status_code != HTTPStatus.SEE_OTHER:
        return answer
    form = Form.of(request)
    if form.text("act") == "password":
        person = person_of(request)
        person.refresh_from_db()
        update_session_auth_hash(request, person)
    elif form.text("act") == "profile":
        _keep_theme(answer, form.text("theme"))
    return answer


def _kept(request: HttpRequest, form: Form) -> Form:
    """What the page shows after a refusal: what was typed of the profile itself."""
    return replace(_filled(request), errors=form.errors) if form.text("act") != "profile" else form


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
        "signing": _signing(request),
        "ways": chosen_ways(viewer=viewer_of(request), desk=desk_of(request)),
        "way_options": list(NoticeWay),
        "languages": [("", _("as the browser says")), *languages().items()],
        "language_chosen": form.raw("language"),
    }
    return show(request, "people/profile.html", context, status=status)


def _signing(request: HttpRequest) -> list[tuple[EndpointChoice, str]]:
    """The addresses from which the viewer answers, each with how they sign there."""
    viewer = viewer_of(request)
    if not viewer.may(Right.work_tickets):
        return []
    own = signatures_of(viewer)
    return [(one, own.get(one.id, "")) for one in endpoint_choices() if not one.by_hand]


def _keep_theme(answer: HttpResponse, theme: str) -> None:
    if theme in THEMES:
        answer.set_cookie("theme", theme, max_age=_YEAR, samesite="Lax")
    else:
        answer.delete_cookie("theme")

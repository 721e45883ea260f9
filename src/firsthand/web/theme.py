"""The reader's choice of light or dark, kept in a cookie so that the server can draw it without a flash."""

from django.http import HttpRequest, HttpResponseRedirect
from django.views.decorators.http import require_POST

from firsthand.web.forms import path_within
from firsthand.web.templating import THEMES

_YEAR = 365 * 24 * 3600


@require_POST
def theme(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the theme that was chosen; anything but light and dark means the system's."""
    chosen = request.POST.get("theme", "")
    answer = HttpResponseRedirect(path_within(request))
    if chosen in THEMES:
        answer.set_cookie("theme", chosen, max_age=_YEAR, samesite="Lax")
    else:
        answer.delete_cookie("theme", samesite="Lax")
    return answer

"""What a person reads when there is no such page, or when we failed."""

import logging
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from firsthand.services.language.telling import gettext as _

_log = logging.getLogger("firsthand.web")

_PLAIN = (
    "<!doctype html><html lang={language}><meta charset=utf-8><title>Firsthand</title>"
    "<h1>{title}</h1><p>{text}</p><p><a href=/>{back}</a></p></html>"
)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, for the signed in and for strangers alike."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: needs neither database nor templates, because one of them may be what failed."""
    text = _("Something failed on our side at {time}. What you had saved is kept; try again in a moment.").format(
        time=datetime.now(UTC).strftime("%H:%M:%S UTC")
    )
    return HttpResponse(
        _PLAIN.format(language=get_language(), title=_("That did not work"), text=text, back=_("Back to the inbox")),
        status=500,
    )

"""Letting somebody in, and knowing their browser again: where they were let in before, strangers who guess at their
account do not keep them out."""

import secrets
from datetime import timedelta

import structlog
from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from firsthand.models.people import Person
from firsthand.web.request import client_of

_KNOWN_FOR = timedelta(days=365)
_SALT = "firsthand.known-browser"

log = structlog.get_logger("firsthand.web.people")


def known_cookie() -> str:
    """The name of the cookie by which a browser is known."""
    return "__Host-known" if settings.ENVIRONMENT.is_https else "known"


def let_in(request: HttpRequest, person: Person, *, to: str) -> HttpResponse:
    """Sign somebody in and send them on; their browser is known from now on."""
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    log.info("signed_in", person=person.pk, client=client_of(request))
    answer = redirect(to)
    answer.set_cookie(
        known_cookie(),
        known_browser(request, email=person.email or "") or _cookie_for(person),
        max_age=int(_KNOWN_FOR.total_seconds()),
        secure=settings.ENVIRONMENT.is_https,
        httponly=True,
        samesite="Lax",
    )
    return answer


def known_browser(request: HttpRequest, *, email: str) -> str:
    """The cookie of a browser in which whoever signs in with `email` was let in before; empty for another."""
    cookie = request.COOKIES.get(known_cookie(), "")
    try:
        whose = signing.loads(cookie, salt=_SALT, max_age=_KNOWN_FOR)
    except signing.BadSignature:
        return ""
    return cookie if whose[0] == email.lower() else ""


def _cookie_for(person: Person) -> str:
    return signing.dumps([(person.email or "").lower(), secrets.token_urlsafe(12)], salt=_SALT)

"""Knowing a browser again: where somebody was let in before, strangers who guess at their account do not keep them
out."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

_KNOWN_FOR = timedelta(days=365)
_SALT = "firsthand.known-browser"


def known_browser(request: HttpRequest, *, email: str) -> str:
    """The cookie of a browser in which whoever signs in with `email` was let in before; empty for another."""
    cookie = request.COOKIES.get(_name(), "")
    try:
        whose = signing.loads(cookie, salt=_SALT, max_age=_KNOWN_FOR)
    except signing.BadSignature:
        return ""
    return cookie if whose[0] == email.lower() else ""


def know_browser(request: HttpRequest, answer: HttpResponse, *, email: str) -> None:
    """From now on the browser is known as that of whoever signs in with `email`."""
    new = signing.dumps([email.lower(), secrets.token_urlsafe(12)], salt=_SALT)
    answer.set_cookie(
        _name(),
        known_browser(request, email=email) or new,
        max_age=int(_KNOWN_FOR.total_seconds()),
        secure=settings.ENVIRONMENT.is_https,
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return "__Host-known" if settings.ENVIRONMENT.is_https else "known"

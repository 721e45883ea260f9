"""Who is looking, at what instant, and the headers every answer carries. Nothing is shown before sign-in."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from firsthand.domain.errors import DeskError
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.language.languages import in_language
from firsthand.services.people.queries import anybody_is_here
from firsthand.services.tickets.inbox import InboxCounts, counts
from firsthand.web.errors import refusal
from firsthand.web.language import language_for
from firsthand.web.people.sessions import is_over
from firsthand.web.request import asked_by_htmx, desk_of

OPEN_TO_ALL = ("/sign-in", "/set-up", "/invitation/", "/reset", "/healthz", "/.well-known/", "/static/", "/theme")
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "manifest-src 'self'"
)


class SignedIn(HttpRequest):
    """A request as views of the desk get it (a type for checking; nothing makes one)."""

    viewer: Viewer
    now: datetime
    csp_nonce: str
    counts: InboxCounts | None


class DeskMiddleware:
    """Sets `request.now`, `request.viewer`, `request.counts` and `request.csp_nonce`, and speaks the reader's language;
    sends strangers to sign-in, an empty desk to its set-up, and a DeskError to a page with its words.

    The numbers beside the views are read before anything else of a page, with the desk's change stamp: what changes
    while the page is made or carried is news to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._somebody = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.now = datetime.now(UTC)  # type: ignore[attr-defined]
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        request.viewer = request.counts = None  # type: ignore[attr-defined]
        away = self._turned_away(request)
        person = request.user if request.viewer is not None else None  # type: ignore[attr-defined]
        with in_language(language_for(request, person if isinstance(person, Person) else None)):
            response = away or self.get_response(request)
        return with_headers(response, nonce=request.csp_nonce)  # type: ignore[attr-defined]

    def _turned_away(self, request: HttpRequest) -> HttpResponse | None:
        """Where somebody goes who may not see the page yet; None for everybody who may. `/healthz` and `/static/`
        never ask the database who is looking."""
        path = request.path_info
        if path.startswith(("/healthz", "/static/")):
            return None
        person = request.user
        if isinstance(person, Person) and person.is_active and is_over(request):
            logout(request)
            person = request.user
        if isinstance(person, Person) and person.is_active:
            viewer = viewer_of(person, at=request.now, desk=desk_of(request))  # type: ignore[attr-defined]
            request.viewer = viewer  # type: ignore[attr-defined]
            if (
                request.method == "GET"
                and not asked_by_htmx(request)
                and "text/html" in request.headers.get("Accept", "")
            ):
                request.counts = counts(viewer=viewer, now=request.now)  # type: ignore[attr-defined]
            return None
        if path.startswith(OPEN_TO_ALL):
            return None
        if not self._anybody():
            return _go(request, "/set-up")
        after = f"?{urlencode({'next': request.get_full_path()})}" if path != "/" and request.method == "GET" else ""
        return _go(request, f"/sign-in{after}")

    def _anybody(self) -> bool:
        self._somebody = self._somebody or anybody_is_here()
        return self._somebody

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The words of an expected failure as a page, or as a fragment when htmx asked."""
        if not isinstance(error, DeskError):
            return None
        return refusal(request, error)


def _go(request: HttpRequest, to: str) -> HttpResponse:
    if asked_by_htmx(request) or request.path_info == "/live":
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = to
        return answer
    return HttpResponseRedirect(to)


def with_headers(response: HttpResponseBase, *, nonce: str) -> HttpResponseBase:
    """The answer with the desk's security headers; a view that set its own policy keeps it."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce))
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cache-Control", "private, no-store")
    return response

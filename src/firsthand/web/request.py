"""What a view reads of a request beside its form: who asks, from where, and at what instant."""

import ipaddress
from datetime import UTC, datetime
from typing import cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from firsthand.domain.errors import Refused
from firsthand.domain.organisation import Organisation, Right
from firsthand.domain.sentences import say
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk, open_desk


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in teammate. Raises Refused for a stranger (the middleware stops them before)."""
    viewer = getattr(request, "viewer", None)
    if not isinstance(viewer, Viewer):
        raise Refused("signed_out", say("Sign in first."))
    return viewer


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in. Raises PermissionDenied when nobody is."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def may_do(request: HttpRequest, right: Right) -> bool:
    """Whether the viewer has `right`."""
    return viewer_of(request).may(right)


def now_of(request: HttpRequest) -> datetime:
    """The instant of this request; every use of "now" within it is this one."""
    if not hasattr(request, "now"):
        request.now = datetime.now(UTC)  # type: ignore[attr-defined]
    return cast(datetime, request.now)  # type: ignore[attr-defined]


def desk_of(request: HttpRequest) -> Desk:
    """The desk at this request's instant, opened once: every part of a page reads the same book."""
    if not hasattr(request, "_desk"):
        request._desk = open_desk(now_of(request))  # type: ignore[attr-defined]
    return cast(Desk, request._desk)  # type: ignore[attr-defined]


def organisation_of(request: HttpRequest) -> Organisation:
    """Who there is and how work stands at this request's instant."""
    return desk_of(request).organisation


def client_of(request: HttpRequest) -> str:
    """Who asks, as far as the network tells: the address that reached the server, or the nearest trusted proxy before
    it. Of IPv6 the network of whoever has the address: they have all of it."""
    seen = [str(request.META.get("REMOTE_ADDR", "")), *reversed(request.headers.get("X-Forwarded-For", "").split(","))]
    client = None
    for text in seen:
        try:
            found = ipaddress.ip_address(text.strip())
        except ValueError:
            break
        client = found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found
        if not any(client in network for network in settings.ENVIRONMENT.trusted_proxies):
            break
    if isinstance(client, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((client, 64), strict=False))
    return str(client or "")


def asked_by_htmx(request: HttpRequest) -> bool:
    """Whether a part of a page was asked for."""
    return request.headers.get("HX-Request") == "true"

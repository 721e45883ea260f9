"""What a view reads of a request: who asks, at what instant, and plain text out of a form."""

from datetime import datetime
from typing import cast

from django.http import HttpRequest

from firsthand.domain.errors import Invalid, Refused
from firsthand.services.access.viewers import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in teammate. Raises Refused for a stranger (the middleware stops them before)."""
    viewer = getattr(request, "viewer", None)
    if not isinstance(viewer, Viewer):
        raise Refused("signed_out", "Sign in first.")
    return viewer


def now_of(request: HttpRequest) -> datetime:
    """The instant of this request; every use of "now" within it is this one."""
    return cast(datetime, request.now)  # type: ignore[attr-defined]


def text(request: HttpRequest, name: str, *, at_most: int = 500) -> str:
    """A field of the posted form, trimmed; empty when absent. Raises Invalid when it is longer than `at_most`."""
    value = request.POST.get(name, "").strip().replace("\x00", "")
    if len(value) > at_most:
        raise Invalid("too_long", f"At most {at_most} characters fit here; it has {len(value)}.", field=name)
    return value


def number(request: HttpRequest, name: str) -> int:
    """A whole number out of the posted form; a leading # is allowed. Raises Invalid."""
    value = text(request, name, at_most=40).removeprefix("#")
    if not (value.isascii() and value.isdigit()) or len(value) > 17:
        raise Invalid("not_a_number", "Expected a ticket number such as 1042.", field=name)
    return int(value)


def path_within(request: HttpRequest, *, otherwise: str = "/") -> str:
    """Where to go next: the form's `next` when it is an address of this desk, else `otherwise`."""
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else otherwise

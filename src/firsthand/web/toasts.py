"""Short words to the person after an action, kept in the session until the next page shows them once."""

from typing import cast

from django.http import HttpRequest

_KEY = "toasts"


def toast(request: HttpRequest, text: str) -> None:
    """Show `text` once, on the next page."""
    request.session[_KEY] = [*request.session.get(_KEY, []), text]


def heard(request: HttpRequest) -> list[str]:
    """What is to be said now; it is said once."""
    if not hasattr(request, "session") or _KEY not in request.session:
        return []
    return cast(list[str], request.session.pop(_KEY))

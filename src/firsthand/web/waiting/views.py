"""What the reader owes, next due first."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import say
from firsthand.services.waiting.queries import WaitingCursor, waiting_page
from firsthand.web.forms import show
from firsthand.web.request import desk_of, viewer_of


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """A page of it."""
    after = request.GET.get("after", "")
    page = waiting_page(viewer=viewer_of(request), desk=desk_of(request), after=_cursor_of(after) if after else None)
    older = f"{reverse('waiting')}?after={_cursor_text(page.next)}" if page.next is not None else ""
    return show(request, "waiting/waiting.html", {"items": page.items, "older": older, "is_first": not after})


def _cursor_text(cursor: WaitingCursor) -> str:
    at, place, number = cursor
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}_{place}_{number}"


def _cursor_of(text: str) -> WaitingCursor:
    at, *numbers = text.split("_")
    try:
        place, number = map(int, numbers)
        return datetime.fromisoformat(at).astimezone(UTC), place, number
    except (ValueError, OverflowError) as error:
        raise Invalid(
            "bad_place", say("This address names no place in the list. Start from the top."), field="after"
        ) from error

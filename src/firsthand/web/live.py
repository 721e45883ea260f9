"""Whether anything that the reader sees has changed: a cheap answer to a cheap question, every few seconds."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from firsthand.services.tickets.inbox import change_stamp
from firsthand.web.request import viewer_of


@require_GET
def live(request: HttpRequest) -> HttpResponseBase:
    """The desk's change stamp as an ETag: 304 while nothing changed."""
    stamp = f'"{change_stamp(viewer=viewer_of(request))}"'
    answer: HttpResponseBase
    if request.headers.get("If-None-Match", "").removeprefix("W/") == stamp:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(stamp, content_type="text/plain; charset=utf-8")
    answer.headers["ETag"] = stamp
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer

"""Whether anything that the reader sees has changed: a cheap answer to a cheap question, every few seconds."""

from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from firsthand.web.middleware import SignedIn


@require_GET
def live(request: SignedIn) -> HttpResponseBase:
    """The desk's change stamp as an ETag: 304 while nothing changed."""
    stamp = f'"{request.stamp}"'
    answer: HttpResponseBase
    if request.headers.get("If-None-Match", "").removeprefix("W/") == stamp:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(stamp, content_type="text/plain; charset=utf-8")
    answer.headers["ETag"] = stamp
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer

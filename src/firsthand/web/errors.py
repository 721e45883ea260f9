"""What a person reads when there is no such page, or when we failed, and the one table of statuses for errors."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_noop
from markupsafe import Markup

from firsthand.domain.errors import DeskError, Invalid, Missing, Refused
from firsthand.services.language.telling import gettext as _
from firsthand.web.request import asked_by_htmx
from firsthand.web.typed import typed_again

_PLAIN = (
    "<!doctype html><html lang={language}><meta charset=utf-8><meta name=color-scheme content='light dark'>"
    "<meta name=viewport content='width=device-width'><title>Firsthand</title>"
    "<h1>{title}</h1><p>{text}</p>{typed}<p><a href=/>{back}</a></p></html>"
)


class Answer(NamedTuple):
    """An expected failure over HTTP: its status, and the title of its page."""

    status: int
    title: str


_FASTER = Answer(409, gettext_noop("Somebody was faster"))
OF_CODES: Mapping[str, Answer] = {
    "answered_meanwhile": _FASTER,
    "overtaken": _FASTER,
    "taken_meanwhile": _FASTER,
    "too_many_tries": Answer(429, gettext_noop("Not so fast")),
    "busy": Answer(503, gettext_noop("In a moment")),
}
OF_KINDS: Mapping[type[DeskError], Answer] = {
    Missing: Answer(404, gettext_noop("Not here")),
    Invalid: Answer(422, gettext_noop("That did not work")),
    Refused: Answer(403, gettext_noop("Not from here")),
    DeskError: Answer(403, gettext_noop("Not from here")),
}


def answer_to(error: DeskError) -> Answer:
    """How an expected failure is answered: by its code if that is special, else by its kind."""
    by_kind = next(answer for kind, answer in OF_KINDS.items() if isinstance(error, kind))
    return OF_CODES.get(error.code, by_kind)


def status_of(error: DeskError) -> int:
    """The HTTP status of an expected failure."""
    return answer_to(error).status


def refusal(request: HttpRequest, error: DeskError) -> HttpResponse:
    """The page that says why not; a fragment when htmx asked."""
    name = "part" if asked_by_htmx(request) else "page"
    found = answer_to(error)
    context = {"error": error, "title": _(found.title), "typed": typed_again(request)}
    return with_wait(render(request, f"errors/{name}.html", context, status=found.status), error)


def with_wait(answer: HttpResponse, error: DeskError) -> HttpResponse:
    """The answer, with how long to wait (`Retry-After`) where the failure says so."""
    if error.again_in:
        answer["Retry-After"] = str(int(error.again_in.total_seconds()) + 1)
    return answer


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, for the signed in and for strangers alike."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: needs neither database nor templates, because one of them may be what failed. It says nothing of what was
    kept, which nobody knows here, and gives back what was typed."""
    text = _("Something failed on our side at {time}; try again in a moment.").format(
        time=datetime.now(UTC).strftime("%H:%M:%S UTC")
    )
    page = _PLAIN.format(
        language=get_language(),
        title=_("That did not work"),
        text=text,
        typed=_typed_as_far_as_it_came(request),
        back=_("Back to the inbox"),
    )
    return HttpResponse(page, status=500)


def _typed_as_far_as_it_came(request: HttpRequest) -> Markup:
    try:
        return typed_again(request)
    except Exception:
        return Markup("")

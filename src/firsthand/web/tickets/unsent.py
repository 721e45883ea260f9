"""What somebody has begun to write on a ticket: kept while they type, by a small question of the page; without
JavaScript by a button."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from firsthand.domain.acts import SentFile
from firsthand.domain.conversation.outgoing import split_addresses
from firsthand.domain.errors import DeskError, Missing
from firsthand.domain.sentences import say
from firsthand.models.conversation import Direction
from firsthand.services.catalogue.tickets.writing import LONGEST_MESSAGE, MOST_ADDRESSES, safely_named
from firsthand.services.language.telling import gettext as _
from firsthand.services.writing.unsent import Kept, LastSeen, Written, keep_unsent
from firsthand.web.errors import status_of
from firsthand.web.forms import text, whole
from firsthand.web.request import now_of, viewer_of
from firsthand.web.tickets.begun import DIRECTIONS
from firsthand.web.tickets.page import Failed, ticket_context
from firsthand.web.toasts import toast
from firsthand.web.writing import of_the_chosen

_BEHIND = say("Something else was kept or sent meanwhile, on another page or device. What is written here stays here.")


@require_POST
def keep(request: HttpRequest, ticket_id: int, verb: str) -> HttpResponseBase:
    """Keep what stands in the form of a reply or a note. What another page kept meanwhile stays, and is answered."""
    if verb not in DIRECTIONS:
        raise Missing("no_act", say("There is no such act. Nothing was changed."))
    asks = request.headers.get("Accept", "").startswith("application/json")
    try:
        kept = _keep(request, ticket_id, DIRECTIONS[verb])
    except DeskError as error:
        if not asks:
            return _again(request, ticket_id, Failed.of(verb, error, _typed(request)), status=status_of(error))
        return JsonResponse({"wrong": str(error)}, status=status_of(error))
    if asks:
        return _answer(request, kept, verb)
    if not kept.is_mine:
        typed = {**_typed(request), "version": str(kept.unsent.version)}
        failed = Failed(verb=verb, field="text", message=_BEHIND, code="kept_elsewhere", typed=typed)
        return _again(request, ticket_id, failed, status=409)
    toast(request, _("Kept. It is here when you come back, and nobody else sees it."))
    return HttpResponseRedirect(reverse("ticket", kwargs={"ticket_id": ticket_id}), status=303)


def _keep(request: HttpRequest, ticket_id: int, direction: Direction) -> Kept:
    sent = of_the_chosen({name: [str(one) for one in values] for name, values in request.POST.lists()})
    written = Written(
        text=text(request, "text", at_most=LONGEST_MESSAGE),
        endpoint_id=whole(_last(sent, "endpoint"), digits=11),
        to=_people(sent, "to"),
        copies=_people(sent, "copies"),
        substantive=bool(_last(sent, "substantive")),
        with_history=bool(_last(sent, "with_history")),
        status_after=_last(sent, "status_after"),
    )
    files = [
        SentFile(name=one.name or "", content=one.read(), content_type=one.content_type or "application/octet-stream")
        for one in request.FILES.getlist("files")
    ]
    return keep_unsent(
        written,
        viewer=viewer_of(request),
        ticket_id=ticket_id,
        direction=direction,
        seen=LastSeen(version=whole(_last(sent, "version"), digits=9) or 0, page=_last(sent, "page")[:64]),
        at=now_of(request),
        kept=[number for one in sent.get("kept", ()) if (number := whole(one)) is not None],
        files=[safely_named(one, number) for number, one in enumerate(files, start=1)],
    )


def _last(sent: Mapping[str, Sequence[str]], name: str) -> str:
    return (*sent.get(name, ()), "")[0].replace("\x00", "")


def _people(sent: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...] | None:
    return split_addresses(_last(sent, name)[:MOST_ADDRESSES]) if name in sent else None


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: " ".join(map(str, values)) for name, values in request.POST.lists()}


def _again(request: HttpRequest, ticket_id: int, failed: Failed, *, status: int) -> HttpResponse:
    context = ticket_context(request, ticket_id, failed=failed)
    return render(request, "tickets/ticket.html", context, status=status)


def _answer(request: HttpRequest, kept: Kept, verb: str) -> JsonResponse:
    files = render_to_string("tickets/kept_files.html", {"files": kept.files}, request=request)
    told = {"version": kept.unsent.version, "files": files}
    if kept.is_mine:
        return JsonResponse(told)
    is_begun = kept.unsent.sent_as_id is None
    return JsonResponse({**told, "text": kept.unsent.text if is_begun else "", "begun": is_begun}, status=409)

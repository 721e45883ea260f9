"""The picker of the composer: what was typed so far comes along, so that choosing works without JavaScript and loses
nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from firsthand.services.catalogue.tickets.writing import LONGEST_MESSAGE
from firsthand.services.saved_replies.queries import offered
from firsthand.web.forms import show, text, whole
from firsthand.web.request import asked_by_htmx, desk_of, viewer_of
from firsthand.web.tickets.page import Failed, ticket_context
from firsthand.web.tickets.ticket import template_of

_OF_THE_PICKER = ("csrfmiddlewaretoken", "words", "saved")


@require_POST
def choose(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """What the composer offers, as a part of the page or as one of its own; with `saved` the ticket again, with that
    text below what was typed."""
    viewer, desk = viewer_of(request), desk_of(request)
    chosen, words = whole(text(request, "saved", at_most=20)), text(request, "words", at_most=200)
    rows = offered(viewer=viewer, desk=desk, ticket_id=ticket_id, words="" if chosen is not None else words)
    found = next((one for one in rows if one.id == chosen), None)
    if found is not None:
        typed = {name: " ".join(map(str, values)) for name, values in request.POST.lists()}
        before = text(request, "text", at_most=LONGEST_MESSAGE)
        typed["text"] = f"{before}\n\n{found.text}" if before else found.text
        context = ticket_context(request, ticket_id, failed=Failed(verb="reply", typed=typed))
        return render(request, template_of(request), context)
    kept = [(name, str(one)) for name, values in request.POST.lists() for one in values if name not in _OF_THE_PICKER]
    context = {"rows": rows, "words": words, "ticket_id": ticket_id, "kept": kept}
    template = "saved_replies/offered.html" if asked_by_htmx(request) else "saved_replies/choose.html"
    return show(request, template, context)

"""What a person may do to a ticket: the acts of the catalogue, posted from its page. Works without JavaScript."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from firsthand.domain.errors import DeskError, Missing
from firsthand.services.catalogue import act_named
from firsthand.services.catalogue.act import Done, Place
from firsthand.web.acts import ON_TICKET, address_of, go_on, perform, toast_of
from firsthand.web.errors import status_of
from firsthand.web.request import asked_by_htmx
from firsthand.web.tickets.page import Failed, ticket_context
from firsthand.web.tickets.ticket import template_of


@require_POST
def do(request: HttpRequest, ticket_id: int, verb: str) -> HttpResponse:
    """Do one thing to a ticket and show the ticket again; a refusal stands at its field, with what was typed."""
    act = act_named(verb, rooms=ON_TICKET)
    try:
        done = perform(request, act, ticket=ticket_id)
    except Missing as error:
        if not error.field:
            raise
        return _refused(request, ticket_id, verb, error)
    except DeskError as error:
        return _refused(request, ticket_id, verb, error)
    return _answer(request, ticket_id, verb, done)


def _answer(request: HttpRequest, ticket_id: int, verb: str, done: Done) -> HttpResponse:
    here = address_of(Place(kind="ticket", of=ticket_id))
    to = address_of(done.goes_to) if done.goes_to is not None else here
    if not asked_by_htmx(request):
        return go_on(request, done, stay=here)
    if to != here:
        return HttpResponse(status=204, headers={"HX-Redirect": go_on(request, done, stay=here).url})
    context = {**ticket_context(request, ticket_id), "toast": toast_of(request, done, on=here)}
    page = render(request, template_of(request), context)
    page["HX-Trigger"] = f"done:{verb}"
    return page


def _refused(request: HttpRequest, ticket_id: int, verb: str, error: DeskError) -> HttpResponse:
    typed = {name: " ".join(map(str, values)) for name, values in request.POST.lists()}
    context = ticket_context(request, ticket_id, failed=Failed.of(verb, error, typed))
    return render(request, template_of(request), context, status=status_of(error))

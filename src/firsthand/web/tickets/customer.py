"""What the customer sees of a ticket, for a teammate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from firsthand.services.tickets.customer_view import as_the_customer_sees
from firsthand.web.request import now_of, viewer_of


@require_GET
def customer(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """The ticket as its customer sees it: no notes, no clocks that are not told, no colleagues' names."""
    found = as_the_customer_sees(viewer=viewer_of(request), ticket_id=ticket_id)
    context = {"ticket": found.ticket, "shown": found.shown, "now": now_of(request)}
    return render(request, "tickets/customer.html", context)

"""The receipt: why the owner and every clock of a ticket are as they are, and as what another edition judges them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firsthand.domain.clocks import as_text
from firsthand.domain.errors import DeskError
from firsthand.models.clocks import LIVE, ClockState
from firsthand.models.events import Event
from firsthand.services.access.viewers import Viewer
from firsthand.services.clocks.queries import ClockReceipt, evidence_of, receipts
from firsthand.services.judging.as_if import judge_as_if
from firsthand.services.policy.queries import current_book
from firsthand.services.tickets.queries import ticket_page
from firsthand.web.formats import sentence, words
from firsthand.web.forms import number, text
from firsthand.web.middleware import asked_by_htmx, status_of
from firsthand.web.request import now_of, viewer_of
from firsthand.web.tickets.bar import bar_of, kind_of
from firsthand.web.tickets.page import RESPONSES, owner_of
from firsthand.web.tickets.story import Told, told_of
from firsthand.web.toasts import say


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An event that is evidence, and the ticket on whose timeline it stands."""

    told: Told
    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class AsIfForm:
    """A wish to judge a clock under another edition that failed: what was typed and what is wrong."""

    clock_id: int = 0
    edition: str = ""
    why: str = ""
    message: str = ""


@require_GET
def why(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """The receipt of the owner and of every clock: a page that prints on one sheet, a panel beside the ticket, or the
    clocks as plain text (`?as=text`)."""
    viewer, now = viewer_of(request), now_of(request)
    context = why_context(viewer=viewer, ticket_id=ticket_id, now=now)
    if request.GET.get("as") == "text":
        return HttpResponse(_as_text(context, viewer), content_type="text/plain; charset=utf-8")
    return render(request, _template(request), context)


def _as_text(context: dict[str, Any], viewer: Viewer) -> str:
    """The receipts for a mail or a log, on the reader's wall clock."""
    found = [one for one, _bar in context["receipts"]]
    papers = [f"{sentence(words(one.clock.kind))} ({one.state})\n{as_text(one.receipt, viewer.zone)}" for one in found]
    return "\n".join(papers) or _("No clock was ever started on this ticket.")


@require_POST
def judge(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Judge a clock under another edition, and show the receipt again with both verdicts."""
    viewer, now = viewer_of(request), now_of(request)
    form = AsIfForm(
        clock_id=number(request, "clock"), edition=text(request, "edition"), why=text(request, "why", at_most=400)
    )
    try:
        verdict = judge_as_if(viewer=viewer, clock_id=form.clock_id, amendment=form.edition, at=now, why=form.why)
    except DeskError as error:
        failed = AsIfForm(clock_id=form.clock_id, edition=form.edition, why=form.why, message=error.message)
        context = why_context(viewer=viewer, ticket_id=ticket_id, now=now, failed=failed)
        return render(request, _template(request), context, status=status_of(error))
    if asked_by_htmx(request):
        return render(request, _template(request), why_context(viewer=viewer, ticket_id=ticket_id, now=now))
    say(request, _("Judged as if {edition} had held. The clock is as it was.").format(edition=verdict.edition))
    return HttpResponseRedirect(f"{reverse('why', kwargs={'ticket_id': ticket_id})}#clock-{form.clock_id}", status=303)


def _template(request: HttpRequest) -> str:
    return f"tickets/{'receipt_part' if asked_by_htmx(request) else 'receipt'}.html"


def why_context(*, viewer: Viewer, ticket_id: int, now: datetime, failed: AsIfForm | None = None) -> dict[str, Any]:
    """What the receipt shows. Raises Missing."""
    page = ticket_page(viewer=viewer, ticket_id=ticket_id, now=now)
    found = sorted(receipts(viewer=viewer, ticket_id=ticket_id, now=now), key=_reading_order)
    return {
        "now": now,
        "page": page,
        "ticket": page.ticket,
        "owner": owner_of(page),
        "responses": RESPONSES,
        "receipts": [(one, bar_of(one.receipt, now=now if one.clock.ended_at is None else None)) for one in found],
        "kind_of": kind_of,
        "evidence": {str(event.pk): _shown(event) for event in evidence_of(found)},
        "editions": tuple(reversed(current_book().amendments)),
        "failed_as_if": failed or AsIfForm(),
    }


def _shown(event: Event) -> Shown:
    return Shown(told=told_of(event), ticket_id=event.ticket_id)


def _reading_order(one: ClockReceipt) -> int:
    """What runs first, then what was judged, then what was decided again."""
    if one.clock.state in LIVE:
        return 0
    return 2 if one.clock.state == ClockState.cancelled else 1

"""The receipt: why the owner and every clock of a ticket are as they are, and as what another edition judges them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from firsthand.domain.clocks import RESPONSES, ClockState, as_text
from firsthand.domain.errors import DeskError, Missing
from firsthand.domain.sentences import Sentence
from firsthand.models.clocks import LIVE
from firsthand.models.conversation import Direction
from firsthand.models.events import Event
from firsthand.services.access.viewers import Viewer
from firsthand.services.catalogue import CATALOGUE
from firsthand.services.clocks.queries import ClockReceipt, evidence_of, receipts_of
from firsthand.services.events.queries import with_payloads
from firsthand.services.language.telling import gettext as _
from firsthand.services.language.telling import teller_of, words
from firsthand.services.tickets.queries import TicketPage, decisions_before, ticket_page
from firsthand.web.acts import go_on, perform
from firsthand.web.errors import status_of
from firsthand.web.formats import sentence
from firsthand.web.forms import Form
from firsthand.web.request import asked_by_htmx, desk_of, viewer_of
from firsthand.web.story import Told, reader_of_rows, told_of
from firsthand.web.tickets.bar import Bar, bar_of, kind_of


@dataclass(frozen=True, kw_only=True)
class ShownEvidence:
    """An event that is evidence, and the ticket on whose timeline it stands."""

    told: Told
    ticket_id: int | None


@dataclass(frozen=True, kw_only=True)
class AsIfForm:
    """A wish to judge a clock under another edition that failed: what was typed and what is wrong."""

    clock_id: int = 0
    edition: str = ""
    why: str = ""
    message: Sentence | None = None


@require_GET
def why(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """The receipt of the owner and of every clock: a page that prints on one sheet, a panel beside the ticket, or the
    clocks as plain text (`?as=text`)."""
    context = why_context(request, ticket_id)
    if request.GET.get("as") == "text":
        return HttpResponse(_as_text(context, viewer_of(request)), content_type="text/plain; charset=utf-8")
    return render(request, _template(request), context)


def _as_text(context: dict[str, Any], viewer: Viewer) -> str:
    """The receipts for a mail or a log, on the reader's wall clock."""
    found, teller = [one for one, _bar in context["receipts"]], teller_of(viewer.organisation)
    papers = [
        f"{sentence(words(one.clock.kind))} ({words(one.state)})\n"
        f"{as_text(one.receipt, viewer.zone, teller) if one.receipt else ''}"
        for one in found
    ]
    return "\n".join(papers) or _("No clock was ever started on this ticket.")


@require_POST
def judge(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Judge a clock under another edition, and show the receipt again with both verdicts."""
    form = Form.of(request)
    try:
        done = perform(request, CATALOGUE["tickets.judge-as-if"])
    except Missing as error:
        if not error.field:
            raise
        return _judged_nothing(request, ticket_id, form, error)
    except DeskError as error:
        return _judged_nothing(request, ticket_id, form, error)
    if asked_by_htmx(request):
        return render(request, _template(request), why_context(request, ticket_id))
    return go_on(request, done, stay=f"{reverse('why', kwargs={'ticket_id': ticket_id})}#clock-{form.text('clock')}")


def _judged_nothing(request: HttpRequest, ticket_id: int, form: Form, error: DeskError) -> HttpResponse:
    failed = AsIfForm(
        clock_id=form.whole("clock") or 0, edition=form.text("edition"), why=form.text("why"), message=error.message
    )
    context = why_context(request, ticket_id, failed=failed)
    return render(request, _template(request), context, status=status_of(error))


def _template(request: HttpRequest) -> str:
    return f"tickets/{'receipt_part' if asked_by_htmx(request) else 'receipt'}.html"


def why_context(request: HttpRequest, ticket_id: int, *, failed: AsIfForm | None = None) -> dict[str, Any]:
    """What the receipt shows. Raises Missing."""
    desk = desk_of(request)
    page = ticket_page(viewer=viewer_of(request), ticket_id=ticket_id, desk=desk)
    replies = [one for one in page.messages if one.direction == Direction.outbound]
    made = receipts_of(page.clocks, replies=replies, reply_statuses=page.replies, desk=desk)
    found = sorted(made, key=_reading_order)
    return {
        "now": desk.at,
        "page": page,
        "ticket": page.ticket,
        "owner": owner_of(page),
        "earlier": decisions_before(page, viewer=viewer_of(request)),
        "responses": RESPONSES,
        "receipts": [(one, _bar_of(one, now=desk.at)) for one in found],
        "kind_of": kind_of,
        "evidence": _shown(request, evidence_of(found, viewer=viewer_of(request))),
        "editions": tuple(reversed(desk.book.amendments)),
        "failed_as_if": failed or AsIfForm(),
    }


def owner_of(page: TicketPage) -> dict[str, Any]:
    """Why this role is responsible: the decision in force, in its own words."""
    return {"because": page.decision.because if page.decision else [], "decision": page.decision}


def _bar_of(one: ClockReceipt, *, now: datetime) -> Bar | None:
    if one.receipt is None:
        return None
    return bar_of(one.receipt, now=now if one.clock.ended_at is None else None)


def _shown(request: HttpRequest, rows: list[Event]) -> dict[str, ShownEvidence]:
    said = with_payloads(rows)
    reader = reader_of_rows(request, said)
    return {
        str(row.pk): ShownEvidence(told=told_of(row, payload, reader), ticket_id=row.subject.ticket_id)
        for row, payload in said
    }


def _reading_order(one: ClockReceipt) -> int:
    """What runs first, then what was judged, then what came to nothing."""
    if one.clock.state in LIVE:
        return 0
    return 1 if one.clock.state in (ClockState.met, ClockState.missed) else 2

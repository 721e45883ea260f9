"""A ticket's page, and the composer's look ahead."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from firsthand.domain.sentences import Sentence
from firsthand.domain.tickets import ReplyJudgement, judge_reply, proposed_mark
from firsthand.services.catalogue.tickets.writing import LONGEST_MESSAGE
from firsthand.services.promises.queries import promises_in
from firsthand.services.tickets.actions.addressing import newcomers
from firsthand.services.tickets.outlook import outlook
from firsthand.services.writing.below import below_laid_out, below_on
from firsthand.services.writing.layout import laid_out
from firsthand.services.writing.mentions import named_in
from firsthand.services.writing.others import others_on
from firsthand.web.forms import seen, text, whole
from firsthand.web.request import asked_by_htmx, desk_of, now_of, viewer_of
from firsthand.web.tickets.page import ticket_context
from firsthand.web.tickets.promises import ShownFinding, shown_findings
from firsthand.web.writing import addressed


@require_GET
def ticket(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """The ticket's page; only its changing part when htmx asks."""
    return render(request, template_of(request), ticket_context(request, ticket_id))


def template_of(request: HttpRequest) -> str:
    """The whole page, or the part that htmx swaps."""
    return "tickets/ticket_part.html" if asked_by_htmx(request) else "tickets/ticket.html"


@dataclass(frozen=True, kw_only=True)
class ReplyPreview:
    """What would become of a reply as it stands in the composer. `newer`: the customer wrote after what the writer has
    before them; `mark` proposes to mark it, and says why; `laid_out` is how it would arrive; `newcomers` were on no
    message of it so far; `findings` are what it promises, `stops` that one of them asks for a reason."""

    judgement: ReplyJudgement
    mark: Sentence | None
    findings: tuple[ShownFinding, ...]
    newcomers: tuple[str, ...]
    owed: bool
    on_its_way: bool
    newer: bool
    empty: bool
    laid_out: str

    @property
    def stops(self) -> bool:
        """Whether sending it asks for a reason."""
        return any(one.stops for one in self.findings)


@require_POST
def preview(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Whether the reply would count, and what it promises. Changes nothing."""
    viewer, desk = viewer_of(request), desk_of(request)
    draft, before = text(request, "text", at_most=LONGEST_MESSAGE), seen(request)
    found = outlook(viewer=viewer, ticket_id=ticket_id)
    marked = bool(request.POST.get("substantive"))
    told = promises_in(draft, viewer=viewer, desk=desk, ticket_id=ticket_id, responsible=found.responsible_role)
    shown = ReplyPreview(
        judgement=judge_reply(draft, marked),
        mark=None if marked else proposed_mark(draft),
        findings=shown_findings(told, draft, organisation=desk.organisation),
        newcomers=newcomers(viewer=viewer, ticket_id=ticket_id, addresses=addressed(request)),
        owed=found.owed,
        on_its_way=found.on_its_way,
        newer=before is not None and found.newest is not None and found.newest > before,
        empty=not draft,
        laid_out=laid_out(draft) + below_laid_out(_below(request, ticket_id)),
    )
    return render(request, "tickets/preview.html", {"preview": shown, "ticket_id": ticket_id})


def _below(request: HttpRequest, ticket_id: int) -> str:
    """What would stand below the answer, from the address that is chosen."""
    chosen, history = whole(text(request, "endpoint", at_most=20)), bool(request.POST.get("with_history"))
    return below_on(viewer=viewer_of(request), ticket_id=ticket_id, endpoint_id=chosen, with_history=history)


@require_POST
def named(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Whom a note would tell, as it stands in the composer. Changes nothing."""
    draft = text(request, "text", at_most=LONGEST_MESSAGE)
    found = named_in(draft, viewer=viewer_of(request), ticket_id=ticket_id, desk=desk_of(request))
    return render(request, "tickets/named.html", {"named": found})


@require_GET
def others(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Who else answers, for whoever writes: asked every few seconds."""
    answered = whole(request.GET.get("answered", ""))
    found = others_on(viewer=viewer_of(request), ticket_id=ticket_id, answered=answered, at=now_of(request))
    return render(request, "tickets/others.html", {"others": found})

"""A ticket's page, and the composer's look ahead."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from firsthand.domain.ownership import WordingFinding, check_wording
from firsthand.domain.tickets import ReplyJudgement, Role, judge_reply
from firsthand.services.access.viewers import Viewer
from firsthand.services.policy.queries import edition
from firsthand.services.tickets.queries import ticket_page
from firsthand.web.forms import text
from firsthand.web.middleware import asked_by_htmx
from firsthand.web.request import now_of, viewer_of
from firsthand.web.tickets.page import RESPONSES, ticket_context

LONGEST = 200_000


@require_GET
def ticket(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """The ticket's page; only its changing part when htmx asks."""
    context = ticket_context(viewer=viewer_of(request), ticket_id=ticket_id, now=now_of(request))
    return render(request, template_of(request), context)


def template_of(request: HttpRequest) -> str:
    """The whole page, or the part that htmx swaps."""
    return "tickets/ticket_part.html" if asked_by_htmx(request) else "tickets/ticket.html"


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What would become of a reply as it stands in the composer."""

    judgement: ReplyJudgement
    findings: tuple[WordingFinding, ...]
    owed: bool
    empty: bool


@require_POST
def preview(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Whether the reply would count, and which of its words the book warns of. Changes nothing."""
    viewer, now = viewer_of(request), now_of(request)
    draft = text(request, "text", at_most=LONGEST)
    page = ticket_page(viewer=viewer, ticket_id=ticket_id, now=now)
    owed = any(clock.kind in RESPONSES and clock.ended_at is None for clock in page.clocks)
    role = speaking_as(viewer, Role(page.ticket.responsible_role))
    found = Preview(
        judgement=judge_reply(draft, bool(request.POST.get("substantive"))),
        findings=check_wording(edition(known_at=now), draft, role, now),
        owed=owed,
        empty=not draft,
    )
    return render(request, "tickets/preview.html", {"preview": found})


def speaking_as(viewer: Viewer, responsible: Role) -> Role:
    """The role in which the viewer writes: the responsible one if the viewer holds it, else a role of the viewer."""
    if responsible in viewer.roles or not viewer.roles:
        return responsible
    return sorted(viewer.roles)[0]

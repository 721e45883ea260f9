"""Pages of saved replies: the list, a new one, and one that is changed or retired."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from firsthand.domain.conversation.variables import VARIABLES
from firsthand.domain.errors import DeskError
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Right
from firsthand.services.access.viewers import require
from firsthand.services.saved_replies import queries
from firsthand.services.saved_replies.queries import SavedReplyRow, may_write_for
from firsthand.web.acts import posted
from firsthand.web.forms import Form, offset_of, show
from firsthand.web.request import desk_of, viewer_of

PAGE = 50


@require_GET
def saved_replies(request: HttpRequest) -> HttpResponse:
    """Those of everybody and of every team, by name; `words` are looked for in name and text."""
    words, offset = request.GET.get("words", "").strip()[:200], offset_of(request)
    viewer, desk = viewer_of(request), desk_of(request)
    rows, has_more = queries.saved_replies(viewer=viewer, desk=desk, words=words, offset=offset, limit=PAGE)
    more = f"{reverse('saved_replies')}?words={quote(words)}&from={offset + PAGE}" if has_more else ""
    return show(request, "saved_replies/list.html", {"rows": rows, "words": words, "more": more})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new one; on POST it is saved."""
    require(viewer_of(request), Right.work_tickets)
    if request.method == "GET":
        return _form(request, Form(), None)
    return posted(
        request,
        rooms=["saved_replies"],
        verb="write",
        again=lambda form, status: _form(request, form, None, status=status),
        stay=reverse("saved_replies"),
        shows=DeskError,
    )


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, reply_id: int) -> HttpResponse:
    """The form of one that is there; on POST it is changed or retired."""
    row = queries.saved_reply(viewer=viewer_of(request), desk=desk_of(request), reply_id=reply_id)
    if request.method == "GET":
        whose = "/".join(filter(None, (row.role or _role_of(request, row), row.team)))
        return _form(request, Form.filled(name=row.name, text=row.text, role=whose), row)
    return posted(
        request,
        rooms=["saved_replies"],
        again=lambda form, status: _form(request, form, row, status=status),
        stay=reverse("saved_replies"),
        shows=DeskError,
        saved=reply_id,
    )


def _role_of(request: HttpRequest, row: SavedReplyRow) -> str:
    """The role of a team."""
    teams = desk_of(request).organisation.teams
    return teams[row.team].role if row.team is not None and row.team in teams else ""


def _form(request: HttpRequest, form: Form, row: SavedReplyRow | None, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "row": row, "variables": VARIABLES, "whose": _choices(request)}
    return show(request, "saved_replies/form.html", context, status=status)


def _choices(request: HttpRequest) -> list[tuple[str, str]]:
    """Whom the viewer may write for, by what a form sends: their roles and those that they head, with their teams."""
    viewer, desk = viewer_of(request), desk_of(request)
    company, found = desk.organisation, []
    for role in company.roles:
        if may_write_for(viewer, desk, role=role, team=None):
            found.append((str(role), company.called(role, NameFamily.role)))
            teams = (team.name for team in company.teams.values() if team.role == role)
            found += [(f"{role}/{team}", company.called(team, NameFamily.team)) for team in teams]
    return found

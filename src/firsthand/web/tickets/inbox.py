"""The inbox: what needs me next?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast, get_args
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from markupsafe import Markup, escape

from firsthand.domain.errors import Invalid
from firsthand.domain.organisation import Organisation
from firsthand.domain.search import pieces, wanted_in
from firsthand.domain.sentences import say
from firsthand.domain.tickets import Phase
from firsthand.services.intake.queries import RawRow, held_requests
from firsthand.services.tickets.inbox import InboxCursor, InboxFilter, View, endings
from firsthand.services.tickets.inbox import inbox as read_inbox
from firsthand.web.forms import whole
from firsthand.web.request import desk_of, now_of, viewer_of
from firsthand.web.templating import counts_of

VIEWS = get_args(View)
_NAMED = ("status", "kind", "role", "team", "tag", "q")


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the filters offer."""

    statuses: tuple[str, ...]
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    teams: tuple[str, ...]


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """A page of the inbox, next to breach first; every filter is in the address."""
    viewer, now = viewer_of(request), now_of(request)
    choices = _choices(viewer.organisation)
    chosen = filter_of(request.GET, choices)
    page = read_inbox(viewer=viewer, filter=chosen, after=cursor_of(request.GET.get("after", "")), now=now)
    account = next((row.account for row in page.rows if row.account_id == chosen.account_id), "")
    state = viewer.organisation.state(chosen.status)
    ends = state is not None and state.phase is Phase.closed
    context = {
        "now": now,
        "page": page,
        "filter": chosen,
        "account": account,
        "choices": choices,
        "narrowed": chosen != InboxFilter(view=chosen.view),
        "marked": marking(chosen.q),
        "endings": endings(viewer=viewer) if ends else (),
        "newest": not request.GET.get("after"),
        "held": _held(request, chosen),
        "older": address(chosen, after=cursor_text(page.next)) if page.next else "",
        "address": address,
        "without": without,
    }
    return render(request, "tickets/inbox.html", context)


def marking(typed: str) -> Callable[[str], Markup]:
    """What marks the words of a search in a text."""
    wanted = wanted_in(typed)

    def marked(text: str) -> Markup:
        if not wanted.terms:
            return escape(text)
        return Markup("").join(
            Markup("<mark>{}</mark>").format(piece.text) if piece.found else escape(piece.text)
            for piece in pieces(text, wanted)
        )

    return marked


def _held(request: HttpRequest, chosen: InboxFilter) -> tuple[RawRow, ...]:
    """What is held and may be a request: it stands at the head of what the triage role looks at, no search beside."""
    numbers, elsewhere = counts_of(request), chosen.view not in ("mine", "team") or chosen.searches
    if elsewhere or request.GET.get("after") or numbers is None or not numbers.quarantine:
        return ()
    return held_requests(viewer=viewer_of(request), desk=desk_of(request))


def _choices(organisation: Organisation) -> Choices:
    return Choices(
        statuses=tuple(organisation.states.by_name),
        kinds=tuple(organisation.kinds),
        roles=tuple(organisation.roles),
        teams=tuple(organisation.teams),
    )


def filter_of(query: Mapping[str, str], choices: Choices) -> InboxFilter:
    """The filter that an address asks for; what it does not know is left out."""
    view = query.get("view", "mine")
    return InboxFilter(
        view=cast(View, view if view in VIEWS else "mine"),
        status=_known(query.get("status", ""), choices.statuses),
        kind=_known(query.get("kind", ""), choices.kinds),
        role=_known(query.get("role", ""), choices.roles),
        team=_known(query.get("team", ""), choices.teams),
        tag=query.get("tag", "").strip().lower()[:64],
        account_id=whole(query.get("account", "")),
        q=" ".join(query.get("q", "").replace("\x00", "").split())[:200],
    )


def _known(value: str, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""


def address(chosen: InboxFilter, **more: str) -> str:
    """The inbox's address with these filters."""
    parts = {"view": chosen.view} | {name: getattr(chosen, name) for name in _NAMED if getattr(chosen, name)}
    if chosen.account_id is not None:
        parts["account"] = str(chosen.account_id)
    return f"/?{urlencode(parts | more)}"


def without(chosen: InboxFilter, name: str) -> str:
    """The address without one of its filters."""
    empty = {"account": {"account_id": None}}.get(name, {name: ""})
    return address(replace(chosen, **empty))


def cursor_text(cursor: InboxCursor | None) -> str:
    """A place in the order, as it stands in the address."""
    if cursor is None:
        return ""
    at, number, rank = cursor
    return f"{at.astimezone(UTC).isoformat()}_{number}{f'_{rank}' if rank else ''}"


def cursor_of(text: str) -> InboxCursor | None:
    """The place in the order that an address names. Raises Invalid for one that was not made here."""
    if not text:
        return None
    at, _, place = text.partition("_")
    number, _, rank = place.partition("_")
    try:
        return datetime.fromisoformat(at.replace(" ", "+")).astimezone(UTC), int(number), int(rank or 0)
    except (ValueError, OverflowError) as error:
        raise Invalid(
            "bad_place", say("This address names no place in the list. Start from the top."), field="after"
        ) from error

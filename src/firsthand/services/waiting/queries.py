"""Everything that waits for somebody, next due first, each with its reason."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from django.db.models import Manager, OuterRef, Q, Subquery

from firsthand.domain.events import SubjectKind
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import NOTHING_SAID, Name, Sentence, as_written, say
from firsthand.models.clocks import Clock
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket
from firsthand.services.access.doors import decisions_for, tickets_for
from firsthand.services.access.viewers import NOW, Viewer, anybody_like, require
from firsthand.services.access.waiting import OWED, Rows
from firsthand.services.book.deciding import reason_of
from firsthand.services.book.desk import Desk
from firsthand.services.coaching.giving import page_of
from firsthand.services.coaching.likeness import about
from firsthand.services.considerations.queries import label_of as label_of_consideration
from firsthand.services.feature_requests.queries import label_of as label_of_request
from firsthand.services.prepared.queries import Blank, PreparedQuery, one_after_the_other, prepare
from firsthand.services.timers.subjects import WATCHED

WaitingCursor = tuple[datetime, int, int]
"""Where a page begins: when the item before is due, which list it is of, and its number there."""
NO_CLOCK_NOW = say("No clock runs for it now.")


@dataclass(frozen=True, kw_only=True)
class WaitingItem:
    """Something that the viewer owes: `what` it is, the `reason` why it is theirs, and the page where they do it.
    `due_at` is None where no clock runs; `no_clock` says why then, and `clause` which clause says either."""

    what: Sentence
    reason: Sentence
    page: str
    due_at: datetime | None = None
    late: bool = False
    clock: str = ""
    no_clock: Sentence = NOTHING_SAID
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class WaitingPage:
    """A page of what waits; `next` is where the following page begins, None at the end."""

    items: tuple[WaitingItem, ...]
    next: WaitingCursor | None


def waiting_page(*, viewer: Viewer, desk: Desk, after: WaitingCursor | None = None, limit: int = 50) -> WaitingPage:
    """What waits for the viewer, next due first, then what no clock runs for. Its number of queries does not grow with
    what waits. Raises Refused for somebody without a role."""
    require(viewer, Right.see_desk)
    asker = anybody_like(viewer)
    at, of, number = after or (desk.at, None, 0)
    places = _places(asker, of, limit + 1).rows(who=viewer.person_id, now=desk.at, after=at, number=number)
    found = sorted((by, place, pk) for place, by, pk in places)
    shown = found[:limit]
    told: dict[WaitingCursor, WaitingItem] = {}
    for place, (name, source) in enumerate(SOURCES.items()):
        some = [one for one in shown if one[1] == place]
        if some:
            rows = source.read(_table(name, asker).all(), viewer).in_bulk([pk for _, _, pk in some])
            items = source.tell([rows[pk] for _, _, pk in some], viewer, desk)
            told |= dict(zip(some, items, strict=True))
    return WaitingPage(items=tuple(told[one] for one in shown), next=shown[-1] if len(found) > limit else None)


@lru_cache(maxsize=128)
def _places(viewer: Viewer, of: int | None, limit: int) -> PreparedQuery:
    """In which list what waits stands, when it is due, and its number there, from where a page begins that follows one
    which ended in the list `of` (None: at the top). What it names came through its door."""
    at = cast("datetime", Blank("after"))
    queries = []
    for place, name in enumerate(SOURCES):
        rows = OWED[name](viewer, NOW)
        if of is not None and place == of:
            rows = rows.filter(Q(by__gt=at) | Q(by=at, pk__gt=Blank("number")))
        elif of is not None:
            rows = rows.filter(by__gte=at) if place > of else rows.filter(by__gt=at)
        queries.append(prepare(rows.order_by("by", "pk").values_list("by", "pk")[:limit]))
    return one_after_the_other(queries)


@lru_cache(maxsize=128)
def _table(name: str, viewer: Viewer) -> Manager[Any]:
    """The table of a list."""
    manager: Manager[Any] = OWED[name](viewer, NOW).model._default_manager
    return manager


@dataclass(frozen=True, kw_only=True)
class WaitingSource:
    """One list of what waits: `read` adds the columns that are told of its rows, `tell` says them in order."""

    read: Callable[[Rows, Viewer], Rows]
    tell: Callable[[Sequence[Any], Viewer, Desk], list[WaitingItem]]


def _labels(subjects: Collection[Subject], viewer: Viewer, desk: Desk) -> Mapping[int, Sentence]:
    """Subjects in a line each, in one look per kind."""
    of_kind: dict[str, list[int]] = {}
    for one in subjects:
        of_kind.setdefault(one.kind, []).append(one.pk)
    tickets = of_kind.pop(SubjectKind.ticket, [])
    rows = tickets_for(viewer).filter(subject__in=tickets) if tickets else ()
    found = {one.subject_id: ticket_label(one) for one in rows}
    for kind, numbers in of_kind.items():
        found |= WATCHED[kind].labels(numbers, desk)
    return found


def ticket_label(ticket: Ticket) -> Sentence:
    """A ticket in a line."""
    return say("#{number} {title}", number=ticket.pk, title=ticket.title)


def _page(subject: Subject) -> str:
    return f"/t/{subject.ticket_id}" if subject.ticket_id is not None else WATCHED[subject.kind].page_of(subject.pk)


def _clocks(rows: Sequence[Clock], viewer: Viewer, desk: Desk) -> list[WaitingItem]:
    labels = _labels([row.subject for row in rows], viewer, desk)
    return [
        WaitingItem(
            what=labels[row.subject_id],
            reason=_whose(row, viewer),
            page=_page(row.subject),
            due_at=row.due_at,
            late=row.due_at is not None and row.due_at < desk.at,
            clock=row.kind,
            clause=row.clause,
        )
        for row in rows
    ]


def _whose(clock: Clock, viewer: Viewer) -> Sentence:
    named, role = Name(clock.kind), Name(clock.owed_by, NameFamily.role)
    if not clock.owed_by:
        return say("you owe it: {clock}", clock=named)
    if clock.owed_by in viewer.roles | viewer.held:
        return say("{role} owes it: {clock}", role=role, clock=named)
    return say("nobody holds {role}, so it comes to you as an owner of the desk: {clock}", role=role, clock=named)


def _undelivered(rows: Sequence[Any], _viewer: Viewer, _desk: Desk) -> list[WaitingItem]:
    reason = say("our last word did not arrive")
    return [
        WaitingItem(what=ticket_label(row), reason=reason, page=f"/t/{row.pk}", due_at=row.undelivered_at, late=True)
        for row in rows
    ]


def _tickets(rows: Sequence[Any], _viewer: Viewer, _desk: Desk) -> list[WaitingItem]:
    reason = say("you owe the next step")
    return [_unclocked(row, what=ticket_label(row), reason=reason, page=f"/t/{row.pk}") for row in rows]


def _proposals(rows: Sequence[Any], viewer: Viewer, desk: Desk) -> list[WaitingItem]:
    labels = _labels([row.subject for row in rows], viewer, desk)
    reason = say("its answer is yours")
    return [
        _unclocked(row, what=labels[row.subject_id], reason=reason, page=_page(row.subject) or "/proposals")
        for row in rows
    ]


def _handoffs(rows: Sequence[Any], viewer: Viewer, desk: Desk) -> list[WaitingItem]:
    labels = _labels([row.subject for row in rows], viewer, desk)
    answer, asked = say("it is offered to you"), say("something is asked about your offer")
    company = viewer.organisation
    mine = {
        row.pk
        for row in rows
        if viewer.person_id in (row.offered_by_id, row.from_person_id)
        or (
            (row.offered_by_id is row.from_person_id is None and row.question and not row.answer)
            and company.now(row.from_role) in viewer.roles
        )
    }
    return [
        _unclocked(
            row,
            what=labels[row.subject_id],
            reason=asked if row.pk in mine else answer,
            page=f"/handoffs/{row.pk}",
        )
        for row in rows
    ]


def _held(rows: Sequence[Any], viewer: Viewer, desk: Desk) -> list[WaitingItem]:
    labels = _labels([row.subject for row in rows], viewer, desk)
    reason = say("it may be a request, and nobody has looked at it")
    return [
        _unclocked(row, what=labels[row.subject_id], reason=reason, page=WATCHED[SubjectKind.held].page) for row in rows
    ]


def _feature_requests(rows: Sequence[Any], _viewer: Viewer, _desk: Desk) -> list[WaitingItem]:
    reason = say("its answer is yours")
    return [_unclocked(row, what=label_of_request(row), reason=reason, page="/requests") for row in rows]


def _consequences(rows: Sequence[Any], viewer: Viewer, desk: Desk) -> list[WaitingItem]:
    labels = _labels([row.subject for row in rows], viewer, desk)
    reason = say("you are asked what follows from it")
    return [_unclocked(row, what=labels[row.subject_id], reason=reason, page=_page(row.subject)) for row in rows]


def _combined(rows: Sequence[Any], viewer: Viewer, desk: Desk) -> list[WaitingItem]:
    labels = _labels([row.subject for row in rows], viewer, desk)
    reason = say("its combined answer is yours")
    return [_unclocked(row, what=labels[row.subject_id], reason=reason, page=_page(row.subject)) for row in rows]


def _help(rows: Sequence[Any], _viewer: Viewer, desk: Desk) -> list[WaitingItem]:
    labels = _labels([row.subject for row in rows], _viewer, desk)
    reasons = {
        "answered": say("it was answered; say what came of it, or ask again"),
        "back": say("they ask back before they can help"),
        "asked": say("help is asked of you"),
    }
    found = []
    for row in rows:
        stands = "back" if row.asks_back is not None and row.taken_by_id != _viewer.person_id else row.state
        item = _unclocked(row, what=labels[row.subject_id], reason=reasons[stands], page=f"/help/{row.pk}")
        found.append(item if stands == "asked" else replace(item, no_clock=NO_CLOCK_NOW, clause=""))
    return found


def _questions(rows: Sequence[Any], _viewer: Viewer, _desk: Desk) -> list[WaitingItem]:
    reason = say("you asked, and nobody has answered")
    return [_unclocked(row, what=as_written(row.text), reason=reason, page=f"/questions/{row.pk}") for row in rows]


def _considerations(rows: Sequence[Any], _viewer: Viewer, _desk: Desk) -> list[WaitingItem]:
    reason = say("you put the work in order, and it is to be considered")
    return [
        _unclocked(row, what=label_of_consideration(row), reason=reason, page=f"/t/{row.ticket_id}#considerations")
        for row in rows
    ]


def _like_tickets(rows: Sequence[Any], _viewer: Viewer, _desk: Desk) -> list[WaitingItem]:
    reason = say("tickets are alike; say whether a coaching step comes of it")
    return [
        WaitingItem(
            what=say("{account}: tickets alike ({about})", account=row.account.name, about=about(row)),
            reason=reason,
            page=page_of(row.account_id),
            no_clock=NO_CLOCK_NOW,
            clause=row.clause,
        )
        for row in rows
    ]


def _unclocked(row: Any, *, what: Sentence, reason: Sentence, page: str) -> WaitingItem:  # noqa: ANN401, RUF100 - annotated
    """What no clock runs for, with why, as the book said it last."""
    said = (row.decided or {}).get("no_clocks", ())
    return WaitingItem(
        what=what,
        reason=reason,
        page=page,
        no_clock=reason_of(said[0]) if said else NO_CLOCK_NOW,
        clause=(said[0].get("clause") or "") if said else "",
    )


def _with_subject(rows: Rows, _viewer: Viewer) -> Rows:
    return rows.select_related("subject")


def _with_account(rows: Rows, _viewer: Viewer) -> Rows:
    return rows.select_related("account")


def _decided(rows: Rows, viewer: Viewer) -> Rows:
    newest = decisions_for(viewer).filter(subject=OuterRef("subject")).order_by("-id")
    found: Rows = rows.select_related("subject").annotate(decided=Subquery(newest.values("outcome")[:1]))
    return found


SOURCES: Mapping[str, WaitingSource] = {
    "clocks": WaitingSource(read=_with_subject, tell=_clocks),
    "undelivered": WaitingSource(read=_with_subject, tell=_undelivered),
    "tickets": WaitingSource(read=_decided, tell=_tickets),
    "proposals": WaitingSource(read=_decided, tell=_proposals),
    "handoffs": WaitingSource(read=_decided, tell=_handoffs),
    "held": WaitingSource(read=_decided, tell=_held),
    "feature_requests": WaitingSource(read=_decided, tell=_feature_requests),
    "help": WaitingSource(read=_decided, tell=_help),
    "questions": WaitingSource(read=_decided, tell=_questions),
    "considerations": WaitingSource(read=_decided, tell=_considerations),
    "like_tickets": WaitingSource(read=_with_account, tell=_like_tickets),
    "consequences": WaitingSource(read=_decided, tell=_consequences),
    "combined": WaitingSource(read=_decided, tell=_combined),
}
"""How each list of `OWED` is told. What has a clock needs none: its entry in `WATCHED` tells it."""

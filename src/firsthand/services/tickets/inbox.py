"""The inbox: what needs somebody next, next to breach first. Every read is a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, reduce
from operator import add
from typing import Any, Literal

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from firsthand.domain.search import excerpt, wanted_in
from firsthand.domain.sentences import NOTHING_SAID
from firsthand.domain.tickets import OURS, WAITING, Phase
from firsthand.models.channels import Handle
from firsthand.models.considerations import STANDS as IS_CONSIDERED
from firsthand.models.intake import RawState
from firsthand.models.outbox import Delivery, OutboxState
from firsthand.models.people import Person
from firsthand.models.questions import UNANSWERED
from firsthand.models.tasks import OPEN as OPEN_TASK
from firsthand.models.tickets import AT_THE_TOP, NO_CLOCK, Ticket
from firsthand.services.access.counting import open_tickets_counted
from firsthand.services.access.doors import (
    considerations_for,
    notices_for,
    questions_for,
    raw_messages_for,
    tasks_for,
    tickets_for,
)
from firsthand.services.access.proposals import waiting_for
from firsthand.services.access.restrictions import shut_out
from firsthand.services.access.viewers import NOW, Viewer, anybody_like
from firsthand.services.access.waiting import OWED, help_to_give, offers_to_answer
from firsthand.services.prepared.queries import PreparedQuery, prepare
from firsthand.services.search.queries import found as found_by_words
from firsthand.services.search.queries import passage

View = Literal["mine", "team", "all", "waiting"]
InboxCursor = tuple[datetime, int, int]
"""Where a page begins: when the ticket before breaks (of a search: was changed), its number, and how it was found."""


@dataclass(frozen=True, kw_only=True)
class InboxFilter:
    """What the inbox shows; every field can be set in the URL, empty means any. With words (`q`) it shows whatever of
    the view has them, open or not, newest first."""

    view: View = "mine"
    status: str = ""
    kind: str = ""
    role: str = ""
    team: str = ""
    tag: str = ""
    account_id: int | None = None
    q: str = ""

    @property
    def searches(self) -> bool:
        """Whether it looks for words."""
        return bool(self.q.strip())


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """One ticket in the inbox. `due_at` is its next running clock's; `late` when that instant is past, or our last word
    did not arrive (`undelivered`). `held_up`: an answer waits, because no server takes it. `to_consider`: something is
    given to consider in the order of the work (S24), and how it was answered, empty so far; None where nothing is.
    `passage` is a line of what was said with the words that were looked for."""

    id: int
    title: str
    status: str
    owes: str
    kind: str
    kind_confirmed: bool
    severity: str
    account_id: int | None
    account: str
    stage: str
    contact: str
    responsible_role: str
    team: str
    responsible: str
    received_at: datetime
    updated_at: datetime
    due_at: datetime | None
    next_clock: str
    late: bool
    undelivered: bool
    held_up: bool
    to_consider: str | None
    passage: str = ""


@dataclass(frozen=True, kw_only=True)
class InboxPage:
    """A page of the inbox; `next` is where the following page begins, None at the end. `only_newest`: the words are so
    common that only what is newest was looked at."""

    rows: tuple[InboxRow, ...]
    next: InboxCursor | None
    only_newest: bool = False


@dataclass(frozen=True, kw_only=True)
class InboxCounts:
    """The numbers beside the views; and the change stamp, see `change_stamp`."""

    mine: int
    team: int
    all: int
    waiting: int
    quarantine: int
    unread_notices: int
    proposals: int
    tasks: int
    questions: int
    handoffs: int
    help: int
    owed: int
    stamp: str


_WAITS = (OutboxState.queued, OutboxState.sending)
_COLUMNS = (
    "id",
    "title",
    "status",
    "kind",
    "kind_confirmed_at",
    "severity",
    "account_id",
    "account__name",
    "stage",
    "contact__name",
    "known_by",
    "responsible_role",
    "responsible__name",
    "received_at",
    "updated_at",
    "order_at",
    "next_clock",
    "owes",
    "team",
    "undelivered_at",
    "held_up",
    "to_consider",
)


def inbox(
    *, viewer: Viewer, filter: InboxFilter, after: InboxCursor | None, now: datetime, limit: int = 50
) -> InboxPage:
    """A page of tickets, next to breach first, then oldest. `after` is the cursor of the page before."""
    if filter.searches:
        return _searched(viewer, filter, after=after, now=now, limit=limit)
    found = _chosen(viewer, filter)
    if after is not None:
        at, number, _ = after
        found = found.filter(Q(order_at__gt=at) | Q(order_at=at, id__gt=number), order_at__gte=at)
    rows = list(
        found.annotate(known_by=_first_address(), held_up=_held_up(), to_consider=_to_consider(viewer, now))
        .order_by("order_at", "id")
        .values_list(*_COLUMNS)[: limit + 1]
    )
    page = tuple(_row(row, now) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return InboxPage(rows=page, next=(last[15], last[0], 0) if last else None)


def _searched(
    viewer: Viewer, filter: InboxFilter, *, after: InboxCursor | None, now: datetime, limit: int
) -> InboxPage:
    """A page of what has the words: the ticket whose number was typed, then those that have them in their title, each
    changed last first. What is shown is read of the tickets of the page alone."""
    wanted = wanted_in(filter.q)
    hits = found_by_words(_chosen(viewer, filter), wanted, viewer)
    chosen = hits.tickets.annotate(rank=hits.rank)
    if after is not None:
        at, number, rank = after
        chosen = chosen.filter(
            Q(rank__gt=rank) | Q(rank=rank, updated_at__lt=at) | Q(rank=rank, updated_at=at, id__lt=number)
        )
    order = ("rank", "-updated_at", "-id")
    shown = tickets_for(viewer).filter(pk__in=chosen.order_by(*order).values("pk")[: limit + 1])
    columns = shown.annotate(
        rank=hits.rank,
        only_newest=hits.only_newest,
        known_by=_first_address(),
        held_up=_held_up(),
        to_consider=_to_consider(viewer, now),
        passage=passage(wanted, viewer),
    )
    rows = list(columns.order_by(*order).values_list(*_COLUMNS, "passage", "only_newest", "rank"))
    page = tuple(replace(_row(row[:-3], now), passage=excerpt(row[-3] or "", wanted)) for row in rows[:limit])
    last = page[-1] if len(rows) > limit else None
    return InboxPage(
        rows=page,
        next=(last.updated_at, last.id, rows[limit - 1][-1]) if last else None,
        only_newest=any(row[-2] for row in rows),
    )


def _first_address() -> Case:
    """The address of a contact who has no name, as a column."""
    handles = Handle.objects.filter(contact=OuterRef("contact")).order_by("id").values("address")
    return Case(When(contact__name="", then=Subquery(handles[:1])), default=Value(""))


def _held_up() -> Exists:
    """Whether an answer of a ticket waits, because no server took it so far, as a column."""
    waiting = Delivery.objects.filter(ticket=OuterRef("pk"), purpose="reply", state__in=_WAITS)
    return Exists(waiting.exclude(last_error=NOTHING_SAID))


def _to_consider(viewer: Viewer, now: datetime) -> Subquery:
    """How what is to be considered on a ticket was answered, as a column; of several the first that was not."""
    standing = considerations_for(viewer).filter(IS_CONSIDERED, ticket=OuterRef("pk"), until__gt=now)
    return Subquery(standing.order_by(F("answered_at").asc(nulls_first=True), "id").values("answer")[:1])


def _row(row: tuple[object, ...], now: datetime) -> InboxRow:
    values = dict(zip(_COLUMNS, row, strict=True))
    order_at = values["order_at"]
    due_at = order_at if isinstance(order_at, datetime) and AT_THE_TOP < order_at < NO_CLOCK else None
    undelivered = values["undelivered_at"] is not None
    return InboxRow(  # the casts are checked by the columns' types
        id=values["id"],  # type: ignore[arg-type]
        title=str(values["title"]),
        status=str(values["status"]),
        owes=str(values["owes"]),
        kind=str(values["kind"]),
        kind_confirmed=values["kind_confirmed_at"] is not None,
        severity=str(values["severity"]),
        account_id=values["account_id"],  # type: ignore[arg-type]
        account=str(values["account__name"] or ""),
        stage=str(values["stage"]),
        contact=str(values["contact__name"] or values["known_by"] or ""),
        responsible_role=str(values["responsible_role"]),
        team=str(values["team"] or ""),
        responsible=str(values["responsible__name"] or ""),
        received_at=values["received_at"],  # type: ignore[arg-type]
        updated_at=values["updated_at"],  # type: ignore[arg-type]
        due_at=due_at,
        next_clock=str(values["next_clock"]),
        late=undelivered or (due_at is not None and due_at < now),
        undelivered=undelivered,
        held_up=bool(values["held_up"]),
        to_consider=values["to_consider"],  # type: ignore[arg-type]
    )


def _chosen(viewer: Viewer, filter: InboxFilter) -> QuerySet[Ticket]:
    found = tickets_for(viewer)
    state = viewer.organisation.state(filter.status)
    if (state is None and not filter.searches) or (state is not None and state.phase is Phase.open):
        found = found.filter(solved_at__isnull=True)
    if filter.view == "mine":
        found = found.filter(responsible_id=viewer.person_id)
    elif filter.view == "team":
        found = found.filter(responsible_role__in=viewer.roles)
    if not filter.status and filter.view != "all" and (filter.view == "waiting" or not filter.searches):
        found = found.filter(owes__in=WAITING if filter.view == "waiting" else OURS)
    named = {
        "status": filter.status,
        "kind": filter.kind,
        "responsible_role": filter.role,
        "team": filter.team,
        "tags__tag": filter.tag,
        "account_id": filter.account_id,
    }
    return found.filter(**{column: value for column, value in named.items() if value})


def counts(*, viewer: Viewer, now: datetime) -> InboxCounts:
    """The numbers beside the views, and the change stamp of before they were read, in two queries over covering
    indexes."""
    mine, to_answer, asked, offered, help_asked, owed, *shown = _numbers(anybody_like(viewer)).rows(
        who=viewer.person_id, now=now
    )[0]
    unread, held, to_do = shown[:3]
    rows = open_tickets_counted(viewer)
    return InboxCounts(
        mine=mine or 0,
        team=sum(count for role, owes, count in rows if role in viewer.roles and owes in OURS),
        all=sum(count for _, _, count in rows),
        waiting=sum(count for _, owes, count in rows if owes in WAITING),
        quarantine=held or 0,
        unread_notices=unread or 0,
        proposals=to_answer or 0,
        tasks=to_do or 0,
        questions=asked or 0,
        handoffs=offered or 0,
        help=help_asked or 0,
        owed=owed or 0,
        stamp=_stamp(shown),
    )


@lru_cache(maxsize=64)
def _numbers(viewer: Viewer) -> PreparedQuery:
    """The numbers that are the viewer's own, and what else changes with what the inbox shows, in one query."""
    open_tickets = tickets_for(viewer).filter(solved_at__isnull=True)
    return _in_one_row(
        viewer,
        mine=_how_many(open_tickets.filter(responsible_id=viewer.person_id, owes__in=OURS)),
        to_answer=_how_many(waiting_for(viewer, at=NOW)),
        asked=_how_many(questions_for(viewer).filter(UNANSWERED)),
        offered=_how_many(offers_to_answer(viewer, NOW)),
        help_asked=_how_many(help_to_give(viewer, NOW)),
        owed=reduce(add, (Coalesce(_how_many(rows(viewer, NOW)), 0) for rows in OWED.values())),
        **_changing(viewer),
    )


def _in_one_row(viewer: Viewer, **columns: Combinable) -> PreparedQuery:
    """These columns, of one row that is always there."""
    return prepare(Person.objects.filter(pk=viewer.person_id).annotate(**columns).values_list(*columns))


def _how_many(rows: QuerySet[Any]) -> Subquery:
    """The number of rows, as a column."""
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(n=count).values("n"))


def endings(*, viewer: Viewer) -> tuple[tuple[str, int], ...]:
    """How closed tickets ended, with their numbers; what was not a request is counted apart from what was resolved."""
    closed = tickets_for(viewer).filter(phase=Phase.closed).values_list("closed_as")
    return tuple((how, count) for how, count in closed.annotate(count=Count("*")).order_by("closed_as"))


def change_stamp(*, viewer: Viewer) -> str:
    """A short text that changes whenever something that the inbox shows has changed; one query. It is a digest: what it
    is made of, how many tickets the viewer is shut out of among it, cannot be read from it."""
    return _stamp(_shown(anybody_like(viewer)).rows(who=viewer.person_id)[0])


def _stamp(shown: Iterable[object]) -> str:
    return salted_hmac("firsthand.live", "-".join(map(str, shown)), algorithm="sha256").hexdigest()[:24]


@lru_cache(maxsize=64)
def _shown(viewer: Viewer) -> PreparedQuery:
    return _in_one_row(viewer, **_changing(viewer))


def _changing(viewer: Viewer) -> dict[str, Subquery]:
    """What changes with what the inbox shows."""
    return {
        "unread": _how_many(notices_for(viewer).filter(read_at=None)),
        "held": _how_many(raw_messages_for(viewer).filter(state=RawState.quarantined)),
        "to_do": _how_many(tasks_for(viewer).filter(OPEN_TASK, who_id=viewer.person_id)),
        "newest": Subquery(tickets_for(viewer).order_by("-updated_at").values("updated_at")[:1]),
        "last": Subquery(tickets_for(viewer).order_by("-id").values("id")[:1]),
        "shut": _how_many(shut_out(viewer)),
    }

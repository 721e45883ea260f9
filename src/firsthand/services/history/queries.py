"""The past of the desk itself, as rows: its tickets, their first replies, and the waits and hands of their timeline."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet

from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.events.earlier import EARLIEST, stood_after
from firsthand.domain.names import StateName
from firsthand.domain.tickets import WAITING, Owes
from firsthand.models.conversation import Direction, Message
from firsthand.models.events import Event
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.doors import tickets_for, tickets_of_the_desk
from firsthand.services.access.viewers import Viewer

_STATUS_VERBS = (
    "status_changed",
    "status_set",
    "closed_by_itself",
    "merged_away",
    "ended_as_not_a_request",
    "message_received",
    "merged_in",
    "taken",
    "assigned",
)
_CUSTODY_VERBS = (
    "received",
    "assigned",
    "handed_over",
    "handover_taken_back",
    "kind_confirmed",
    "reclassified",
    "severity_set",
    "split_from",
)
_FIELDS = (
    "kind",
    "severity",
    "channel",
    "stage",
    "strategic",
    "plan",
    "contract",
    "account__name",
    "topic",
    "responsible_role",
)

PastWait = tuple[int, int, int | None, StateName, Owes]
Hand = tuple[int, int, int | None, str]


@dataclass(frozen=True, kw_only=True)
class Past:
    """What tickets went through. `columns` has a value a ticket for each field; `first_responses` are by ticket.

    A wait is the row of its ticket, from when, to when (None while it lasts), the state and who owed the next step; a
    hand the same with the responsible role. Instants are in microseconds.
    """

    ids: tuple[int, ...]
    received_at: tuple[datetime, ...]
    solved_at: tuple[datetime | None, ...]
    columns: Mapping[str, tuple[Any, ...]]
    first_responses: Mapping[int, datetime]
    waits: Sequence[PastWait]
    hands: Sequence[Hand]


def past_of_desk(*, now: datetime, most: int | None, viewer: Viewer | None = None) -> Past | None:
    """The newest tickets of the desk in the order of their receipt; None when there are none.

    Merged tickets, what was no request and what we began ourselves are left out, and so is what the viewer is shut out
    of; without a viewer, for whoever reads it, every restricted ticket.
    """
    requests = (
        _seen(viewer)
        .filter(begun=False)
        .exclude(closed_as__in=[one.value for one in ClosedAs if one is not ClosedAs.resolved])
    )
    newest = requests.filter(received_at__lte=now).order_by("-received_at", "-id")
    rows = list(newest.values_list("id", "received_at", "solved_at", *_FIELDS)[:most])
    if not rows:
        return None
    rows.reverse()
    ids, received_at, solved_at, *values = zip(*rows, strict=True)
    waits, hands = _timeline(ids, whole=most is None or len(rows) < most)
    return Past(
        ids=ids,
        received_at=received_at,
        solved_at=solved_at,
        columns=dict(zip(_FIELDS, values, strict=True)),
        first_responses=_first_responses(since=min(ids)),
        waits=waits,
        hands=hands,
    )


def titles_of(ids: Collection[int], *, viewer: Viewer) -> dict[int, str]:
    """The titles of tickets that the viewer sees, by their numbers."""
    return dict(_seen(viewer).filter(pk__in=ids).values_list("id", "title"))


def _seen(viewer: Viewer | None) -> QuerySet[Ticket]:
    return tickets_for(viewer) if viewer is not None else tickets_of_the_desk()


def _first_responses(*, since: int) -> dict[int, datetime]:
    """When each ticket got its first reply that counts as a response (A17)."""
    replies = Message.objects.filter(
        direction=Direction.outbound, counts_as_response=True, taken_back_at=None, ticket_id__gte=since
    )
    return dict(replies.order_by().values_list("ticket_id").annotate(first=Min("at")))


def _timeline(ids: Sequence[int], *, whole: bool) -> tuple[list[PastWait], list[Hand]]:
    """The waits and the hands of the tickets, by row. `whole` says that every ticket of the desk is among them."""
    row_of = {number: row for row, number in enumerate(ids)}
    events = Event.objects.filter(verb__in=sorted({*_STATUS_VERBS, *_CUSTODY_VERBS}), subject__kind="ticket")
    if not whole:
        events = events.filter(subject__ticket_id__gte=min(ids))
    waits: list[PastWait] = []
    hands: list[Hand] = []
    listed = events.order_by("subject__ticket_id", "id").values_list("subject__ticket_id", "at", "verb", "payload")
    for number, of_ticket in _by_ticket(listed.iterator(chunk_size=5_000)):
        if number in row_of:
            waits.extend(_waits_of(row_of[number], of_ticket))
            hands.extend(_hands_of(row_of[number], of_ticket))
    return waits, hands


def _by_ticket(events: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    held: list[tuple[Any, ...]] = []
    for event in events:
        if held and held[0][0] != event[0]:
            yield held[0][0], held
            held = []
        held.append(event)
    if held:
        yield held[0][0], held


def _waits_of(row: int, events: Sequence[tuple[Any, ...]]) -> Iterator[PastWait]:
    stood, since = EARLIEST, 0
    for _, at, verb, detail in events:
        then = stood_after(stood, verb=verb, payload=detail)
        if then == stood:
            continue
        if stood.owes in WAITING:
            yield row, since, instant_of(at), stood.state, stood.owes
        stood, since = then, instant_of(at)
    if stood.owes in WAITING:
        yield row, since, None, stood.state, stood.owes


def _hands_of(row: int, events: Sequence[tuple[Any, ...]]) -> Iterator[Hand]:
    role, since = "", 0
    for _, at, _verb, detail in events:
        then = str(detail.get("responsible_role") or detail.get("role") or role)
        if then == role:
            continue
        if role:
            yield row, since, instant_of(at), role
        role, since = then, instant_of(at)
    if role:
        yield row, since, None, role

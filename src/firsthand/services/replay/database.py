"""The history of the desk itself: its tickets, their answers, waits and hands, read from the timeline."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Min

from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.tickets import TicketStatus
from firsthand.models.conversation import Direction, Message
from firsthand.models.tickets import ClosedAs, Ticket, TimelineEvent
from firsthand.services.clocks.status_history import STATUS_VERBS, status_after
from firsthand.simulate.history import (
    CUSTOMER,
    NAT,
    THIRD_PARTY,
    Categories,
    History,
    Int64s,
    Pauses,
    Spans,
    no_instants,
)

MOST_TICKETS = 50_000
_CUSTODY_VERBS = ("received", "assigned", "kind_confirmed", "reclassified", "severity_set", "split_from")
_WAITS = {TicketStatus.pending: CUSTOMER, TicketStatus.on_hold: THIRD_PARTY}
_FIELDS = ("kind", "severity", "channel", "stage", "strategic", "plan", "contract", "account__name", "responsible_role")


def database_history(*, now: datetime, most: int | None = MOST_TICKETS) -> History | None:
    """The newest tickets of the desk as a history, in the order of their receipt; None when there are none.

    Merged tickets and what was no request are left out. A ticket counts by its kind as it stands; what waits for the
    customer is `pending`, what waits for somebody else `on_hold`, as its timeline says.
    """
    requests = Ticket.objects.exclude(closed_as__in=[one.value for one in ClosedAs if one is not ClosedAs.resolved])
    newest = requests.filter(received_at__lte=now).order_by("-received_at", "-id")
    rows = list(newest.values_list("id", "received_at", "solved_at", *_FIELDS)[:most])
    if not rows:
        return None
    rows.reverse()
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    columns: dict[str, Any] = dict(zip(_FIELDS, zip(*(row[3:] for row in rows), strict=True), strict=True))
    strategic = np.array(columns.pop("strategic"), dtype=np.bool_)
    names = {name: Categories.of(value or None for value in values) for name, values in columns.items()}
    waits, hands = _timeline(ids, whole=most is None or len(rows) < most)
    return History(
        ids=[str(number) for number in ids.tolist()],
        received_at=np.array([instant_of(row[1]) for row in rows], dtype=np.int64),
        account=names.pop("account__name"),
        team=names.pop("responsible_role"),
        strategic=strategic,
        group=Categories.constant(None, len(rows)),
        first_response_at=_first_responses(ids),
        resolved_at=np.array([NAT if row[2] is None else instant_of(row[2]) for row in rows], dtype=np.int64),
        target_at=no_instants(len(rows)),
        pauses=_pauses(waits),
        custody=_custody(hands),
        until=instant_of(now),
        unrecorded=frozenset({"target_at"}),
        **names,
    )


def _first_responses(ids: Int64s) -> Int64s:
    """When each ticket got its first reply that counts as a response (A17)."""
    found = no_instants(len(ids))
    replies = Message.objects.filter(
        direction=Direction.outbound, counts_as_response=True, taken_back_at=None, ticket_id__gte=int(ids.min())
    )
    firsts = dict(replies.order_by().values_list("ticket_id").annotate(first=Min("at")))
    for row, number in enumerate(ids.tolist()):
        if number in firsts:
            found[row] = instant_of(firsts[number])
    return found


Wait = tuple[int, int, int, TicketStatus]
Hand = tuple[int, int, int, str]


def _timeline(ids: Int64s, *, whole: bool) -> tuple[list[Wait], list[Hand]]:
    """The waits and the hands of the tickets, by row. `whole` says that every ticket of the desk is among them."""
    row_of = {number: row for row, number in enumerate(ids.tolist())}
    events = TimelineEvent.objects.filter(verb__in=sorted({*STATUS_VERBS, *_CUSTODY_VERBS}))
    if not whole:
        events = events.filter(ticket_id__gte=int(ids.min()))
    waits: list[Wait] = []
    hands: list[Hand] = []
    listed = events.order_by("ticket_id", "at", "id").values_list("ticket_id", "at", "verb", "detail")
    for number, of_ticket in _by_ticket(listed.iterator(chunk_size=5_000)):
        if number in row_of:
            waits.extend(_waits_of(row_of[number], of_ticket))
            hands.extend(_hands_of(row_of[number], of_ticket))
    return sorted(waits), sorted(hands)


def _by_ticket(events: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    held: list[tuple[Any, ...]] = []
    for event in events:
        if held and held[0][0] != event[0]:
            yield held[0][0], held
            held = []
        held.append(event)
    if held:
        yield held[0][0], held


def _waits_of(row: int, events: Sequence[tuple[Any, ...]]) -> Iterator[Wait]:
    status, since = TicketStatus.new, 0
    for _, at, verb, detail in events:
        then = status_after(status, verb=verb, detail=detail)
        if then is status:
            continue
        if status in _WAITS:
            yield row, since, instant_of(at), status
        status, since = then, instant_of(at)
    if status in _WAITS:
        yield row, since, NAT, status


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
        yield row, since, NAT, role


def _pauses(waits: Sequence[Wait]) -> Pauses:
    return Pauses(
        rows=_column(waits, 0),
        from_at=_column(waits, 1),
        to_at=_column(waits, 2),
        state=Categories.of(status.value for *_, status in waits),
        party=Categories.of(_WAITS[status] for *_, status in waits),
    )


def _custody(hands: Sequence[Hand]) -> Spans:
    return Spans(
        rows=_column(hands, 0),
        from_at=_column(hands, 1),
        to_at=_column(hands, 2),
        party=Categories.of(role for *_, role in hands),
    )


def _column(rows: Sequence[tuple[Any, ...]], place: int) -> Int64s:
    return np.array([row[place] for row in rows], dtype=np.int64)

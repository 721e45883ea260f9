"""The history of the desk itself: its tickets, their answers, waits and hands, as columns."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.tickets import Owes
from firsthand.services.access.viewers import Viewer
from firsthand.services.history.queries import Hand, Past, PastWait, past_of_desk
from firsthand.workbench.history.categories import Categories, Int64s
from firsthand.workbench.history.spans import CUSTOMER, THIRD_PARTY, Pauses, Spans
from firsthand.workbench.history.ticket_columns import NAT, History, no_instants

MOST_TICKETS = 50_000
_PARTY = {Owes.customer: CUSTOMER, Owes.inside: THIRD_PARTY}


def database_history(*, now: datetime, most: int | None = MOST_TICKETS, viewer: Viewer | None = None) -> History | None:
    """The newest tickets of the desk as a history, in the order of their receipt; None when there are none.

    Merged tickets and what was no request are left out, and what the viewer is shut out of; without a viewer every
    restricted ticket, because a report is read by more people than one knows. A ticket counts by its kind as it stands;
    what waits for the customer, or for somebody else, waits in the state that its timeline says.
    """
    past = past_of_desk(now=now, most=most, viewer=viewer)
    return None if past is None else _columns(past, until=instant_of(now))


def _columns(past: Past, *, until: int) -> History:
    columns = dict(past.columns)
    strategic = np.array(columns.pop("strategic"), dtype=np.bool_)
    names = {name: Categories.of(value or None for value in values) for name, values in columns.items()}
    return History(
        ids=[str(number) for number in past.ids],
        received_at=_instants(past.received_at),
        account=names.pop("account__name"),
        team=names.pop("responsible_role"),
        strategic=strategic,
        group=Categories.constant(None, len(past.ids)),
        first_response_at=_instants(past.first_responses.get(number) for number in past.ids),
        resolved_at=_instants(past.solved_at),
        target_at=no_instants(len(past.ids)),
        pauses=_pauses(past.waits),
        custody=_custody(past.hands),
        until=until,
        unrecorded=frozenset({"target_at"}),
        **names,
    )


def _pauses(past: Sequence[PastWait]) -> Pauses:
    waits = sorted(
        (row, since, NAT if until is None else until, state, owes) for row, since, until, state, owes in past
    )
    return Pauses(
        rows=_column(waits, 0),
        from_at=_column(waits, 1),
        to_at=_column(waits, 2),
        state=Categories.of(state for *_, state, _owes in waits),
        party=Categories.of(_PARTY[owes] for *_, owes in waits),
    )


def _custody(past: Sequence[Hand]) -> Spans:
    hands = sorted((row, since, NAT if until is None else until, role) for row, since, until, role in past)
    return Spans(
        rows=_column(hands, 0),
        from_at=_column(hands, 1),
        to_at=_column(hands, 2),
        party=Categories.of(role for *_, role in hands),
    )


def _instants(found: Iterable[datetime | None]) -> Int64s:
    return np.array([NAT if at is None else instant_of(at) for at in found], dtype=np.int64)


def _column(rows: Sequence[tuple[Any, ...]], place: int) -> Int64s:
    return np.array([row[place] for row in rows], dtype=np.int64)

"""A history of tickets as columns: what was asked, by whom, when, and what became of it."""

from dataclasses import dataclass, fields
from typing import Any, Protocol

import numpy as np

from firsthand.workbench.history.categories import Bools, Categories, Int64s
from firsthand.workbench.history.spans import Pauses, Spans

NAT = int(np.iinfo(np.int64).min)
_NOT_COLUMNS = ("pauses", "custody", "until", "unrecorded")


class Ids(Protocol):
    """The tickets' ids. Few are ever read, so a source may make their texts only when asked."""

    def __len__(self) -> int:
        """How many tickets."""

    def __getitem__(self, row: int, /) -> str:
        """The id of one ticket."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PickedIds:
    """The ids of some rows of another history."""

    ids: Ids
    rows: Int64s

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, row: int, /) -> str:
        return self.ids[int(self.rows[row])]


@dataclass(frozen=True, kw_only=True, eq=False)
class History:
    """Tickets as columns of equal length. Instants are int64 microseconds since 1970 UTC, NAT where there is none.

    `kind` and `stage` are never absent and hold names that conditions know. `team` is who owned the ticket as
    recorded, `group` any name by which tickets are set side by side (the type of a request), `target_at` the due
    instant that the log itself states. `until` is the last instant that the log knows about: what is open then
    stands as it stood then. `unrecorded` names the columns of instants that the log does not have at all, which is not
    the same as an act that has not happened. `ValueError` when the columns are not of one length.
    """

    ids: Ids
    received_at: Int64s
    kind: Categories
    severity: Categories
    channel: Categories
    stage: Categories
    strategic: Bools
    plan: Categories
    contract: Categories
    account: Categories
    topic: Categories
    team: Categories
    group: Categories
    first_response_at: Int64s
    resolved_at: Int64s
    target_at: Int64s
    pauses: Pauses
    custody: Spans
    until: int
    unrecorded: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for column in fields(self):
            value = getattr(self, column.name)
            if column.name not in _NOT_COLUMNS and len(value) != len(self.received_at):
                message = f"{column.name} has {len(value)} rows, received_at has {len(self.received_at)}"
                raise ValueError(message)

    def before_receipt(self, acts: Int64s) -> Bools:
        """Which recorded acts lie before the receipt of their ticket: what they meet, the log does not say."""
        early: Bools = (acts != NAT) & (acts < self.received_at)
        return early

    def __len__(self) -> int:
        return len(self.received_at)

    def select(self, rows: Int64s | Bools) -> "History":
        """The tickets of a mask, or of row numbers in that order, with their spans."""
        picked = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows.astype(np.int64)
        chosen: dict[str, Any] = {
            "ids": PickedIds(ids=self.ids, rows=picked),
            "pauses": self.pauses.select(picked, len(self)),
            "custody": self.custody.select(picked, len(self)),
            "until": self.until,
            "unrecorded": self.unrecorded,
        }
        for column in fields(self):
            value = getattr(self, column.name)
            if isinstance(value, Categories):
                chosen[column.name] = value.select(picked)
            elif isinstance(value, np.ndarray):
                chosen[column.name] = value[picked]
        return History(**chosen)


def no_instants(rows: int) -> Int64s:
    """A column of instants that were not recorded."""
    return np.full(rows, NAT, dtype=np.int64)


def last_instant(*columns: Int64s) -> int:
    """The latest instant of several columns; NAT when there is none (NAT is the smallest number)."""
    return max((int(column.max()) for column in columns if len(column)), default=NAT)

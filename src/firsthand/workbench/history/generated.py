"""Histories made up from a seed: the mix of a support desk, for benchmarks and for machines that share a replay."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.organisation.default import DEFAULT
from firsthand.workbench.history.categories import Categories, Int32s, Int64s
from firsthand.workbench.history.spans import CUSTOMER, THIRD_PARTY, UNASSIGNED, Pauses, Spans
from firsthand.workbench.history.ticket_columns import NAT, History, no_instants

_FROM, _TO = (instant_of(datetime(year, 7, 1, tzinfo=UTC)) for year in (2021, 2022))
_MINUTE = 60_000_000
_ACCOUNTS = 2_000
_TEAMS = ("support", "customer_engineering", "engineering", "product")


@dataclass(frozen=True, kw_only=True)
class NumberedIds:
    """Ids such as T-000000042, made when asked for."""

    first: int
    count: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, row: int, /) -> str:
        return f"T-{self.first + row:09}"


def generated(rows: int, *, seed: int, first: int = 0) -> History:
    """A history of a year, always the same for a seed: how-to, wishes and trouble from 2,000 accounts, two in three
    on weekdays by day, one in eight unanswered, one in three with waits, and one or two hands each."""
    draw = np.random.default_rng(seed)
    received = _received(draw, rows)
    response = received + (draw.lognormal(4.0, 1.4, rows) * _MINUTE).astype(np.int64)
    solved = response + (draw.lognormal(6.5, 1.5, rows) * _MINUTE).astype(np.int64)
    solved[draw.random(rows) < 0.1] = NAT
    response[draw.random(rows) < 0.125] = NAT
    account = draw.integers(0, _ACCOUNTS, rows).astype(np.int32)
    by_account = np.random.default_rng(7)  # what an account is does not depend on the part of the history
    plan, contract = by_account.integers(-1, 2, _ACCOUNTS), np.where(by_account.random(_ACCOUNTS) < 0.2, 0, -1)
    stage, strategic = by_account.integers(0, 3, _ACCOUNTS), by_account.random(_ACCOUNTS) < 0.1
    kind = draw.choice(3, rows, p=[0.35, 0.15, 0.5]).astype(np.int32)
    team = np.where(kind == 2, 0, 1).astype(np.int32)
    until = _TO + 30 * 24 * 60 * _MINUTE
    return History(
        ids=NumberedIds(first=first, count=rows),
        received_at=received,
        kind=Categories(codes=kind, names=tuple(DEFAULT.kinds)),
        severity=Categories(codes=draw.integers(-1, 4, rows).astype(np.int32), names=("s1", "s2", "s3", "s4")),
        channel=Categories(codes=draw.integers(0, 3, rows).astype(np.int32), names=("email", "slack", "portal")),
        stage=Categories(codes=stage[account].astype(np.int32), names=tuple(DEFAULT.stages)),
        strategic=strategic[account],
        plan=Categories(codes=plan[account].astype(np.int32), names=("team", "enterprise")),
        contract=Categories(codes=contract[account].astype(np.int32), names=("custom",)),
        topic=Categories.constant(None, rows),
        account=Categories(codes=account, names=tuple(f"Account {number:04}" for number in range(_ACCOUNTS))),
        team=Categories(codes=team, names=_TEAMS),
        group=Categories.constant(None, rows),
        first_response_at=np.where(response > until, NAT, response),
        resolved_at=np.where(solved > until, NAT, solved),
        target_at=no_instants(rows),
        pauses=_pauses(draw, received, np.where(solved == NAT, until, solved)),
        custody=_custody(draw, received, np.where(solved == NAT, until, solved), team),
        until=until,
    )


def _received(draw: np.random.Generator, rows: int) -> Int64s:
    """Instants of a year in order; most of those at night or on a Sunday are moved to the next day's office hours."""
    at = draw.integers(_FROM, _TO, rows)
    hour = at // (60 * _MINUTE) % 24
    night = ((hour < 8) | (hour > 18)) & (draw.random(rows) < 0.66)
    moved = draw.integers(8, 18, rows) - hour
    return np.sort(np.where(night, at + moved * 60 * _MINUTE, at))


def _pauses(draw: np.random.Generator, begins: Int64s, ends: Int64s) -> Pauses:
    rows = np.flatnonzero(draw.random(len(begins)) < 0.33)
    rows = np.sort(np.concatenate([rows, rows[draw.random(len(rows)) < 0.3]]))
    length = np.maximum(ends[rows] - begins[rows], _MINUTE)
    from_at = begins[rows] + (draw.random(len(rows)) * length).astype(np.int64)
    to_at = from_at + (draw.random(len(rows)) * (ends[rows] - from_at)).astype(np.int64)
    order = np.lexsort((from_at, rows))
    state = (draw.random(len(rows)) < 0.3).astype(np.int32)
    return Pauses(
        rows=rows,
        from_at=from_at[order],
        to_at=to_at[order],
        party=Categories(codes=state, names=(CUSTOMER, THIRD_PARTY)),
        state=Categories(codes=state, names=("pending", "on_hold")),
    )


def _custody(draw: np.random.Generator, begins: Int64s, ends: Int64s, team: Int32s) -> Spans:
    """The queue first, then the ticket's team, and for one in five an engineer after that."""
    count = len(begins)
    length = np.maximum(ends - begins, 1)
    taken = begins + (draw.random(count) * 0.2 * length).astype(np.int64)
    given = np.where(draw.random(count) < 0.2, taken + (draw.random(count) * (ends - taken)).astype(np.int64), ends)
    some = given < ends
    rows = np.concatenate([np.arange(count), np.arange(count), np.flatnonzero(some)])
    from_at = np.concatenate([begins, taken, given[some]])
    to_at = np.concatenate([taken, given, np.full(int(some.sum()), NAT)])
    party = np.concatenate([np.full(count, 4), team, np.full(int(some.sum()), 2)]).astype(np.int32)
    order = np.lexsort((from_at, rows))
    names = (*_TEAMS, UNASSIGNED)
    return Spans(
        rows=rows[order],
        from_at=from_at[order],
        to_at=to_at[order],
        party=Categories(codes=party[order], names=names),
    )

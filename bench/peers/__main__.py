"""`python -m bench.peers`, in `.venv-peers`: all that was asked and timed, as one JSON object."""

import argparse
import json
import random
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import median_seconds
from bench.peers import ours
from bench.peers.naive import NAIVE
from bench.peers.trials import (
    BUDGET,
    OFFICE,
    YEAR,
    agreement,
    answered,
    given_rows,
    round_trips,
    rows_per_second,
    verdicts,
)
from bench.peers.values import DayPeer, Peer
from bench.peers.whole_days import WHOLE_DAYS
from bench.peers.zoned import ZONED
from firsthand.domain.calendars import Budget, BudgetUnit, WorkingTime, due_of
from firsthand.domain.calendars.instants import microseconds_of
from firsthand.workbench.columns import WorkingTimeColumns

_ROWS = 20_000
_TRIPS = 200
_FIRST = datetime(2018, 1, 1, tzinfo=UTC)
_SECONDS = int(timedelta(days=365 * 8).total_seconds())
_MOST, _SLICE = 2_000_000, 0.3
_NEXT_DAY = Budget(amount=1, unit=BudgetUnit.BUSINESS_DAYS)
_OURS = "firsthand"
Array = NDArray[np.int64]


def main() -> int:
    """Ask and time each library in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    warnings.simplefilter("ignore")
    draw = random.Random(20210622)  # noqa: S311  the same rows on every run
    starts = [_FIRST + timedelta(seconds=draw.randrange(_SECONDS)) for _ in range(_ROWS)]
    columns = WorkingTimeColumns(ours.working_time_of(OFFICE))
    firsthand = Peer(
        name=_OURS,
        due=ours.due,
        elapsed=ours.elapsed,
        due_many=lambda _: lambda rows, budget: columns.due(rows, microseconds_of(budget)),
        elapsed_many=lambda _: columns.elapsed,
    )
    found = {
        "hours": [_measured(peer, starts, runs) for peer in (firsthand, *ZONED, *NAIVE)],
        "days": [_ours_by_days(columns, starts, runs), *(_days_measured(peer, starts, runs) for peer in WHOLE_DAYS)],
    }
    json.dump(found, sys.stdout)
    return 0


def _measured(peer: Peer, starts: list[datetime], runs: int) -> dict[str, Any]:
    """What a library said about each case, how often it agrees with ours on random rows, and its rows a second."""
    few = starts[:_TRIPS]
    due_same, elapsed_same = agreement(peer, few)
    found: dict[str, Any] = {
        "name": peer.name,
        "version": _version(peer),
        "zones": peer.aware,
        "verdicts": {**verdicts(peer), "round trips": round_trips(peer, few)},
        "due_same": due_same,
        "elapsed_same": elapsed_same,
    }
    if peer.due is not None:
        due = peer.due(OFFICE)
        found["due_per_s"] = rows_per_second(lambda start: due(start, BUDGET), given_rows(peer, starts), runs=runs)
    if peer.elapsed is not None:
        rows = given_rows(peer, starts, YEAR)
        found["elapsed_per_s"] = rows_per_second(peer.elapsed(OFFICE), rows, runs=runs)
    if peer.due_many is not None:
        due_many = peer.due_many(OFFICE)
        found["due_many_per_s"] = _many(lambda rows: due_many(rows, BUDGET), _instants(), runs)
    if peer.elapsed_many is not None:
        elapsed_many = peer.elapsed_many(OFFICE)
        year = microseconds_of(YEAR)
        found["elapsed_many_per_s"] = _many(lambda rows: elapsed_many(rows, rows + year), _instants(), runs)
    return found


def _days_measured(peer: DayPeer, starts: list[datetime], runs: int) -> dict[str, Any]:
    """The same for the business day after a business day."""
    hours = ours.working_time_of(OFFICE)
    days = _business_days(hours, starts)
    next_day = peer.next_day(OFFICE)
    same = [_date(answered(next_day, day)) == _next_day(hours, day) for day in days[:_TRIPS]]
    found: dict[str, Any] = {
        "name": peer.name,
        "version": peer.version,
        "same": sum(same) / len(same),
        "per_s": rows_per_second(next_day, [(day,) for day in days], runs=runs),
    }
    if peer.next_days is not None:
        array = np.array(days, dtype="datetime64[D]")
        found["many_per_s"] = _many(peer.next_days(OFFICE), np.resize(array, _MOST), runs)
    return found


def _ours_by_days(columns: WorkingTimeColumns, starts: list[datetime], runs: int) -> dict[str, Any]:
    """The business day after, at the same time, kept inside its hours."""
    hours = columns.working_time
    return {
        "name": _OURS,
        "version": "",
        "same": 1.0,
        "per_s": rows_per_second(
            lambda start: due_of(_NEXT_DAY, hours, start), [(start,) for start in starts], runs=runs
        ),
        "many_per_s": _many(lambda rows: columns.due_of(_NEXT_DAY, rows), _instants(), runs),
    }


def _many(answer: Callable[[Any], Any], rows: Any, runs: int) -> float:
    """Rows a second of a whole array, as long as takes a third of a second."""
    seconds = median_seconds(lambda: answer(rows[:1000]), runs=1)
    count = min(len(rows), max(1000, int(1000 * _SLICE / seconds)))
    seconds = median_seconds(lambda: answer(rows[:count]), runs=1)
    count = min(len(rows), max(1000, int(count * _SLICE / seconds)))
    return count / median_seconds(lambda: answer(rows[:count]), runs=runs)


def _instants() -> Array:
    begin = microseconds_of(_FIRST - datetime(1970, 1, 1, tzinfo=UTC))
    return begin + np.random.default_rng(20210622).integers(0, _SECONDS * 10**6, _MOST, dtype=np.int64)


def _business_days(hours: WorkingTime, starts: list[datetime]) -> list[date]:
    return [hours.local_date(hours.next_opening(start)) for start in starts]


def _next_day(hours: WorkingTime, day: date) -> date:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=OFFICE.tz)
    return hours.local_date(due_of(_NEXT_DAY, hours, noon))


def _date(said: Any) -> Any:
    return said.date() if isinstance(said, datetime) else said


def _version(peer: Peer) -> str:
    return "" if peer.name == _OURS else peer.version


if __name__ == "__main__":
    sys.exit(main())

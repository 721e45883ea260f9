"""Puts the cases to a library, and times it on random rows."""

import signal
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from types import FrameType
from typing import Any

from bench.peers import ours
from bench.peers.cases import CASES, Case
from bench.peers.values import CannotSay, Desk, Peer

OFFICE = Desk(
    holidays=tuple(date(year, month, day) for year in range(2017, 2029) for month, day in ((12, 24), (12, 25), (1, 1)))
)
BUDGET = timedelta(hours=8)
YEAR = timedelta(days=365)
_LONGEST = 10.0  # seconds for one answer
_SLICE = 0.1  # seconds for one run


class TookTooLong(Exception):  # noqa: N818  the name says what is wrong
    """The library did not answer in time."""


def verdicts(peer: Peer) -> dict[str, str]:
    """For each case `right`, `wrong: ` with what it said, `cannot say`, or `fails: ` with its error's name."""
    return {case.name: _verdict(peer, case) for case in CASES}


def round_trips(peer: Peer, starts: Sequence[datetime]) -> str:
    """Whether elapsed gives back what due was asked for, on random rows; `cannot say` without one of the two."""
    if peer.due is None or peer.elapsed is None:
        return "cannot say"
    due, elapsed = peer.due(OFFICE), peer.elapsed(OFFICE)
    wrong = 0
    for row, start in enumerate(_given(peer, OFFICE, starts)):
        budget = timedelta(hours=row % 40 + 1)
        wrong += answered(lambda a, b: elapsed(a, due(a, b)), start, budget) != budget
    return f"wrong: {wrong} of {len(starts)}" if wrong else "right"


def agreement(peer: Peer, starts: Sequence[datetime]) -> tuple[float | None, float | None]:
    """The share of rows on which due and elapsed are the same as ours."""
    given = _given(peer, OFFICE, starts)
    due_share = elapsed_share = None
    if peer.due is not None:
        due, mine = peer.due(OFFICE), ours.due(OFFICE)
        same = [
            answered(lambda at: _instant(due(at, BUDGET), OFFICE), theirs) == mine(start, BUDGET)
            for theirs, start in zip(given, starts, strict=True)
        ]
        due_share = sum(same) / len(same)
    if peer.elapsed is not None:
        elapsed, spent = peer.elapsed(OFFICE), ours.elapsed(OFFICE)
        ends = [start + YEAR for start in starts]
        rows = zip(given, _given(peer, OFFICE, ends), starts, ends, strict=True)
        same = [answered(elapsed, a, b) == spent(start, end) for a, b, start, end in rows]
        elapsed_share = sum(same) / len(same)
    return due_share, elapsed_share


def answered(ask: Callable[..., Any], *row: Any) -> Any:
    """The answer for a row, or None where the library raised an error."""
    try:
        return ask(*row)
    except Exception:
        return None


def rows_per_second(answer: Callable[..., Any], rows: Sequence[tuple[Any, ...]], *, runs: int) -> float:
    """The median over some runs, each on as many rows as take a tenth of a second."""
    some = rows[:5]
    seconds = _seconds(answer, some)
    count = max(5, min(len(rows), int(len(some) * _SLICE / max(seconds, 1e-7))))
    taken = rows[:count]
    _seconds(answer, taken)
    return count / statistics.median(_seconds(answer, taken) for _ in range(runs))


def given_rows(peer: Peer, starts: Sequence[datetime], *more: timedelta) -> list[tuple[Any, ...]]:
    """The starts, and the starts plus each of `more`, as the library wants them."""
    columns = [_given(peer, OFFICE, starts)]
    columns += [_given(peer, OFFICE, [start + delta for start in starts]) for delta in more]
    return list(zip(*columns, strict=True))


def _verdict(peer: Peer, case: Case) -> str:
    said = [answer for ask in (_ask_due, _ask_elapsed) if (answer := _tried(ask, peer, case)) is not None]
    wrong = [answer for answer in said if answer.startswith(("wrong", "fails"))]
    if wrong:
        return wrong[0] if len(wrong) == 1 else f"{wrong[0]}; {wrong[1].removeprefix('wrong: ')}"
    return "right" if "right" in said else "cannot say"


def _tried(ask: Callable[[Peer, Case], str | None], peer: Peer, case: Case) -> str | None:
    try:
        with _at_most(_LONGEST):
            return ask(peer, case)
    except CannotSay:
        return "cannot say"
    except TookTooLong:
        return f"fails: {_LONGEST:.0f} s"
    except Exception as error:
        return f"fails: {type(error).__name__}"


def _ask_due(peer: Peer, case: Case) -> str | None:
    if peer.due is None or case.due is None:
        return None
    (start,) = _given(peer, case.desk, [case.instant(case.start)])
    found = _instant(peer.due(case.desk)(start, case.budget), case.desk)
    if found == case.instant(case.due).astimezone(UTC):
        return "right"
    return f"wrong: due {found.astimezone(case.desk.tz):%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def _ask_elapsed(peer: Peer, case: Case) -> str | None:
    if peer.elapsed is None:
        return None
    instants = [case.instant(case.start), case.instant(case.due or case.end)]
    found = peer.elapsed(case.desk)(*_given(peer, case.desk, instants))
    return "right" if found == case.budget else f"wrong: {_duration(found)} elapsed"


def _given(peer: Peer, desk: Desk, instants: Sequence[datetime]) -> list[datetime]:
    local = [instant.astimezone(desk.tz) for instant in instants]
    return local if peer.aware else [instant.replace(tzinfo=None) for instant in local]


def _instant(said: datetime, desk: Desk) -> datetime:
    return (said if said.tzinfo else said.replace(tzinfo=desk.tz)).astimezone(UTC)


def _duration(duration: timedelta) -> str:
    seconds = round(duration.total_seconds(), 6)
    if seconds % 3600 == 0:
        return f"{seconds / 3600:,.0f} h"
    sign, whole = "-" if seconds < 0 else "", int(abs(seconds))
    return f"{sign}{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _seconds(answer: Callable[..., Any], rows: Sequence[tuple[Any, ...]]) -> float:
    begin = time.perf_counter()
    for row in rows:
        answered(answer, *row)
    return time.perf_counter() - begin


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TookTooLong

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)

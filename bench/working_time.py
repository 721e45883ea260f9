"""Working-time arithmetic: rows a second on one core, beside the peers on the same rows in the same run.

Every peer but workclock and NumPy runs in an environment of its own (`bench.peers`).

The calendar is 09:00 to 17:00 Pacific on weekdays with three holidays a year; the starts are spread at random over
eight years. Before anything is timed, our answers and the peer's must be equal on all of the peer's rows.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import workclock
from numpy.typing import NDArray

from bench import Figure, median_seconds
from bench.peers import page as peers
from firsthand.domain.calendars import Calendar, WorkingTime, parse_calendar
from firsthand.domain.calendars.edges import compile_edges
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.calendars.opening import opening_days
from firsthand.workbench.columns import WorkingTimeColumns

_ROWS = 2_000_000
_PEER_ROWS = 100_000
_SCALAR_ROWS = 50_000
_HOUR = 3_600_000_000
_YEAR = 365 * 24 * _HOUR
_BUDGET = 8 * _HOUR
_HOLIDAYS = ((12, 24, "Christmas Eve"), (12, 25, "Christmas Day"), (1, 1, "New Year's Day"))
_ZONE = "America/Los_Angeles"
_FROM, _TO = (instant_of(datetime(year, 1, 1, tzinfo=UTC)) for year in (2018, 2026))
_WORKCLOCK = f"workclock {workclock.__version__}"


def figures(*, runs: int) -> list[Figure]:
    """Due and elapsed in columns and one by one, the ratios to the peers, and the time to compile 21 years."""
    starts = np.random.default_rng(20210622).integers(_FROM, _TO, _ROWS, dtype=np.int64)
    ends, answers = starts + _YEAR, np.empty(_ROWS, dtype=np.int64)
    hours = _office()
    columns = WorkingTimeColumns(hours)
    office = _peers_office()
    _check(columns, office, starts[:_PEER_ROWS])
    few, few_ends = _instants(starts[:_PEER_ROWS]), _instants(ends[:_PEER_ROWS])
    due = _ROWS / median_seconds(lambda: columns.due(starts, _BUDGET, out=answers), runs=runs)
    elapsed = _ROWS / median_seconds(lambda: columns.elapsed(starts, ends, out=answers), runs=runs)
    peer_due = _PEER_ROWS / median_seconds(lambda: office.add_many(few, timedelta(hours=8)), runs=runs)
    peer_elapsed = _PEER_ROWS / median_seconds(lambda: office.between_many(few, few_ends), runs=runs)
    found = peers.measured(runs)
    return [
        _rate("due_batch_per_s", due, runs=runs, peer=f"{_WORKCLOCK} add_many", ratio=due / peer_due),
        _rate(
            "elapsed_1y_batch_per_s",
            elapsed,
            runs=runs,
            peer=f"{_WORKCLOCK} between_many",
            ratio=elapsed / peer_elapsed,
        ),
        Figure(
            name="working_time.ratio_workclock",
            value=due / peer_due,
            unit="x",
            peer=f"{_WORKCLOCK} add_many, {peer_due:,.0f} rows/s",
            ratio=due / peer_due,
            runs=runs,
        ),
        _busday(due, starts, runs),
        *_scalar(hours, office, starts[:_SCALAR_ROWS], runs),
        _compiling(hours.calendar, runs),
        _size(columns),
        *(peers.figures(found, runs=runs) if found else ()),
    ]


def page(*, runs: int) -> str | None:
    """The tables of `docs/reference/performance.md`; None when the peers could not be asked."""
    found = peers.measured(runs)
    return peers.tables(found) if found else None


def _office() -> WorkingTime:
    """A fresh compilation, so that the figures do not depend on what ran before."""
    holidays = [{"date": f"{month:02}-{day:02}", "name": name} for month, day, name in _HOLIDAYS]
    calendar = parse_calendar("office", {"zone": _ZONE, "weekly": {"mon-fri": "09:00-17:00"}, "holidays": holidays})
    return WorkingTime(calendar, opening_days(calendar))


def _peers_office() -> workclock.Schedule:
    day = workclock.WorkDay(time(9), time(17))
    return workclock.Schedule([day, workclock.Holidays(_holiday_dates())], time_zone=ZoneInfo(_ZONE))


def _holiday_dates() -> list[date]:
    return [date(year, month, day) for year in range(2017, 2029) for month, day, _ in _HOLIDAYS]


def _check(columns: WorkingTimeColumns, office: workclock.Schedule, starts: NDArray[np.int64]) -> None:
    due = office.add_many(_instants(starts), timedelta(hours=8)).astype(np.int64)
    spent = office.between_many(_instants(starts), _instants(starts + _YEAR)).astype(np.int64)
    if (columns.due(starts, _BUDGET) != due).any() or (columns.elapsed(starts, starts + _YEAR) != spent).any():
        raise AssertionError("the peer's answers differ from ours; nothing was measured")


def _scalar(hours: WorkingTime, office: workclock.Schedule, starts: NDArray[np.int64], runs: int) -> list[Figure]:
    instants = starts.tolist()
    moments = [datetime.fromtimestamp(instant / 1e6, tz=UTC) for instant in instants]
    budget = timedelta(hours=8)
    rows = len(instants)
    whole = rows / median_seconds(lambda: [hours.due_us(instant, _BUDGET) for instant in instants], runs=runs)
    ours = rows / median_seconds(lambda: [hours.due(moment, budget) for moment in moments], runs=runs)
    peer = rows / median_seconds(lambda: [office.add(moment, hours=8) for moment in moments], runs=runs)
    return [
        _rate("due_scalar_integers_per_s", whole, runs=runs),
        _rate("due_scalar_datetimes_per_s", ours, runs=runs, peer=f"{_WORKCLOCK} add", ratio=ours / peer),
    ]


def _busday(due: float, starts: NDArray[np.int64], runs: int) -> Figure:
    """NumPy's own business days know no hours and no zones; adding one day is the nearest thing it has."""
    days = _instants(starts).astype("datetime64[D]")
    holidays = np.array(_holiday_dates(), dtype="datetime64[D]")
    peer = len(days) / median_seconds(lambda: np.busday_offset(days, 1, roll="forward", holidays=holidays), runs=runs)
    return Figure(
        name="working_time.ratio_busday_offset",
        value=due / peer,
        unit="x",
        peer=f"numpy {np.__version__} busday_offset, {peer:,.0f} rows/s",
        ratio=due / peer,
        runs=runs,
    )


def _compiling(calendar: Calendar, runs: int) -> Figure:
    days = opening_days(calendar)
    seconds = median_seconds(lambda: compile_edges(days, 2010, 2030), runs=runs)
    return Figure(name="working_time.compile_21y_ms", value=seconds * 1000, unit="ms", runs=runs)


def _size(columns: WorkingTimeColumns) -> Figure:
    """The arrays of a calendar of 21 years."""
    fresh = WorkingTimeColumns(WorkingTime(columns.working_time.calendar, columns.working_time.days))
    begin, end = (instant_of(datetime(year, 1, 2, tzinfo=UTC)) for year in (2010, 2029))
    fresh.elapsed(np.array([begin]), np.array([end]))
    return Figure(name="working_time.size_21y_kib", value=fresh.nbytes / 1024, unit="KiB", runs=1)


def _rate(name: str, value: float, *, runs: int, peer: str | None = None, ratio: float | None = None) -> Figure:
    return Figure(name=f"working_time.{name}", value=value, unit="rows/s", peer=peer, ratio=ratio, runs=runs)


def _instants(microseconds: NDArray[np.int64]) -> NDArray[np.datetime64]:
    return microseconds.astype("datetime64[us]")

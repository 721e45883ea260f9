"""Columns give what the scalar arithmetic gives, row for row."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from firsthand.domain.calendars import CalendarError, OutsideSupportedYears, WorkingTime
from firsthand.domain.calendars.instants import instant_of
from firsthand.workbench.columns import WorkingTimeColumns
from firsthand.workbench.columns.buckets import Int64s
from firsthand.workbench.columns.working_time import CHUNK
from tests.domain.calendars.desks import desk, office

HOUR = 3_600_000_000
FROM, TO = (instant_of(datetime(year, 1, 1, tzinfo=UTC)) for year in (2010, 2031))
ROWS = 3_000
DESKS: dict[str, dict[str, object]] = {
    "office": {"weekly": {"mon-fri": "09:00-17:00"}, "holidays": [{"date": "12-25", "name": "Christmas"}]},
    "lunch": {"weekly": {"mon-sat": "09:00-12:00, 12:30-17:00"}},
    "nights": {"weekly": {"mon-fri": "22:00-06:00"}},
    "many": {"weekly": {"mon-sun": "00:00-00:10, 00:15-00:16, 01:00-01:20, 09:00-09:30, 23:59-24:00"}},
    "always": {"always_open": True},
    "rare": {"weekly": {"mon": "09:00-09:01"}},
    "lord howe": {"zone": "Australia/Lord_Howe", "weekly": {"mon-sun": "01:00-03:00, 09:00-17:00"}},
}


@pytest.mark.parametrize("name", DESKS)
def test_columns_equal_the_scalar_answers(name: str) -> None:
    hours = desk(**DESKS[name])
    rng = np.random.default_rng(7)
    starts = rng.integers(FROM, TO, ROWS)
    ends = rng.integers(FROM, TO, ROWS)
    budgets = rng.integers(0, 40 * HOUR, ROWS)
    budgets[::50] = 0
    columns = WorkingTimeColumns(hours)
    assert columns.elapsed(starts, ends).tolist() == scalar_elapsed(hours, starts, ends)
    assert columns.due(starts, budgets).tolist() == scalar_due(hours, starts, budgets)


def test_edges_themselves_are_right_too() -> None:
    hours = office()
    spans = hours.intervals_us(FROM, FROM + 400 * 24 * HOUR)
    edges = np.array([edge + step for span in spans for edge in span for step in (-1, 0, 1)], dtype=np.int64)
    columns = WorkingTimeColumns(hours)
    for budget in (1, 8 * HOUR - 1, 8 * HOUR, 8 * HOUR + 1):
        assert columns.due(edges, budget).tolist() == scalar_due(hours, edges, np.full(len(edges), budget))
    assert columns.elapsed(edges[:-1], edges[1:]).tolist() == scalar_elapsed(hours, edges[:-1], edges[1:])


def test_more_rows_than_a_chunk_and_no_rows_at_all() -> None:
    columns = WorkingTimeColumns(office())
    starts = np.random.default_rng(1).integers(FROM, TO, 2 * CHUNK + 5)
    due = columns.due(starts, 8 * HOUR)
    assert (columns.elapsed(starts, due) == 8 * HOUR).all()
    assert due[-5:].tolist() == scalar_due(office(), starts[-5:], np.full(5, 8 * HOUR))
    assert columns.due(starts[:0], 8 * HOUR).tolist() == []


def test_a_row_outside_is_an_error_and_a_neighbour_near_the_end_is_not() -> None:
    columns = WorkingTimeColumns(office())
    late = instant_of(datetime(2399, 12, 1, tzinfo=UTC))
    starts, budgets = np.array([FROM, late]), np.array([1000 * HOUR, HOUR])
    assert columns.due(starts, budgets).tolist() == scalar_due(office(), starts, budgets)
    with pytest.raises(OutsideSupportedYears):
        columns.due(starts, np.array([HOUR, 1000 * HOUR]))
    with pytest.raises(CalendarError, match="negative"):
        columns.due(starts, -1)


def test_a_21_year_calendar_is_small() -> None:
    columns = WorkingTimeColumns(desk(weekly={"mon-fri": "02:00-17:00"}))
    columns.elapsed(np.array([FROM]), np.array([TO - int(timedelta(days=370) / timedelta(microseconds=1))]))
    assert columns.nbytes <= 512 * 1024


def scalar_due(hours: WorkingTime, starts: Int64s, budgets: Int64s) -> list[int]:
    return [hours.due_us(start, budget) for start, budget in zip(starts.tolist(), budgets.tolist(), strict=True)]


def scalar_elapsed(hours: WorkingTime, starts: Int64s, ends: Int64s) -> list[int]:
    return [hours.elapsed_us(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]

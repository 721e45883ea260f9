"""A wait that begins at the due instant changes nothing; one that begins a microsecond earlier moves or holds it."""

from datetime import UTC, datetime

import numpy as np
import pytest

from firsthand.domain.calendars import parse_budget, parse_calendar, working_time
from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.clocks import Pause, due_with_pauses
from firsthand.domain.sentences import as_written
from firsthand.workbench.columns import WorkingTimeColumns
from firsthand.workbench.deciding.due import due_columns
from firsthand.workbench.deciding.pausing import United
from firsthand.workbench.history import NAT
from tests.workbench.deciding.drawn import BUDGETS, CALENDARS

START = instant_of(datetime(2021, 3, 10, 17, 30, tzinfo=UTC))
LONG = 3 * 86_400_000_000


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("text", BUDGETS)
def test_waits_around_the_due_instant_count_as_one_by_one(calendar: str, text: str) -> None:
    hours, budget = working_time(parse_calendar(calendar, CALENDARS[calendar])), parse_budget(text)
    columns = WorkingTimeColumns(hours)
    plain = int(columns.due_of(budget, np.array([START]))[0])
    waits = [(plain + step, end) for step in (-1, 0, 1) for end in (plain + LONG, NAT)]
    rows = np.arange(len(waits), dtype=np.int64)
    united = United(
        from_at=np.array([begin for begin, _ in waits]),
        to_at=np.array([end for _, end in waits]),
        first=np.arange(len(waits) + 1, dtype=np.int64),
    )
    due_at = due_columns(columns, budget, np.full(len(waits), START), pauses=united, rows=rows)
    expected = []
    for begin, end in waits:
        ends = None if end == NAT else datetime_of(end)
        pause = Pause(from_at=datetime_of(begin), to_at=ends, cause=as_written("pending"), evidence="")
        due = due_with_pauses(working_time=hours, budget=budget, started_at=datetime_of(START), pauses=[pause])
        expected.append(NAT if due is None else instant_of(due))
    assert due_at.tolist() == expected
    assert expected[2:] == [plain] * 4

"""By when somebody will have done it, as people write it."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.errors import Invalid
from firsthand.domain.tasks import read_by_when

FRIDAY = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)  # 16:45 in Los Angeles
ZONE = "America/Los_Angeles"


@pytest.mark.clause("T51")
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("in 2 days", datetime(2021, 8, 9, 0, tzinfo=UTC)),
        ("In a week", datetime(2021, 8, 14, 0, tzinfo=UTC)),
        ("in 3 hours", datetime(2021, 8, 7, 2, 45, tzinfo=UTC)),
        ("in 40 min", datetime(2021, 8, 7, 0, 25, tzinfo=UTC)),
        ("today", datetime(2021, 8, 7, 0, tzinfo=UTC)),
        ("18:30", datetime(2021, 8, 7, 1, 30, tzinfo=UTC)),
        ("tomorrow 9:00", datetime(2021, 8, 7, 16, tzinfo=UTC)),
        ("monday", datetime(2021, 8, 10, 0, tzinfo=UTC)),
        ("fri", datetime(2021, 8, 14, 0, tzinfo=UTC)),
        ("2021-08-12", datetime(2021, 8, 13, 0, tzinfo=UTC)),
        ("2021-08-12 15:00", datetime(2021, 8, 12, 22, tzinfo=UTC)),
        ("2021-08-12T15:00", datetime(2021, 8, 12, 22, tzinfo=UTC)),
        ("2021-11-08", datetime(2021, 11, 9, 1, tzinfo=UTC)),  # winter time by then
    ],
)
def test_a_day_means_by_17_00_and_a_distance_in_hours_is_exact(text: str, meant: datetime) -> None:
    assert read_by_when(text, now=FRIDAY, zone=ZONE) == meant


@pytest.mark.parametrize(
    "text", ["", "soon", "in days", "2021-02-30", "25:00", "2021-08-12 9", "x" * 500, "in 9 moons"]
)
def test_what_is_not_understood_says_what_is(text: str) -> None:
    with pytest.raises(Invalid, match="a date as 2021-08-12") as error:
        read_by_when(text, now=FRIDAY, zone=ZONE)
    assert error.value.field == "due"


@pytest.mark.parametrize(
    ("text", "code"),
    [("16:00", "due_past"), ("2021-08-05", "due_past"), ("in 9999 weeks", "due_far"), ("2999-12-31", "due_far")],
)
def test_what_is_past_or_very_far_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as error:
        read_by_when(text, now=FRIDAY, zone=ZONE)
    assert error.value.code == code

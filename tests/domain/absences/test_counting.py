"""Which events of a calendar are time away, and when they are where somebody lives."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.absences import AwayStretch, CalendarEvent, Counts, absence_of, joined
from firsthand.domain.absences import counts as counts_by
from firsthand.domain.rosters import AwayBy


def counts(said: dict[str, object], rule: Counts) -> bool:
    """Whether an event counts."""
    return counts_by(CalendarEvent(**{"whole_days": False, **said}), rule)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "marked", "every"),
    [
        ({"title": "Sprint planning"}, False, True),
        ({"title": "Out of office"}, True, True),
        ({"title": "OOO: dentist"}, True, True),
        ({"title": "Oooh, cake"}, False, True),
        ({"title": "Urlaub"}, True, True),
        ({"busy": "OOF", "is_free": True}, True, True),
        ({"busy": "WORKINGELSEWHERE", "whole_days": True}, False, True),
        ({"busy": "TENTATIVE", "whole_days": True}, False, True),
        ({"whole_days": True, "title": "Lisbon"}, True, True),
        ({"whole_days": True, "title": "Ana's birthday", "is_free": True}, False, True),
        ({"whole_days": True, "title": "Vacation", "is_free": True}, True, True),
        ({"whole_days": True, "title": "Vacation", "is_cancelled": True}, False, False),
        ({"whole_days": True, "is_declined": True}, False, False),
    ],
)
def test_which_events_count(said: dict[str, object], *, marked: bool, every: bool) -> None:
    assert (counts(said, Counts.marked), counts(said, Counts.every)) == (marked, every)


def whole_day(day: int) -> AwayStretch:
    """A day of March 2026, wherever somebody lives."""
    return AwayStretch(
        from_at=datetime(2026, 3, day, tzinfo=UTC), to_at=datetime(2026, 3, day + 1, tzinfo=UTC), floating=True
    )


def test_a_whole_day_is_that_of_where_somebody_lives_and_as_long_as_that_day_is() -> None:
    there = absence_of(whole_day(8), zone="America/Los_Angeles", by=AwayBy.company)
    assert (there.from_at, there.to_at) == (
        datetime(2026, 3, 8, 8, tzinfo=UTC),
        datetime(2026, 3, 9, 7, tzinfo=UTC),  # the night in which the clock goes forward: 23 hours
    )
    here = absence_of(whole_day(8), zone="Asia/Tokyo", by=AwayBy.company)
    assert here.from_at == datetime(2026, 3, 7, 15, tzinfo=UTC)


def test_days_that_touch_are_one_absence_and_nothing_is_no_absence() -> None:
    none = AwayStretch(from_at=whole_day(9).from_at, to_at=whole_day(9).from_at, floating=True)
    assert joined([whole_day(3), whole_day(2), none, whole_day(5)]) == (
        AwayStretch(from_at=whole_day(2).from_at, to_at=whole_day(3).to_at, floating=True),
        whole_day(5),
    )

"""Readings of a wall clock are the instants that Python's own zones give."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from firsthand.domain.calendars.instants import instant_of
from firsthand.workbench.history.local_times import has_offset_of, instants_of_readings

ZONES = ["America/New_York", "Europe/Rome", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "UTC"]


@pytest.mark.parametrize("zone", ZONES)
def test_every_half_hour_of_three_years_reads_as_python_reads_it(zone: str) -> None:
    shown_at = [datetime(2010, 12, 1, tzinfo=UTC) + timedelta(minutes=30 * step) for step in range(3 * 365 * 48)]
    walls = [shown.replace(tzinfo=None) for shown in shown_at]
    readings = np.array([instant_of(shown) for shown in shown_at])
    expected = [instant_of(wall.replace(tzinfo=ZoneInfo(zone))) for wall in walls]
    instants = instants_of_readings(zone, readings)
    assert instants.tolist() == expected
    shown = has_offset_of(zone, instants, readings)
    assert np.count_nonzero(~shown) == sum(
        datetime.fromtimestamp(instant / 1e6, tz=ZoneInfo(zone)).replace(tzinfo=None) != wall
        for instant, wall in zip(expected, walls, strict=True)
    )

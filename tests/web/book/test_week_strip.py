"""A week of opening hours as a drawing."""

from datetime import date

from firsthand.domain.calendars import parse_calendar
from firsthand.web.book.week_strip import week_strip


def test_a_week_is_drawn_with_nights_that_run_into_the_next_day() -> None:
    calendar = parse_calendar("nights", {"zone": "UTC", "weekly": {"mon": "09:00-17:00", "sun": "22:00-06:00"}})
    strip = week_strip(calendar, on=date(2021, 8, 6))
    assert [(block.x, block.width) for block in strip.blocks] == [(0, 360), (540, 480), (6 * 1440 + 1320, 120)]
    assert strip.open_minutes == 16 * 60
    assert [(line.first_day, line.last_day, line.hours) for line in strip.lines][1] == (1, 5, "")

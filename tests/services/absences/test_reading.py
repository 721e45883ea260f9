"""What a calendar file says of somebody's absence, at a bounded price."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.absences import Counts
from firsthand.services.absences import reading
from firsthand.services.absences.reading import NotRead, ReadCalendar, read_calendar
from tests.services.absences.calendars import calendar, days_away, event

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def read(*components: str, rule: Counts = Counts.marked) -> ReadCalendar:
    """What a calendar of Mira's says."""
    return read_calendar(calendar(*components), rule=rule, email="Mira@lighthouse.example", at=NOW)


def utc(month: int, day: int, hour: int = 0) -> datetime:
    """An instant of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_a_series_keeps_the_wall_clock_over_a_change_of_it_and_what_was_cancelled_is_left_out() -> None:
    weekly, without = "DTSTART;TZID=Europe/Berlin:20260305T090000", "EXDATE;TZID=Europe/Berlin:20260319T090000"
    found = read(
        event(
            weekly,
            "DURATION:PT2H",
            "RRULE:FREQ=WEEKLY;COUNT=5",
            without,
            "SUMMARY:OOO",
        ),
        event(
            "RECURRENCE-ID;TZID=Europe/Berlin:20260312T090000",
            "DTSTART;TZID=Europe/Berlin:20260312T090000",
            "DURATION:PT2H",
            "STATUS:CANCELLED",
            "SUMMARY:OOO",
        ),
    )
    assert [one.from_at for one in found.stretches] == [utc(3, 5, 8), utc(3, 26, 8), utc(4, 2, 7)]
    assert not any(one.floating for one in found.stretches)


def test_one_of_a_series_that_was_moved_is_where_it_is_now() -> None:
    found = read(
        event("DTSTART;VALUE=DATE:20260306", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Day off"),
        event("RECURRENCE-ID;VALUE=DATE:20260313", "DTSTART;VALUE=DATE:20260316", "SUMMARY:Day off"),
    )
    assert [one.from_at.day for one in found.stretches] == [6, 16, 20]
    assert all(one.floating for one in found.stretches)


def test_names_of_zones_as_outlook_writes_them_and_times_without_one() -> None:
    outlook = "W. Europe Standard Time"
    found = read(
        event(f"DTSTART;TZID={outlook}:20260305T090000", "DURATION:PT1H", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"),
        event("DTSTART:20260306T090000", "DURATION:PT1H", "SUMMARY:out of office", uid="2"),
    )
    assert [(one.from_at, one.floating) for one in found.stretches] == [(utc(3, 5, 8), False), (utc(3, 6, 9), True)]


def test_from_midnight_to_midnight_is_whole_days_as_some_programs_write_them() -> None:
    """As reported of phw198/OutlookGoogleCalendarSync#2366."""
    found = read(
        event(
            "DTSTART;TZID=Europe/Berlin:20260305T000000", "DTEND;TZID=Europe/Berlin:20260307T000000", "SUMMARY:Lisbon"
        ),
        event("DTSTART;TZID=Europe/Berlin:20260309T000000", "DTEND;TZID=Europe/Berlin:20260309T010000", uid="2"),
    )
    assert [(one.from_at, one.floating) for one in found.stretches] == [(utc(3, 4, 23), False)]


def test_what_one_declined_does_not_count_and_free_and_busy_does_where_it_says_unavailable() -> None:
    declined = "ATTENDEE;PARTSTAT=DECLINED:mailto:mira@lighthouse.example"
    busy = "BEGIN:VFREEBUSY\r\nUID:9\r\nDTSTAMP:20260101T000000Z\r\n"
    unavailable = "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260302T090000Z/PT3H,20260303T090000Z/20260303T100000Z\r\n"
    meeting = "FREEBUSY;FBTYPE=BUSY:20260304T090000Z/PT3H\r\n"
    offsite = event("DTSTART;VALUE=DATE:20260310", declined, "SUMMARY:Offsite")
    parts = [offsite, f"{busy}{unavailable}{meeting}END:VFREEBUSY\r\n"]
    assert [one.from_at for one in read(*parts).stretches] == [utc(3, 2, 9), utc(3, 3, 9)]
    assert len(read(*parts, rule=Counts.every).stretches) == 3


def test_one_event_that_nobody_understands_leaves_the_others() -> None:
    found = read(
        event("DTSTART:rubbish", "SUMMARY:OOO"),
        event("SUMMARY:OOO", uid="2"),
        event("DTSTART:20260302T000000Z", "RRULE:FREQ=SECONDLY", "SUMMARY:OOO", uid="3"),
        event("DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=DAILY;BYHOUR=1,2,3", "SUMMARY:OOO", uid="4"),
        event("DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:99991231", "SUMMARY:OOO", uid="5"),
        event("DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=NONSENSE", "SUMMARY:OOO", uid="6"),
        days_away("20260305", "20260307", uid="7"),
    )
    assert [(one.from_at, one.to_at) for one in found.stretches] == [(utc(3, 5), utc(3, 7))]
    assert (found.events, found.counted, found.left_out) == (7, 1, 6)


@pytest.mark.parametrize(
    "odd",
    [
        "20260302T090000/99991231T235959",
        "00010101T000000/20270101T000000",
        "20260302T090000Z/P9999999D",
        "20260302T090000Z/P1000000D",
        "20260302T090000Z/-P5D",
        "20260302T090000/20260303T090000Z",
        "rubbish",
    ],
)
def test_a_time_of_free_and_busy_that_nobody_understands_leaves_the_others(odd: str) -> None:
    busy = f"BEGIN:VFREEBUSY\r\nUID:9\r\nFREEBUSY;FBTYPE=BUSY-UNAVAILABLE:{odd}\r\nEND:VFREEBUSY\r\n"
    found = read(busy, days_away("20260310", "20260312"))
    assert [one.from_at for one in found.stretches] == [utc(3, 10)]
    assert (found.events, found.left_out) == (2, 1)


def test_one_event_that_breaks_the_library_leaves_the_others() -> None:
    odd = event("DTSTART:20260302T000000Z", "RDATE;VALUE=PERIOD:20260302T000000Z/P9999999D", "SUMMARY:OOO", uid="2")
    found = read(odd, days_away("20260310", "20260312"))
    assert ([one.from_at for one in found.stretches], found.events, found.left_out) == ([utc(3, 10)], 2, 1)


def test_what_is_kept_is_two_years_and_no_more() -> None:
    found = read(event("DTSTART;VALUE=DATE:20000103", "RRULE:FREQ=WEEKLY", "SUMMARY:Mondays off"))
    assert len(found.stretches) in (104, 105)
    begins, ends = NOW - timedelta(days=1), NOW + timedelta(days=731)
    assert all(begins < one.to_at and one.from_at < ends for one in found.stretches)


@pytest.mark.parametrize(
    "content", [b"", b"<html>Sign in</html>", b"\x00\xff" * 50, calendar(days_away("20260305", "20260306"))[:-20]]
)
def test_what_is_no_calendar_or_half_of_one_is_said_so(content: bytes) -> None:
    with pytest.raises(NotRead, match=r"no calendar|before its end"):
        read_calendar(content, rule=Counts.every, email="", at=NOW)


def test_a_calendar_that_costs_too_much_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(NotRead, match="more computing"):
        read(event("DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=DAILY;INTERVAL=0", "SUMMARY:OOO"))
    assert time.monotonic() - began < 40


def test_one_with_too_many_events_or_bytes_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_EVENTS", 2)
    with pytest.raises(NotRead, match="more than"):
        read(*(days_away("20260305", "20260306", uid=str(one)) for one in range(3)))
    with pytest.raises(NotRead, match="larger than"):
        read_calendar(b"x" * 2_000_001, rule=Counts.every, email="", at=NOW)

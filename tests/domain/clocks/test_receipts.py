"""A receipt tiles the time and adds up to the microsecond (invariant 3)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.domain.calendars import CalendarError, WorkingTime, parse_budget
from firsthand.domain.clocks import LineKind, Pause, Receipt, as_text, due_with_pauses, duration_text, receipt
from firsthand.domain.sentences import PLAIN, as_written
from tests.domain.calendars.desks import PACIFIC, at, desk, office, support
from tests.domain.calendars.slow_oracle import MINUTE, minutes, shows_open

HOUR = parse_budget("1 business hour")
WIDENED = desk(
    weekly={"mon-fri": "09:00-17:00"},
    versions=[{"from": "2021-08-01", "weekly": {"mon-fri": "02:00-17:00"}}],
)


def of_friday(until: str, *pauses: Pause) -> Receipt:
    return receipt(
        working_time=support(), budget=HOUR, started_at=at("2021-08-06 16:45"), until=at(until), pauses=pauses
    )


@pytest.mark.clause("S18", "A6")
def test_the_receipt_of_friday_1645_explains_monday_0245() -> None:
    paper = of_friday("2021-08-09 02:45")
    assert [(line.kind, line.seconds) for line in paper.lines] == [
        (LineKind.counted, 900),
        (LineKind.closed, 57 * 3600),
        (LineKind.counted, 2700),
    ]
    assert paper.counted == timedelta(hours=1)
    assert paper.due_at == at("2021-08-09 02:45")


@pytest.mark.clause("S18")
def test_the_receipt_reads_as_text() -> None:
    assert as_text(of_friday("2021-08-09 03:10"), "America/Los_Angeles") == (
        "1 business hour in desk (America/Los_Angeles), shown in America/Los_Angeles\n"
        "  Fri 6 Aug 2021 16:45 → 17:00                 counted  0 h 15 min 00 s\n"
        "  Fri 6 Aug 2021 17:00 → Mon 9 Aug 2021 02:00  closed                 –\n"
        "  Mon 9 Aug 2021 02:00 → 02:45                 counted  0 h 45 min 00 s\n"
        "  Mon 9 Aug 2021 02:45 → 03:10                 late     0 h 25 min 00 s\n"
        "                                               sum      1 h 00 min 00 s  due Mon 9 Aug 2021 02:45\n"
        "                                               late     0 h 25 min 00 s\n"
    )


def test_paused_lines_say_who_and_closed_lines_name_the_holiday() -> None:
    eve = desk(weekly={"mon-fri": "09:00-17:00"}, holidays=[{"date": "12-24", "name": "Christmas Eve"}])
    ana = Pause(
        from_at=at("2021-12-23 16:00"), to_at=at("2021-12-27 09:30"), cause=as_written("waiting for Ana"), evidence="3"
    )
    noor = Pause(
        from_at=at("2021-12-23 16:30"), to_at=at("2021-12-27 09:15"), cause=as_written("waiting for Noor"), evidence="4"
    )
    paper = receipt(
        working_time=eve,
        budget=parse_budget("2 business hours"),
        started_at=at("2021-12-23 15:00"),
        until=at("2021-12-27 10:30"),
        pauses=(noor, ana),
    )
    assert [(line.kind.value, PLAIN.phrase(line.cause)) for line in paper.lines] == [
        ("counted", "opening hours"),
        ("paused", "waiting for Ana"),
        ("paused", "waiting for Noor and waiting for Ana"),
        ("closed", "Christmas Eve"),
        ("paused", "waiting for Noor and waiting for Ana"),
        ("paused", "waiting for Ana"),
        ("counted", "opening hours"),
    ]
    assert [line.evidence for line in paper.lines if line.kind is LineKind.paused] == [
        ("3",),
        ("4", "3"),
        ("4", "3"),
        ("3",),
    ]
    assert paper.paused == timedelta(hours=1, minutes=30)
    assert paper.counted == timedelta(hours=2)
    assert "waiting for Noor and waiting for Ana (event 4, 3)" in as_text(paper, "America/Los_Angeles")
    assert "Christmas Eve" in as_text(paper, "America/Los_Angeles")


def test_pauses_that_follow_each_other_keep_their_own_evidence() -> None:
    paper = of_friday(
        "2021-08-06 17:00",
        Pause(from_at=at("2021-08-06 16:50"), to_at=at("2021-08-06 16:54"), cause=as_written("pending"), evidence="7"),
        Pause(from_at=at("2021-08-06 16:54"), to_at=at("2021-08-06 16:58"), cause=as_written("pending"), evidence="9"),
    )
    assert [
        (PLAIN.phrase(line.cause), line.evidence, line.seconds) for line in paper.lines if line.kind is LineKind.paused
    ] == [
        ("pending", ("7",), 240),
        ("pending", ("9",), 240),
    ]


@pytest.mark.clause("A7", "A11")
def test_each_line_says_which_dated_hours_it_was_open_by() -> None:
    paper = receipt(
        working_time=WIDENED,
        budget=parse_budget("8 business hours"),
        started_at=at("2021-07-30 16:30"),
        until=at("2021-08-02 09:30"),
        edition="2021-06-22",
        clause="S20",
    )
    assert [(line.kind.value, line.hours and line.hours.in_force_from, line.seconds) for line in paper.lines] == [
        ("counted", None, 1800),
        ("closed", None, 57 * 3600),
        ("counted", date(2021, 8, 1), 7.5 * 3600),
    ]
    assert as_text(paper, "America/Los_Angeles") == (
        "8 business hours in desk (America/Los_Angeles), shown in America/Los_Angeles\n"
        f"by S20 of edition 2021-06-22, calendar version {WIDENED.version}\n"
        "  Fri 30 Jul 2021 16:30 → 17:00                 counted  0 h 30 min 00 s  the first hours\n"
        "  Fri 30 Jul 2021 17:00 → Mon 2 Aug 2021 02:00  closed                 –\n"
        "  Mon 2 Aug 2021 02:00 → 09:30                  counted  7 h 30 min 00 s  hours from Sun 1 Aug 2021\n"
        "                                                sum      8 h 00 min 00 s  due Mon 2 Aug 2021 09:30\n"
    )


def test_a_line_is_cut_where_other_hours_take_over_and_a_night_shift_keeps_its_own() -> None:
    nights = desk(
        weekly={"mon-sun": "22:00-06:00"}, versions=[{"from": "2021-08-01", "weekly": {"mon-sun": "00:00-24:00"}}]
    )
    paper = receipt(
        working_time=nights,
        budget=parse_budget("20 business hours"),
        started_at=at("2021-07-31 20:00"),
        until=at("2021-08-01 18:00"),
    )
    assert [(line.kind.value, line.from_at, line.hours and line.hours.in_force_from) for line in paper.lines] == [
        ("closed", at("2021-07-31 20:00"), None),
        ("counted", at("2021-07-31 22:00"), None),
        ("counted", at("2021-08-01 06:00"), date(2021, 8, 1)),
    ]
    assert paper.counted == timedelta(hours=20)


def test_a_held_clock_has_no_due_instant_and_goes_on_paused() -> None:
    paper = of_friday(
        "2021-08-09 12:00", Pause(from_at=at("2021-08-09 02:30"), to_at=None, cause=as_written("on hold"), evidence="")
    )
    assert paper.due_at is None
    assert paper.counted == timedelta(minutes=45)
    assert paper.lines[-1].kind is LineKind.paused
    assert "not due while paused" in as_text(paper, "UTC")


def test_elapsed_budgets_count_every_hour_and_then_wait_for_the_opening() -> None:
    paper = receipt(
        working_time=office(),
        budget=parse_budget("24 hours elapsed, then next opening"),
        started_at=at("2021-07-30 16:30"),
        until=at("2021-08-02 10:00"),
    )
    assert [(line.kind.value, line.seconds, line.late) for line in paper.lines] == [
        ("counted", 86_400, False),
        ("closed", 40.5 * 3600, False),
        ("counted", 3600, True),
    ]
    assert (paper.counted, paper.late) == (timedelta(hours=24), timedelta(hours=1))


def test_an_empty_receipt_has_no_lines_and_one_that_runs_backwards_is_refused() -> None:
    assert of_friday("2021-08-06 16:45").lines == ()
    with pytest.raises(CalendarError, match="before the start"):
        of_friday("2021-08-06 16:00")


def test_parts_of_a_second_are_kept() -> None:
    paper = receipt(
        working_time=office(),
        budget=HOUR,
        started_at=datetime(2021, 6, 29, 16, 59, 59, 250_000, tzinfo=PACIFIC),
        until=at("2021-06-30 09:00"),
    )
    assert paper.lines[0].seconds == Decimal("0.75")
    assert duration_text(paper.lines[0].duration) == "0 h 00 min 00.75 s"


BEGIN = datetime(2021, 11, 5, 15, tzinfo=UTC)
THREE_HOURS = desk(
    weekly={"mon-sun": "00:00-24:00"},
    versions=[
        {"from": "2021-11-06", "weekly": {"mon-sun": "20:00-04:00"}},
        {"from": "2021-11-07", "weekly": {"mon-sun": "00:00-24:00"}},
    ],
)
offsets = st.integers(0, 4 * 1440)


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        one, other = sorted((draw(offsets), draw(offsets)))
        end = None if draw(st.integers(0, 9)) == 0 else BEGIN + other * MINUTE
        found.append(Pause(from_at=BEGIN + one * MINUTE, to_at=end, cause=as_written(f"cause {number}"), evidence=""))
    return found


def paused_by(found: list[Pause], at_: datetime) -> bool:
    return any(one.from_at <= at_ and (one.to_at is None or at_ < one.to_at) for one in found)


def due_by_minutes(hours: WorkingTime, found: list[Pause], budget: int) -> datetime | None:
    """The slow way: count unpaused open minutes one by one."""
    for minute in minutes(BEGIN, BEGIN + 5 * 1440 * MINUTE):
        budget -= shows_open(hours.calendar, minute) and not paused_by(found, minute)
        if budget == 0:
            return minute + MINUTE
    return None


@settings(max_examples=50, deadline=None)
@given(
    pauses(),
    st.integers(1, 1500),
    offsets,
    st.sampled_from(["business minutes", "minutes elapsed"]),
    st.sampled_from([support(), THREE_HOURS]),
)
def test_lines_tile_the_time_and_add_up(
    found: list[Pause], budget: int, until: int, unit: str, hours: WorkingTime
) -> None:
    paper = receipt(
        working_time=hours,
        budget=parse_budget(f"{budget} {unit}"),
        started_at=BEGIN,
        until=BEGIN + until * MINUTE,
        pauses=found,
    )
    edges = [paper.started_at, *(line.to_at for line in paper.lines)]
    assert [line.from_at for line in paper.lines] == edges[:-1]
    assert edges[-1] == paper.until
    assert all(begin < end for begin, end in pairwise(edges))
    assert sum((line.duration for line in paper.lines), timedelta()) == paper.until - paper.started_at
    if unit == "business minutes":
        open_time = hours.elapsed(paper.started_at, paper.until)
        assert paper.counted + paper.paused + paper.late == open_time
        for line in paper.lines:
            at_its_end = hours.version_at(line.to_at - timedelta(microseconds=1))
            assert line.kind is LineKind.closed or line.hours == hours.version_at(line.from_at) == at_its_end
    if paper.due_at is not None and paper.due_at <= paper.until:
        assert paper.counted == budget * MINUTE


@settings(max_examples=40, deadline=None)
@given(pauses(), st.integers(1, 1200))
def test_the_due_instant_with_pauses_is_that_of_counting_minutes(found: list[Pause], budget: int) -> None:
    due = due_with_pauses(
        working_time=support(), budget=parse_budget(f"{budget} business minutes"), started_at=BEGIN, pauses=found
    )
    expected = due_by_minutes(support(), found, budget)
    if expected is None:
        assert due is None or due > BEGIN + 5 * 1440 * MINUTE
    else:
        assert due == expected

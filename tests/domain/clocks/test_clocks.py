"""When a clock is due and warned about with its pauses, and how it is judged."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from firsthand.domain.calendars import CalendarError, parse_budget, parse_calendar, working_time
from firsthand.domain.clocks import Outcome, Pause, due_with_pauses, judge, warn_at_of
from firsthand.domain.sentences import as_written
from tests.domain.calendars.desks import at, office, support


def pause(begin: str, end: str | None, cause: str = "waiting for Ana at Acme") -> Pause:
    return Pause(from_at=at(begin), to_at=at(end) if end else None, cause=as_written(cause), evidence="event 7")


def due(*pauses: Pause, budget: str = "8 business hours", start: str = "2021-06-28 10:00") -> datetime | None:
    return due_with_pauses(working_time=office(), budget=parse_budget(budget), started_at=at(start), pauses=pauses)


def test_a_pause_moves_the_due_by_its_working_time() -> None:
    assert due() == at("2021-06-29 10:00")
    assert due(pause("2021-06-28 11:00", "2021-06-28 12:30")) == at("2021-06-29 11:30")
    assert due(pause("2021-06-28 18:00", "2021-06-29 08:00")) == at("2021-06-29 10:00")
    assert due(pause("2021-06-28 16:59:30", "2021-06-29 09:00:30")) == at("2021-06-29 10:01")


def test_overlapping_pauses_count_once() -> None:
    overlapping = (pause("2021-06-28 11:00", "2021-06-28 13:00"), pause("2021-06-28 12:00", "2021-06-28 14:00"))
    assert due(*overlapping) == at("2021-06-29 13:00")
    assert due(*reversed(overlapping)) == at("2021-06-29 13:00")


def test_a_pause_after_the_breach_forgives_nothing() -> None:
    assert due(pause("2021-06-29 10:00", "2021-06-29 12:00")) == at("2021-06-29 10:00")
    assert due(pause("2021-06-29 11:00", None)) == at("2021-06-29 10:00")
    assert due(pause("2021-06-29 09:59", "2021-06-29 12:00")) == at("2021-06-29 12:01")


def test_an_open_pause_holds_the_clock_and_a_pause_before_the_start_does_not() -> None:
    assert due(pause("2021-06-28 11:00", None)) is None
    assert due(pause("2021-06-27 11:00", "2021-06-28 09:30")) == at("2021-06-29 10:00")
    assert due(pause("2021-06-27 11:00", "2021-06-28 11:00")) == at("2021-06-29 11:00")


@pytest.mark.parametrize(
    ("budget", "moved"),
    [
        ("24 hours elapsed", "2021-06-29 12:00"),
        ("12 hours elapsed, then next opening", "2021-06-29 09:00"),
        ("1 business day", "2021-06-29 12:00"),
    ],
)
def test_every_kind_of_budget_can_be_paused(budget: str, moved: str) -> None:
    paused = pause("2021-06-28 11:00", "2021-06-28 13:00")
    assert due(paused, budget=budget) == at(moved)
    assert due(pause("2021-06-28 11:00", None), budget=budget) is None


def test_a_pause_that_runs_backwards_is_refused() -> None:
    with pytest.raises(CalendarError, match="is before"):
        due(pause("2021-06-28 13:00", "2021-06-28 11:00"))


def warning(share: Fraction, *pauses: Pause) -> datetime | None:
    return warn_at_of(
        working_time=support(),
        budget=parse_budget("1 business hour"),
        started_at=at("2021-08-06 16:45"),
        share=share,
        pauses=pauses,
    )


def test_the_warning_comes_at_its_share_of_the_budget() -> None:
    assert warning(Fraction(1, 4)) == at("2021-08-06 17:00")
    assert warning(Fraction(3, 4)) == at("2021-08-09 02:30")
    assert warning(Fraction(1)) == at("2021-08-09 02:45")
    assert warning(Fraction(3, 4), pause("2021-08-09 02:10", None)) is None
    with pytest.raises(CalendarError, match="share"):
        warning(Fraction(0))


def test_business_days_warn_at_a_share_of_their_working_time() -> None:
    warn = warn_at_of(
        working_time=office(),
        budget=parse_budget("2 business days"),
        started_at=at("2021-07-30 16:00"),
        share=Fraction(1, 2),
    )
    assert warn == at("2021-08-02 16:00")


@pytest.mark.clause("A4")
def test_an_answer_at_the_due_instant_is_in_time_and_one_after_it_is_not() -> None:
    due_at, tick = at("2021-08-09 02:45"), timedelta(microseconds=1)
    late = due_at + timedelta(hours=1)
    assert judge(due_at=due_at, met_at=due_at, now=late) is Outcome.met
    assert judge(due_at=due_at, met_at=due_at + tick, now=late) is Outcome.breached
    assert judge(due_at=due_at, met_at=None, now=due_at) is Outcome.open
    assert judge(due_at=due_at, met_at=None, now=due_at + tick) is Outcome.breached


def test_a_held_clock_runs_until_the_act() -> None:
    now = at("2021-08-09 02:45")
    assert judge(due_at=None, met_at=None, now=now) is Outcome.open
    assert judge(due_at=None, met_at=now, now=now) is Outcome.met


def test_a_budget_in_days_is_not_due_while_the_clock_stands_still() -> None:
    hours = working_time(
        parse_calendar("office", {"zone": "America/Los_Angeles", "weekly": {"mon-fri": "09:00-17:00"}})
    )
    received, closed = datetime(2021, 1, 1, 16, tzinfo=UTC), datetime(2021, 1, 2, 1, tzinfo=UTC)
    back = datetime(2021, 1, 6, 2, tzinfo=UTC)  # Tuesday at 18:00, an hour after the close
    waits = (Pause(from_at=closed, to_at=back, cause=as_written("customer"), evidence="1"),)
    budget = parse_budget("1 business day, same time")
    assert due_with_pauses(working_time=hours, budget=budget, started_at=received, pauses=waits) == back

"""Libraries that know the wall clock only."""

from datetime import datetime, time, timedelta
from typing import Any, cast

import timegrid
from biztime.biztime import BizTime
from business_duration import businessDuration
from businesslen import BusinessLen
from businesstime import BusinessTime
from officehours import Calculator
from TimeBetweenBusinessHours.TimeBetweenBusinessHours import TimeBetweenBusinessHours
from workingtime import WorkingTime
from worktimecalc.calc import WorkTimeCalculator

from bench.peers.values import CannotSay, Desk, Due, Elapsed, Peer, clock, hour


def _timegrid(desk: Desk) -> Any:
    """Its days of the week begin with Sunday, which is 0."""
    calendar = timegrid.TimeGridCalendar.create()
    for day in desk.days:
        for opens, closes in desk.windows:
            calendar = calendar.add_open_rule((day + 1) % 7, clock(opens), clock(closes)) or calendar
    for day_off in desk.holidays:
        calendar = calendar.add_holiday(day_off) or calendar
    return calendar


def _timegrid_due(desk: Desk) -> Due:
    """It searches some years ahead, and further when it is told to."""
    calendar, far = _timegrid(desk), datetime(2100, 1, 1)  # noqa: DTZ001  it wants these
    return lambda start, budget: calendar.add_work_duration(start, budget, far)


def _timegrid_elapsed(desk: Desk) -> Elapsed:
    """Compiled for the years that are asked about, as its page advises for many questions."""
    timeline = _timegrid(desk).compile(datetime(2010, 1, 1), datetime(2031, 1, 1))  # noqa: DTZ001  it wants these
    return cast("Elapsed", timeline.get_working_duration)


def _officehours(desk: Desk) -> Any:
    """Opening and closing may be given as seconds of the day, so that 24:00 can be said."""
    desk.only_weekdays()
    opens, closes = desk.one_window()
    if closes <= opens:
        raise CannotSay("a window over midnight")
    begin, end = (int(text[:2]) * 3600 + int(text[3:]) * 60 for text in (opens, closes))
    return Calculator(begin, end, list(desk.holidays))


def _officehours_due(desk: Desk) -> Due:
    calculator = _officehours(desk)
    return lambda start, budget: calculator.due_date(budget / timedelta(hours=1), start)


def _officehours_elapsed(desk: Desk) -> Elapsed:
    calculator = _officehours(desk)
    return lambda start, end: timedelta(seconds=calculator.working_seconds(start, end))


def _business_duration(desk: Desk) -> Elapsed:
    """It takes 23:59:59 for the end of the day."""
    opens, closes = desk.one_window()
    begin, end = clock(opens), time(23, 59, 59) if closes == "24:00" else clock(closes)

    def elapsed(start: datetime, end_at: datetime) -> Any:
        seconds = businessDuration(start, end_at, begin, end, desk.weekend, list(desk.holidays), "sec")
        return timedelta(seconds=float(seconds))

    return elapsed


def _businesstime(desk: Desk) -> Elapsed:
    calendar = BusinessTime(desk.one_window_of_a_day(), tuple(desk.weekend), list(desk.holidays))
    return cast("Elapsed", calendar.businesstime_hours)


def _businesslen(desk: Desk) -> Elapsed:
    """It always takes out one hour for lunch: here the one in which the desk is closed."""
    first, last = desk.windows[0], desk.windows[-1]
    if last[1] == "24:00" or last[1] <= first[0]:
        raise CannotSay("a window to 24:00 or over midnight")
    begin, end = hour(clock(first[0])), hour(clock(last[1]))
    lunch = hour(clock(first[1])) if len(desk.windows) == 2 else (begin - 1) % 24
    schedule = {day: (begin, end) if day in desk.days else () for day in range(7)}
    off = tuple(datetime(day.year, day.month, day.day) for day in desk.holidays)  # noqa: DTZ001  it wants these
    desk_of_theirs = BusinessLen(schedule, lunch, off)
    return lambda start, end_at: timedelta(hours=desk_of_theirs.hours(start, end_at))


def _biztime(desk: Desk) -> Elapsed:
    opens, closes = desk.one_window_of_a_day()
    terms = {"biz_start": opens, "biz_end": closes, "weekend": desk.weekend, "holidays": list(desk.holidays)}
    return cast("Elapsed", BizTime(terms).date_diff)


def _time_between(desk: Desk) -> Elapsed:
    opens, closes = desk.one_window_of_a_day()
    hours, weekend = [hour(opens), hour(closes)], [day + 1 for day in desk.weekend]
    off = [day.isoformat() for day in desk.holidays]

    def elapsed(start: datetime, end: datetime) -> Any:
        found = TimeBetweenBusinessHours(start, end, hours, weekend, off).get_hours_and_minutes()
        whole, _, minutes = found.partition(":")
        return timedelta(hours=int(whole), minutes=int(minutes))

    return elapsed


def _workingtime(desk: Desk) -> Elapsed:
    opens, closes = desk.one_window()
    hours = (clock(opens), clock(closes))
    if closes == "24:00":
        raise CannotSay("a window to 24:00")
    theirs = WorkingTime(weekends=desk.weekend, holidays=list(desk.holidays))
    return lambda start, end: theirs.working_time(start, end, hours)


def _worktimecalc(desk: Desk) -> Elapsed:
    opens, closes = desk.one_window_of_a_day()
    week = "".join("1" if day in desk.days else "0" for day in range(7))
    theirs = WorkTimeCalculator(opens, closes, week, sorted(desk.holidays))
    return lambda start, end: timedelta(seconds=theirs(start, end).total_seconds())


NAIVE = (
    Peer(
        name="timegrid",
        aware=False,
        due=_timegrid_due,
        elapsed=_timegrid_elapsed,
    ),
    Peer(name="officehours", aware=False, due=_officehours_due, elapsed=_officehours_elapsed),
    Peer(name="business-duration", aware=False, elapsed=_business_duration),
    Peer(name="businesslen", aware=False, elapsed=_businesslen),
    Peer(name="businesstime", aware=False, elapsed=_businesstime),
    Peer(name="biztime", aware=False, elapsed=_biztime),
    Peer(name="timebetweenbusinesshours", aware=False, elapsed=_time_between),
    Peer(name="workingtime", aware=False, elapsed=_workingtime),
    Peer(name="worktimecalc", aware=False, elapsed=_worktimecalc),
)

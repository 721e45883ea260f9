"""Libraries that know time zones."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

import businesstimedelta
import numpy as np
import pandas
import pytz
import workclock
from bizdurr import BusinessDuration
from django_bizcal import WorkingCalendar
from django_bizcal.providers import SetHolidayProvider
from SimpleSLACalc import SLACalculator

from bench.peers.values import CannotSay, Desk, Due, Elapsed, Peer, clock

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _workclock(desk: Desk) -> Any:
    hours = [workclock.WorkDay(clock(opens), clock(closes), days=desk.days) for opens, closes in desk.windows]
    return workclock.Schedule([*hours, workclock.Holidays(desk.holidays)], time_zone=desk.tz)


def _workclock_due(desk: Desk) -> Due:
    schedule = _workclock(desk)
    return lambda start, budget: schedule.add(start, seconds=budget.total_seconds())


def _workclock_due_many(desk: Desk) -> Callable[[Any, timedelta], Any]:
    schedule = _workclock(desk)
    return lambda starts, budget: schedule.add_many(starts.astype("datetime64[us]"), budget)


def _workclock_elapsed_many(desk: Desk) -> Callable[[Any, Any], Any]:
    schedule = _workclock(desk)
    return lambda starts, ends: schedule.between_many(starts.astype("datetime64[us]"), ends.astype("datetime64[us]"))


def _bizcal(desk: Desk) -> Any:
    hours: list[tuple[str, ...] | tuple[str, str, int]] = []
    for opens, closes in desk.windows:
        ends = clock(closes)
        hours.append((opens, closes) if ends > clock(opens) else (opens, f"{ends:%H:%M}", 1))
    return WorkingCalendar(
        tz=desk.zone,
        weekly_schedule=dict.fromkeys(desk.days, hours),
        holiday_provider=SetHolidayProvider.from_dates(desk.holidays),
    )


def _businesstimedelta(desk: Desk) -> Any:
    tz, (opens, closes) = pytz.timezone(desk.zone), (desk.windows[0][0], desk.windows[-1][1])
    rules = [businesstimedelta.WorkDayRule(clock(opens), clock(closes), list(desk.days), tz=tz)]
    for (_, begin), (end, _) in zip(desk.windows, desk.windows[1:], strict=False):
        rules.append(businesstimedelta.LunchTimeRule(clock(begin), clock(end), list(desk.days), tz=tz))
    if desk.holidays:
        rules.append(businesstimedelta.HolidayRule(desk.holidays, tz=tz))
    return businesstimedelta.Rules(rules)


def _businesstimedelta_due(desk: Desk) -> Due:
    rules = _businesstimedelta(desk)
    return lambda start, budget: start + businesstimedelta.BusinessTimeDelta(rules, seconds=budget.total_seconds())


def _businesstimedelta_elapsed(desk: Desk) -> Elapsed:
    rules = _businesstimedelta(desk)
    return lambda start, end: rules.difference(start, end).timedelta


def _pandas_hours(desk: Desk) -> Any:
    return pandas.offsets.CustomBusinessHour(
        start=[opens for opens, _ in desk.windows],
        end=[f"{clock(closes):%H:%M}" for _, closes in desk.windows],
        weekmask="".join("1" if day in desk.days else "0" for day in range(7)),
        holidays=list(desk.holidays),
    )


def _pandas_due(desk: Desk) -> Due:
    one = _pandas_hours(desk)

    def due(start: datetime, budget: timedelta) -> Any:
        count, rest = divmod(budget, timedelta(hours=1))
        if rest:
            raise CannotSay("parts of an hour")
        return (pandas.Timestamp(start) + count * one).to_pydatetime()

    return due


def _pandas_due_many(desk: Desk) -> Callable[[Any, timedelta], Any]:
    one = _pandas_hours(desk)

    def due(starts: Any, budget: timedelta) -> Any:
        here = pandas.DatetimeIndex(starts.astype("datetime64[us]"), tz="UTC").tz_convert(desk.zone)
        return (here + (budget // timedelta(hours=1)) * one).asi8.astype(np.int64)

    return due


def _bizdurr(desk: Desk) -> Elapsed:
    opens, closes = desk.one_window()
    hours = {"start": opens, "end": closes}
    schedule = {_WEEKDAYS[day]: hours for day in desk.days}
    duration = BusinessDuration(business_hours=schedule, business_timezone=desk.zone, holidays=set(desk.holidays))
    return cast("Elapsed", duration.calculate)


def _simpleslacalc(desk: Desk) -> Due:
    desk.only_weekdays()
    opens, closes = desk.one_window()
    begin = clock(opens)
    end_hour, end_minute = (int(part) for part in closes.split(":"))
    closed = [day.isoformat() for day in desk.holidays]

    def due(start: datetime, budget: timedelta) -> Any:
        if budget % timedelta(minutes=1):
            raise CannotSay("parts of a minute")
        found = SLACalculator().calculate(
            start_time=start.isoformat(),
            open_hour=begin.hour,
            open_minute=begin.minute,
            close_hour=end_hour,
            close_minute=end_minute,
            time_zone=desk.zone,
            skip_business_hours=False,
            sla_hours=budget / timedelta(hours=1),
            excluded_dates=closed or None,
        )
        return found.sla_expiration_time

    return due


ZONED = (
    Peer(
        name="workclock",
        due=_workclock_due,
        elapsed=lambda desk: cast("Elapsed", _workclock(desk).between),
        due_many=_workclock_due_many,
        elapsed_many=_workclock_elapsed_many,
    ),
    Peer(
        name="django-bizcal",
        due=lambda desk: cast("Due", _bizcal(desk).add_business_time),
        elapsed=lambda desk: cast("Elapsed", _bizcal(desk).business_time_between),
    ),
    Peer(name="businesstimedelta", due=_businesstimedelta_due, elapsed=_businesstimedelta_elapsed),
    Peer(name="pandas", due=_pandas_due, due_many=_pandas_due_many),
    Peer(name="bizdurr", elapsed=_bizdurr),
    Peer(name="simpleslacalc", due=_simpleslacalc),
)

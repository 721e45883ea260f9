"""Libraries that know whole days only: no hours, no zones. Asked for the business day after a business day."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import better_calendar
import bizdays
import business_calendar
import numpy as np
import pandas
import workdays
from business.calendar import Calendar as BusinessPython
from workalendar.core import WesternCalendar

from bench.peers.values import DayPeer, Days, Desk

_FIRST, _LAST = date(2010, 1, 1), date(2031, 1, 1)


def _numpy(desk: Desk) -> Callable[[Any], Any]:
    calendar = np.busdaycalendar(holidays=np.array(desk.holidays, dtype="datetime64[D]"))
    return lambda days: np.busday_offset(days, 1, busdaycal=calendar)


def _numpy_day(desk: Desk) -> Days:
    next_days = _numpy(desk)
    return lambda day: next_days(np.datetime64(day)).item()


def _pandas(desk: Desk) -> Days:
    one = pandas.offsets.CustomBusinessDay(holidays=list(desk.holidays))
    return lambda day: (pandas.Timestamp(day) + one).date()


def _pandas_many(desk: Desk) -> Callable[[Any], Any]:
    one = pandas.offsets.CustomBusinessDay(holidays=list(desk.holidays))
    return lambda days: (pandas.DatetimeIndex(days) + one).to_numpy().astype("datetime64[D]")


def _better_calendar(desk: Desk) -> Callable[[Any], Any]:
    calendar = better_calendar.Calendar("desk", holidays=list(desk.holidays))
    return lambda days: calendar.offset(days, 1)


def _bizdays(desk: Desk) -> Days:
    calendar = bizdays.Calendar(
        list(desk.holidays), ["Saturday", "Sunday"], startdate=_FIRST, enddate=_LAST, financial=False
    )
    return lambda day: calendar.offset(day, 1)


def _business_calendar(desk: Desk) -> Days:
    calendar = business_calendar.Calendar(holidays=[day.isoformat() for day in desk.holidays])
    return lambda day: calendar.addbusdays(datetime(day.year, day.month, day.day), 1).date()  # noqa: DTZ001


def _business_python(desk: Desk) -> Days:
    calendar = BusinessPython(holidays=list(desk.holidays))
    return lambda day: calendar.add_business_days(day, 1)


def _workalendar(desk: Desk) -> Days:
    """It has holidays of countries; here a calendar of its own with the desk's."""
    off = frozenset(desk.holidays)

    class OfDesk(WesternCalendar):  # type: ignore[misc]
        def holidays(self, year: int | None = None) -> list[tuple[date, str]]:
            return [(day, "closed") for day in off if day.year == year]

    calendar = OfDesk()
    return lambda day: calendar.add_working_days(day, 1)


def _workdays(desk: Desk) -> Days:
    off = list(desk.holidays)
    return lambda day: workdays.workday(day, 1, off)


WHOLE_DAYS = (
    DayPeer(
        name="numpy",
        next_day=_numpy_day,
        next_days=_numpy,
    ),
    DayPeer(name="pandas", next_day=_pandas, next_days=_pandas_many),
    DayPeer(
        name="better-calendar",
        next_day=_better_calendar,
        next_days=_better_calendar,
    ),
    DayPeer(name="bizdays", next_day=_bizdays),
    DayPeer(name="business-calendar", next_day=_business_calendar),
    DayPeer(name="business-python", next_day=_business_python),
    DayPeer(name="workalendar", next_day=_workalendar),
    DayPeer(name="workdays", next_day=_workdays),
)

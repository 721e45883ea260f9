"""When a typed time is over, in the calendar of whoever has to keep it. Two instants where it can be read two
ways."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from firsthand.domain.calendars import WorkingTime, due_business_days
from firsthand.domain.calendars.errors import CalendarError
from firsthand.domain.promises.days import Days, month_end
from firsthand.domain.promises.reading_table import DEFAULT_TABLE, ReadingTable
from firsthand.domain.promises.values import Bound, TimeKind, TimeUnit, TypedTime

_CLOCK = re.compile(r"T(\d\d):(\d\d)(\?)?(?: @(\S+))?$")
_AMOUNT = re.compile(r"P(T)?(\d+)([SMHDWY])")
_NO_DUE = (Bound.SINCE, Bound.FROM, Bound.EVERY)
_PARTS = ("start", "morning", "noon", "afternoon", "evening", "night", "end")


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """The instants that it may mean, in order: none, one or two; and whether one falls on a day without hours."""

    dues: tuple[datetime, ...]
    closed_day: bool = False

    @property
    def ambiguous(self) -> bool:
        """Whether a person has to say which."""
        return len(self.dues) > 1


NEVER = Resolved(dues=())
"""A time without an instant: vague, again and again, behind us, or counted from something that the desk does not
know."""


def resolve(typed: TypedTime, now: datetime, working: WorkingTime, table: ReadingTable = DEFAULT_TABLE) -> Resolved:
    """When it is over, in UTC. Never raises: what the calendars do not cover has no instant."""
    return resolve_in(Days(working, now), typed, table)


def resolve_in(days: Days, typed: TypedTime, table: ReadingTable) -> Resolved:
    """`resolve` among days that were looked at before."""
    if typed.bound in _NO_DUE or typed.kind in (TimeKind.VAGUE, TimeKind.SET) or typed.anchor is None:
        return NEVER
    try:
        dues = _dues(typed, days, table)
    except (CalendarError, OverflowError, ValueError):
        return NEVER
    wall = typed.unit is TimeUnit.WALL and typed.kind is not TimeKind.INSTANT
    closed = wall and any(not days.is_working(days.working.local_date(due - timedelta(microseconds=1))) for due in dues)
    return Resolved(dues=tuple(sorted(set(dues))), closed_day=closed)


def _dues(typed: TypedTime, days: Days, table: ReadingTable) -> tuple[datetime, ...]:
    anchor = typed.anchor or ""
    if typed.kind is TimeKind.DURATION:
        return _amount(typed, days, table) if anchor == "now" else ()
    if typed.kind is TimeKind.PERIOD:
        return _period(anchor, typed.bound, days, table)
    if anchor.startswith(("yesterday", "day-", "working-")) or anchor.split(" ")[1:2] == ["last"]:
        return ()
    if typed.kind is TimeKind.INSTANT:
        return _instant(anchor, days)
    return _day(anchor, days, table)


def _day(anchor: str, days: Days, table: ReadingTable) -> tuple[datetime, ...]:
    day_said, _, part = anchor.rpartition(" ")
    if part not in _PARTS:
        day_said, part = anchor, "end"
    found = [_part_end(day, part, days, table) for day in days.meant(day_said)]
    return _not_behind(found, days)


def _part_end(day: date, part: str, days: Days, table: ReadingTable) -> datetime:
    if part == "start":
        return days.opening(day)
    if part in table.parts:
        hour, minute = table.parts[part].split(":")
        return days.at(day, int(hour), int(minute))
    return days.close(day)


def _not_behind(found: list[datetime], days: Days) -> tuple[datetime, ...]:
    """Of two readings the one that is still ahead; one that is past stays what was said."""
    ahead = [one for one in found if one > days.now]
    return tuple(ahead or found)


def _instant(anchor: str, days: Days) -> tuple[datetime, ...]:
    match = _CLOCK.search(anchor)
    if match is None:
        return ()
    hour, minute, open_half, zone = int(match[1]), int(match[2]), match[3] is not None, match[4] or ""
    day_said = anchor[: match.start()].strip()
    if day_said:
        meant = days.meant(day_said)
        return _not_behind(
            [_on_the_clock(day, (hour, minute), days, zone=zone, open_half=open_half) for day in meant], days
        )
    for step in (-1, 0, 1):
        at = _on_the_clock(days.today + timedelta(days=step), (hour, minute), days, zone=zone, open_half=open_half)
        if at > days.now:
            return (at,)
    return (_on_the_clock(days.today + timedelta(days=2), (hour, minute), days, zone=zone, open_half=open_half),)


def _on_the_clock(day: date, time: tuple[int, int], days: Days, *, zone: str, open_half: bool) -> datetime:
    said = days.at(day, *time, zone)
    if not open_half:
        return said
    later = days.at(day, time[0] + 12, time[1], zone)
    opens = [days.opening(day) <= at <= days.close(day) for at in (said, later)]
    return later if opens == [False, True] else said


def _amount(typed: TypedTime, days: Days, table: ReadingTable) -> tuple[datetime, ...]:
    text = typed.high or ""
    match = _AMOUNT.fullmatch(table.few.get(text, text))
    if match is None:
        return ()
    count, unit = int(match[2]), match[3]
    if match[1]:
        length = timedelta(seconds=count * {"S": 1, "M": 60, "H": 3600}[unit])
        return (days.working.due(days.now, length) if typed.unit is TimeUnit.WORKING else days.now + length,)
    if typed.unit is TimeUnit.WORKING and unit in "DW":
        return (due_business_days(days.working, days.now, count * (5 if unit == "W" else 1)),)
    if unit in "MY":
        return (days.close(_months_later(days.today, count * (12 if unit == "Y" else 1))),)
    return (days.close(days.today + timedelta(days=count * (7 if unit == "W" else 1))),)


def _months_later(day: date, months: int) -> date:
    last = month_end(day.year, day.month + months)
    return last.replace(day=min(day.day, last.day))


def _period(anchor: str, bound: Bound, days: Days, table: ReadingTable) -> tuple[datetime, ...]:
    name, _, part = anchor.partition(" ")
    if name.startswith("weekend"):
        return _weekend(int(name.removeprefix("weekend")), bound, days)
    first, last = _reach(name, days)
    if part in ("early", "mid"):
        return (days.close(_part_of(name, part, first, table)),)
    end = days.close(days.last_working(first, last))
    whole = bound is Bound.BY and part != "end" and not name.endswith("+0")
    if last < days.today and "-" not in name[4:]:
        return (end,)
    if whole and first > days.today:
        opening = next(
            (first + timedelta(days=step) for step in range(14) if days.is_working(first + timedelta(days=step))), first
        )
        return (days.opening(opening), end)
    return () if name.endswith("-1") and not name.startswith("cw") and ":" not in name else (end,)


def _weekend(step: int, bound: Bound, days: Days) -> tuple[datetime, ...]:
    sunday = days.today + timedelta(days=6 - days.today.weekday(), weeks=step)
    if bound is Bound.BY:
        return (days.close(days.last_working(sunday - timedelta(days=6), sunday - timedelta(days=2))),)
    return (days.close(sunday),) if step >= 0 else ()


def _part_of(name: str, part: str, first: date, table: ReadingTable) -> date:
    early = part == "early"
    if name.startswith(("week", "cw")):
        return first + timedelta(days=table.early_week if early else table.mid_week)
    if name.startswith("month"):
        return first + timedelta(days=(table.early_month if early else table.mid_month) - 1)
    if name.startswith("quarter"):
        return month_end(first.year, first.month + (table.early_quarter if early else table.mid_quarter) - 1)
    return month_end(first.year, table.early_year if early else table.mid_year)


def _reach(name: str, days: Days) -> tuple[date, date]:
    """The first and last day of a period."""
    today, (kind, which) = days.today, re.split(r"(?=[+-]\d+$)|:", name, maxsplit=1)
    if kind == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=int(which))
        return monday, monday + timedelta(days=6)
    if kind == "cw":
        monday = date.fromisocalendar(today.year, int(which), 1)
        if monday + timedelta(days=6) < today:
            monday = date.fromisocalendar(today.year + 1, int(which), 1)
        return monday, monday + timedelta(days=6)
    length = {"month": 1, "quarter": 3, "year": 12}[kind]
    begin = _first_month(kind, which, length, today)
    first = month_end(today.year, begin).replace(day=1)
    return first, month_end(today.year, begin + length - 1)


def _first_month(kind: str, which: str, length: int, today: date) -> int:
    """The month in which a period begins, counted from January of this year."""
    if which[0] in "+-":
        return (today.month - 1) // length * length + 1 + int(which) * length
    year, _, number = which.partition("-") if "-" in which or kind == "year" else ("", "", which)
    begin = (int(number or 1) - 1) * length + 1
    if year:
        return begin + (int(year) - today.year) * 12
    return begin if begin + length > today.month else begin + 12

"""The days of a calendar as a promise sees them: when one opens and closes, and which days an anchor may mean."""

from datetime import UTC, date, datetime, timedelta

from firsthand.domain.calendars import WorkingTime, zone_named
from firsthand.domain.calendars.business_days import spans_of_day
from firsthand.domain.calendars.instants import datetime_of
from firsthand.domain.calendars.opening import Span

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HALF_A_YEAR = timedelta(days=183)
_LOOK_BACK = 60
_SEEN_FROM_TODAY = {"today": 0, "tomorrow": 1, "day+2": 2, "yesterday": -1, "day-2": -2}


class Days:
    """The days of a holder's calendar, seen from an instant."""

    def __init__(self, working: WorkingTime, now: datetime) -> None:
        self.working, self.now = working, now
        self.today = working.local_date(now)
        self._spans: dict[int, list[Span]] = {}

    def is_working(self, day: date) -> bool:
        """Whether the day has open time of its own."""
        return bool(self._spans_of(day))

    def opening(self, day: date) -> datetime:
        """The first opening of the day; of a closed one, the hour at which the working day before opens."""
        return self._edge(day, 0)

    def close(self, day: date) -> datetime:
        """The last close of the day; of a closed one, the hour at which the working day before closes."""
        return self._edge(day, -1)

    def at(self, day: date, hour: int, minute: int, zone: str = "") -> datetime:
        """The instant at which the wall clock shows that time on that day; 24:00 is the next midnight."""
        more, hour = divmod(hour, 24)
        local = datetime(
            day.year, day.month, day.day, hour, minute, tzinfo=zone_named(zone or self.working.calendar.zone)
        )
        return (local.replace(tzinfo=None) + timedelta(days=more)).replace(tzinfo=local.tzinfo).astimezone(UTC)

    def last_working(self, first: date, last: date) -> date:
        """The last working day of those; the last of all where none is one."""
        day = last
        while day >= first:
            if self.is_working(day):
                return day
            day -= timedelta(days=1)
        return last

    def working_day(self, step: int) -> date:
        """The next working day after today, or the last before it."""
        day = self.today
        for _ in range(_LOOK_BACK):
            day += timedelta(days=step)
            if self.is_working(day):
                return day
        return self.today + timedelta(days=step)

    def _edge(self, day: date, which: int) -> datetime:
        for back in range(_LOOK_BACK):
            spans = self._spans_of(day - timedelta(days=back))
            if spans:
                at = datetime_of(spans[which][which]).astimezone(zone_named(self.working.calendar.zone))
                over = (at.date() - (day - timedelta(days=back))).days
                return self.at(day + timedelta(days=over), at.hour, at.minute)
        return self.at(day, 0 if which == 0 else 24, 0)

    def _spans_of(self, day: date) -> list[Span]:
        number = day.toordinal()
        if number not in self._spans:
            self._spans[number] = spans_of_day(self.working, number)
        return self._spans[number]

    def meant(self, anchor: str) -> tuple[date, ...]:
        """The days that an anchor may mean, without its part or time: one, or two that have to be asked about."""
        name, _, which = anchor.partition(" ")
        if name in _SEEN_FROM_TODAY:
            return (self.today + timedelta(days=_SEEN_FROM_TODAY[name]),)
        if name.startswith("working"):
            return (self.working_day(1 if name.endswith("+1") else -1),)
        if name.startswith("weekday:"):
            return self._weekdays(WEEKDAYS.index(name.removeprefix("weekday:")), which)
        return self._dates(name.removeprefix("date:"))

    def _weekdays(self, weekday: int, which: str) -> tuple[date, ...]:
        monday = self.today - timedelta(days=self.today.weekday())
        own = monday + timedelta(days=weekday)
        coming = own if own > self.today else own + timedelta(days=7)
        if which == "this":
            return (own,)
        if which == "last":
            return (own if own < self.today else own - timedelta(days=7),)
        if which.startswith("week"):
            return (own + timedelta(weeks=int(which.removeprefix("week"))),)
        if which == "next":
            return (coming,) if coming == own + timedelta(days=7) else (coming, own + timedelta(days=7))
        return (own, coming) if own == self.today else (coming,)

    def _dates(self, text: str) -> tuple[date, ...]:
        if "/" in text:
            first, second, *year = (int(part) for part in text.split("/"))
            years = year[0] if year else None
            return tuple(
                sorted({self._in_year(years, month=first, day=second), self._in_year(years, month=second, day=first)})
            )
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 3:
            return (_real(parts[0], parts[1], parts[2]),)
        if len(parts) == 2:
            return (self._in_year(None, month=parts[0], day=parts[1]),)
        month = self.today.replace(day=1)
        while True:
            found = _real(month.year, month.month, parts[0])
            if found >= self.today and found.day == parts[0]:
                return (found,)
            month = (month + timedelta(days=32)).replace(day=1)

    def _in_year(self, year: int | None, *, month: int, day: int) -> date:
        found = _real(year or self.today.year, month, day)
        if year is None and self.today - found > _HALF_A_YEAR:
            return _real(self.today.year + 1, month, day)
        return found


def month_end(year: int, month: int) -> date:
    """The last day of a month; months count on over the year."""
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _real(year: int, month: int, day: int) -> date:
    """The day, or the last of its month."""
    last = month_end(year, month)
    return min(last, last.replace(day=min(day, last.day)))

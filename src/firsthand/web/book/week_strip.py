"""A week of opening hours as a drawing: one strip from Monday 00:00 to Sunday 24:00."""

from dataclasses import dataclass
from datetime import date

from firsthand.domain.calendars import Calendar
from firsthand.domain.calendars.values import DAY_SECONDS, CalendarVersion, Holiday, Window

WEEK_MINUTES = 7 * 24 * 60
_DAY_MINUTES = DAY_SECONDS // 60


@dataclass(frozen=True, kw_only=True)
class Block:
    """Open time within the strip, in minutes since Monday 00:00."""

    x: int
    width: int


@dataclass(frozen=True, kw_only=True)
class HoursLine:
    """Days with the same hours, as a person writes them."""

    first_day: int
    last_day: int
    hours: str


@dataclass(frozen=True, kw_only=True)
class WeekStrip:
    """What the page draws and says about one calendar; `until` and `from_` are dates of neighbouring versions."""

    name: str
    zone: str
    blocks: tuple[Block, ...]
    lines: tuple[HoursLine, ...]
    holidays: tuple[Holiday, ...]
    open_minutes: int
    in_force_from: date | None


def week_strip(calendar: Calendar, *, on: date) -> WeekStrip:
    """The week of the version in force on a local date; before the first dated version, that first one."""
    version = _version_on(calendar, on)
    blocks = _blocks(version.weekly)
    return WeekStrip(
        name=calendar.name,
        zone=calendar.zone,
        blocks=blocks,
        lines=_lines(version.weekly),
        holidays=tuple(day for day in version.holidays if day.year in (None, on.year)),
        open_minutes=sum(block.width for block in blocks),
        in_force_from=version.in_force_from,
    )


def _version_on(calendar: Calendar, on: date) -> CalendarVersion:
    started = [one for one in calendar.versions if one.in_force_from is None or one.in_force_from <= on]
    return (started or list(calendar.versions[:1]))[-1]


def _blocks(weekly: tuple[tuple[Window, ...], ...]) -> tuple[Block, ...]:
    found = []
    for day, windows in enumerate(weekly):
        for window in windows:
            x = day * _DAY_MINUTES + window.opens // 60
            width = (window.closes - window.opens) // 60
            inside = min(width, WEEK_MINUTES - x)
            found.append(Block(x=x, width=inside))
            if width > inside:
                found.append(Block(x=0, width=width - inside))
    return tuple(sorted(found, key=lambda block: block.x))


def _lines(weekly: tuple[tuple[Window, ...], ...]) -> tuple[HoursLine, ...]:
    lines: list[HoursLine] = []
    for day, windows in enumerate(weekly):
        hours = ", ".join(str(window).replace("-", "–") for window in windows)
        if lines and lines[-1].hours == hours:
            lines[-1] = HoursLine(first_day=lines[-1].first_day, last_day=day, hours=hours)
        else:
            lines.append(HoursLine(first_day=day, last_day=day, hours=hours))
    return tuple(lines)

"""The process that reads one calendar: `python -m firsthand.services.absences.reading_child`, a line of JSON and the
file on standard input, a line of JSON back. The kernel ends it when it needs more than its share. It holds no secret,
opens no file and asks no network; the libraries for calendars are imported nowhere else.
"""

import resource
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import orjson
import recurring_ical_events

from firsthand.domain.absences import AwayStretch, CalendarEvent, Counts, counts, joined
from firsthand.domain.calendars.zones import use_pinned_zones

MOST_SECONDS = 8
MOST_MEMORY = 512 * 1024 * 1024
_ONCE_A_DAY_OR_LESS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
FIRST_YEAR, LAST_YEAR = 1900, 2200
_NOT_PARSED = (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError)
_BUSY = ("BUSY", "BUSY-UNAVAILABLE")


class _NotUsableError(Exception):
    """The file is no calendar that is read; its argument says why."""


def main() -> int:
    """Answer the calendar on standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    use_pinned_zones()
    head, _line, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        answer = _answer(orjson.loads(head), content)
    except _NotUsableError as error:
        answer = {"fault": str(error)}
    except MemoryError:
        answer = {"fault": "expensive"}
    sys.stdout.buffer.write(orjson.dumps(answer))
    return 0


def _answer(asked: dict[str, Any], content: bytes) -> dict[str, object]:
    rule, email = Counts(asked["rule"]), str(asked["email"])
    start, end = datetime.fromisoformat(asked["from"]), datetime.fromisoformat(asked["to"])
    found: list[AwayStretch] = []
    calendars, left_out = _calendars(content)
    events, counted = left_out, 0
    for calendar in calendars:
        usable, bad = _usable(calendar)
        busy = list(calendar.walk("VFREEBUSY"))
        events, left_out = events + len(usable) + bad + len(busy), left_out + bad
        if events > asked["most"]:
            raise _NotUsableError("too_many")
        counted += sum(counts(_said(one, email), rule) for one in usable)
        there, broken = _occurrences(calendar, usable, start, end)
        left_out += broken
        found += [_stretch(one.start, one.end) for one in there if counts(_said(one, email), rule)]
        periods, broken = _periods(busy, rule)
        found, counted, left_out = [*found, *periods], counted + len(periods), left_out + broken
    kept = [one for one in joined(found) if one.to_at > start and one.from_at < end]
    stretches = [(one.from_at.isoformat(), one.to_at.isoformat(), one.floating) for one in kept]
    return {"stretches": stretches, "events": events, "counted": counted, "left_out": left_out}


def _calendars(content: bytes) -> tuple[list[Any], int]:
    """The calendars of a file; how many of its events could not be read at all."""
    said = content.strip(b"\xef\xbb\xbf \r\n\t").upper()
    if not said.startswith(b"BEGIN:VCALENDAR"):
        raise _NotUsableError("no_calendar")
    if not said.endswith(b"END:VCALENDAR"):
        raise _NotUsableError("cut")
    icalendar.FreeBusy.ignore_exceptions = True  # as of events: one that is odd leaves the others
    try:
        return list(icalendar.Calendar.from_ical(content, multiple=True)), 0
    except _NOT_PARSED:
        kept, broken = _without_broken(content)
    try:
        return list(icalendar.Calendar.from_ical(kept, multiple=True)), broken
    except _NOT_PARSED as error:
        raise _NotUsableError("no_calendar") from error


def _without_broken(content: bytes) -> tuple[bytes, int]:
    """The file without the events and times of free and busy that the library cannot take; how many those are."""
    kept: list[bytes] = []
    block: list[bytes] = []
    broken, ends = 0, b""
    for line in content.splitlines(keepends=True):
        word = line.strip().upper()
        if not ends and word in (b"BEGIN:VEVENT", b"BEGIN:VFREEBUSY"):
            block, ends = [], word.replace(b"BEGIN", b"END")
        (block if ends else kept).append(line)
        if word == ends:
            ends = b""
            if _parses(b"".join(block)):
                kept += block
            else:
                broken += 1
    return b"".join(kept), broken


def _parses(component: bytes) -> bool:
    try:
        icalendar.Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + component + b"END:VCALENDAR\r\n")
    except _NOT_PARSED:
        return False
    return True


def _occurrences(calendar: Any, events: list[Any], start: datetime, end: datetime) -> tuple[list[Any], int]:  # noqa: ANN401, RUF100
    """The events as they come between two instants; where one breaks, series by series, and how many events broke."""
    zones = [one for one in calendar.subcomponents if one.name == "VTIMEZONE"]
    try:
        return _expanded(calendar, [*zones, *events], start, end), 0
    except Exception:  # noqa: BLE001, RUF100 - whatever it is, it is one series, which is looked for
        series: dict[str, list[Any]] = {}
        for one in events:
            series.setdefault(str(one.get("UID", "")), []).append(one)
    found, broken = [], 0
    for group in series.values():
        try:
            found += _expanded(calendar, [*zones, *group], start, end)
        except Exception:  # noqa: BLE001, RUF100
            broken += len(group)
    return found, broken


def _expanded(calendar: Any, components: list[Any], start: datetime, end: datetime) -> list[Any]:  # noqa: ANN401, RUF100
    calendar.subcomponents = components
    return list(recurring_ical_events.of(calendar).between(start, end))


def _usable(calendar: Any) -> tuple[list[Any], int]:  # noqa: ANN401, RUF100 - the library has no type for it
    """The events that have a beginning, and repeat at most once a day; how many do not."""
    usable, bad = [], 0
    for one in calendar.walk("VEVENT"):
        if _has_times(one) and all(map(_is_slow, _rules(one))):
            usable.append(one)
        else:
            bad += 1
    return usable, bad


def _has_times(event: Any) -> bool:  # noqa: ANN401, RUF100
    try:
        return bool(event.start <= event.end and event.start.year >= FIRST_YEAR and event.end.year <= LAST_YEAR)
    except Exception:  # noqa: BLE001, RUF100 - whatever is odd about it, it is one event that is left out
        return False


def _rules(event: Any) -> list[Any]:  # noqa: ANN401, RUF100
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _is_slow(rule: Any) -> bool:  # noqa: ANN401, RUF100
    try:
        often = [str(one).upper() for one in rule.get("FREQ", [])]
        return often[0] in _ONCE_A_DAY_OR_LESS and not any(part in rule for part in _WITHIN_A_DAY)
    except Exception:  # noqa: BLE001, RUF100 - a rule that nobody understands is none that can be followed
        return False


def _said(event: Any, email: str) -> CalendarEvent:  # noqa: ANN401, RUF100
    return CalendarEvent(
        whole_days=_is_whole_days(event.start, event.end),
        title=str(event.get("SUMMARY", ""))[:200],
        busy=str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).strip().upper(),
        is_free=str(event.get("TRANSP", "")).strip().upper() == "TRANSPARENT",
        is_cancelled=str(event.get("STATUS", "")).strip().upper() == "CANCELLED",
        is_declined=bool(email) and email in _declined(event),
    )


def _is_whole_days(begins: date | datetime, ends: date | datetime) -> bool:
    """Days as such, or from a midnight until another: some programs write whole days so."""
    if not isinstance(begins, datetime) or not isinstance(ends, datetime):
        return True
    return begins.time() == ends.time() == time() and ends > begins


def _declined(event: Any) -> set[str]:  # noqa: ANN401, RUF100
    people = event.get("ATTENDEE", [])
    return {
        str(one).lower().removeprefix("mailto:")
        for one in (people if isinstance(people, list) else [people])
        if str(getattr(one, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED"
    }


def _periods(busy: Iterable[Any], rule: Counts) -> tuple[list[AwayStretch], int]:
    """The times of free and busy that count, those that are marked unavailable or all but the free ones; and how many
    could not be understood."""
    wanted = _BUSY if rule is Counts.every else _BUSY[1:]
    found, broken = [], 0
    for one in busy:
        said = one.get("FREEBUSY", [])
        for period in said if isinstance(said, list) else [said]:
            try:
                if str(period.params.get("FBTYPE", "BUSY")).upper() in wanted:
                    found.append(_stretch(*_times(period)))
            except Exception:  # noqa: BLE001, RUF100 - whatever is odd about it, it is one period that is left out
                broken += 1
    return found, broken


def _times(period: Any) -> tuple[datetime, datetime]:  # noqa: ANN401, RUF100
    """From when to when, within the years that count. Raises whatever it is that is odd."""
    begins, ends = period.dt
    ends = begins + ends if isinstance(ends, timedelta) else ends
    if not (begins <= ends and begins.year >= FIRST_YEAR and ends.year <= LAST_YEAR):
        raise ValueError
    return begins, ends


def _stretch(begins: date | datetime, ends: date | datetime) -> AwayStretch:
    """From when to when, an instant as such, a time without a zone and a whole day as times of the wall clock."""
    if isinstance(begins, datetime) and isinstance(ends, datetime) and begins.tzinfo and ends.tzinfo:
        return AwayStretch(from_at=begins.astimezone(UTC), to_at=ends.astimezone(UTC), floating=False)
    return AwayStretch(from_at=_wall(begins), to_at=_wall(ends), floating=True)


def _wall(at: date | datetime) -> datetime:
    wall = at if isinstance(at, datetime) else datetime.combine(at, time())
    return wall.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())

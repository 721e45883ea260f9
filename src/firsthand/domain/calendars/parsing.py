"""From the plain mapping of a policy file to a calendar; every error names the field and what was expected."""

import calendar as gregorian
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from firsthand.domain.calendars.errors import CalendarError
from firsthand.domain.calendars.hours import ALWAYS_OPEN, parse_hours, parse_weekly
from firsthand.domain.calendars.instants import FIRST_YEAR, LAST_YEAR
from firsthand.domain.calendars.schema import ALSO_WRITTEN, CALENDAR, EXCEPTION, HOLIDAY, VERSION
from firsthand.domain.calendars.values import (
    AlsoWritten,
    Calendar,
    CalendarVersion,
    DatedException,
    Holiday,
    HolidaysClose,
)
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.sentences import Sentence, Series, say

_YEARLY = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)


def parse_calendar(name: str, mapping: Mapping[str, object]) -> Calendar:
    """The calendar written as plain values (`docs/concepts/calendars.md` describes the keys).

    Raises CalendarError whose `field` is the dotted path inside `mapping`. That it opens at all is checked when
    it is compiled by `working_time`.
    """
    if not isinstance(mapping, Mapping):
        raise CalendarError(
            "bad_calendar", say("expected keys such as zone and weekly in calendar {name}", name=name), "zone"
        )
    _check_keys(mapping, CALENDAR.names, "")
    zone = mapping.get("zone")
    if not isinstance(zone, str):
        raise CalendarError("zone_missing", say("expected an IANA name such as America/Los_Angeles"), "zone")
    zone_named(zone)
    base = _parse_version(mapping, None, "", CalendarVersion(in_force_from=None, weekly=((),) * 7))
    versions = [base]
    for number, value in enumerate(_list_at(mapping, "versions", "")):
        here = f"versions.{number}"
        entry = _mapping(value, here, say("from and weekly"))
        _check_keys(entry, VERSION.names, f"{here}.")
        begins = parse_date(entry.get("from"), f"{here}.from")
        last = versions[-1].in_force_from
        if last is not None and begins <= last:
            raise CalendarError(
                "versions_order",
                say("{begins} is not after {last}", begins=begins.isoformat(), last=last.isoformat()),
                f"{here}.from",
            )
        versions.append(_parse_version(entry, begins, f"{here}.", versions[-1]))
    if not {"weekly", "always_open"} & mapping.keys() and len(versions) == 1:
        raise CalendarError("weekly_missing", say("expected days with hours, or always_open: true"), "weekly")
    calendar = Calendar(name=name, zone=zone, versions=tuple(versions), holidays_close=_holidays_close(mapping))
    return replace(calendar, also=_also_written(mapping, calendar))


def _also_written(mapping: Mapping[str, object], calendar: Calendar) -> tuple[AlsoWritten, ...]:
    found = []
    for number, value in enumerate(_list_at(mapping, "also_written", "")):
        here = f"also_written.{number}"
        entry = _mapping(value, here, say("zone, weekly and text"))
        _check_keys(entry, ALSO_WRITTEN.names, f"{here}.")
        zone, text = entry.get("zone"), entry.get("text")
        if not isinstance(zone, str):
            raise CalendarError("zone_missing", say("expected an IANA name such as UTC"), f"{here}.zone")
        if not isinstance(text, str) or not text.strip():
            raise CalendarError("bad_text", say("expected the words of the statement"), f"{here}.text")
        zone_named(zone)
        weekly = parse_weekly(entry.get("weekly"), f"{here}.weekly")
        begins, ends = (parse_date(entry[key], f"{here}.{key}") if key in entry else None for key in ("from", "to"))
        hours = replace(calendar.versions[-1], in_force_from=None, weekly=weekly)
        stated = Calendar(name=calendar.name, zone=zone, versions=(hours,), holidays_close=calendar.holidays_close)
        found.append(AlsoWritten(text=text.strip(), calendar=stated, from_on=begins, to_on=ends))
    return tuple(found)


def parse_date(value: object, field: str) -> date:
    """A date, as one or as text like 2021-08-01, within the supported years."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError as error:
            raise CalendarError(
                "bad_date",
                say("{value} is not a date; expected one like 2021-08-01", value=repr(value)),
                field,
            ) from error
    if isinstance(value, datetime) or not isinstance(value, date):
        raise CalendarError(
            "bad_date", say("{value} is not a date; expected one like 2021-08-01", value=repr(value)), field
        )
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise CalendarError(
            "bad_date",
            say(
                "{value} is outside {first_year} to {last_year}",
                value=value.isoformat(),
                first_year=FIRST_YEAR,
                last_year=LAST_YEAR,
            ),
            field,
        )
    return value


def _parse_version(
    mapping: Mapping[str, object], begins: date | None, prefix: str, before: CalendarVersion
) -> CalendarVersion:
    """What a version does not mention carries on from the version before it."""
    weekly, holidays, exceptions = before.weekly, before.holidays, before.exceptions
    always = mapping.get("always_open", False)
    if not isinstance(always, bool):
        field = f"{prefix}always_open"
        raise CalendarError("bad_always_open", say("expected true or false, not {always}", always=repr(always)), field)
    if always and "weekly" in mapping:
        field = f"{prefix}always_open"
        raise CalendarError("hours_twice", say("a calendar has weekly hours or is always open"), field)
    if always:
        weekly = ALWAYS_OPEN
    if "weekly" in mapping:
        weekly = parse_weekly(mapping["weekly"], f"{prefix}weekly")
    if "holidays" in mapping:
        holidays = _parse_holidays(mapping, prefix)
    if "exceptions" in mapping:
        exceptions = _parse_exceptions(mapping, prefix)
    return CalendarVersion(in_force_from=begins, weekly=weekly, holidays=holidays, exceptions=exceptions)


def _parse_holidays(mapping: Mapping[str, object], prefix: str) -> tuple[Holiday, ...]:
    holidays: list[Holiday] = []
    for number, value in enumerate(_list_at(mapping, "holidays", prefix)):
        here = f"{prefix}holidays.{number}"
        entry = _mapping(value, here, say("date and name"))
        _check_keys(entry, HOLIDAY.names, f"{here}.")
        name = entry.get("name")
        if not isinstance(name, str) or not name.strip():
            raise CalendarError("bad_name", say("expected the holiday's name"), f"{here}.name")
        holidays.append(_parse_holiday(entry.get("date"), name.strip(), f"{here}.date"))
    return tuple(holidays)


def _parse_holiday(value: object, name: str, field: str) -> Holiday:
    yearly = _YEARLY.fullmatch(value) if isinstance(value, str) else None
    if yearly is None:
        on = parse_date(value, field)
        return Holiday(month=on.month, day=on.day, name=name, year=on.year)
    month, day = int(yearly[1]), int(yearly[2])
    if not 1 <= month <= 12 or not 1 <= day <= gregorian.monthrange(2000, month)[1]:
        raise CalendarError("bad_date", say("{value} is no day of a year; expected month-day", value=yearly[0]), field)
    return Holiday(month=month, day=day, name=name)


def _parse_exceptions(mapping: Mapping[str, object], prefix: str) -> tuple[DatedException, ...]:
    exceptions: list[DatedException] = []
    for number, value in enumerate(_list_at(mapping, "exceptions", prefix)):
        here = f"{prefix}exceptions.{number}"
        entry = _mapping(value, here, say("date, hours and reason"))
        _check_keys(entry, EXCEPTION.names, f"{here}.")
        on = parse_date(entry.get("date"), f"{here}.date")
        reason = entry.get("reason")
        if not isinstance(reason, str) or not reason.strip():
            raise CalendarError("bad_reason", say("expected why this day differs"), f"{here}.reason")
        if any(on == other.on for other in exceptions):
            raise CalendarError("day_twice", say("{on} has two exceptions", on=on.isoformat()), f"{here}.date")
        windows = parse_hours(entry.get("hours"), f"{here}.hours")
        exceptions.append(DatedException(on=on, windows=windows, reason=reason.strip()))
    return tuple(exceptions)


def _holidays_close(mapping: Mapping[str, object]) -> HolidaysClose:
    value = mapping.get("holidays_close", HolidaysClose.DAY)
    if value not in tuple(HolidaysClose):
        raise CalendarError(
            "bad_holidays_close",
            say("expected day or shift, not {value}", value=repr(value)),
            "holidays_close",
        )
    return HolidaysClose(str(value))


def _check_keys(mapping: Mapping[str, object], known: Sequence[str], prefix: str) -> None:
    for key in mapping:
        if key not in known:
            field = f"{prefix}{key}"
            near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.5)
            hint = (
                say("unknown field; did you mean {near}?", near=near[0])
                if near
                else say("unknown field; expected one of {known}", known=Series(tuple(known)))
            )
            raise CalendarError("unknown_key", hint, field)


def _list_at(mapping: Mapping[str, object], key: str, prefix: str) -> Sequence[object]:
    value = mapping.get(key, ())
    if not isinstance(value, (list, tuple)):
        raise CalendarError("bad_list", say("expected a list, not {value}", value=repr(value)), f"{prefix}{key}")
    return value


def _mapping(value: object, field: str, keys: Sentence) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise CalendarError("bad_entry", say("expected {keys}, not {value}", keys=keys, value=repr(value)), field)
    return value

"""Weeks, months, quarters, years and weekends, whole or a part of them: end of next week, early December, Q1, KW
49."""

import re

from firsthand.domain.promises.lexicon.lookup import Classed
from firsthand.domain.promises.parts import Part
from firsthand.domain.promises.values import TimeKind

_NAMES = {"W": "week", "M": "month", "Q": "quarter", "Y": "year"}
_STEPS = {"this": "+0", "next": "+1", "coming": "+1", "last": "-1", "next2": "+2"}
_MOST_OF_YEARS = 2200
_UNIT = re.compile(r"(?:(E)o{0,2})?(X)?(u)")
_WEEKEND = re.compile(r"o?(X)?o?(W)")
_MONTH = re.compile(r"(?:(E)o?)?(M)(n)?")
_QUARTER = re.compile(r"(?:(E)o?)?(Q)(n)?")
_CALENDAR_WEEK = re.compile(r"(?:(E)o?)?(K)(n)")
_YEAR = re.compile(r"(?:(E)o?)?(n)(?![uwkAOTMnG.])")


def period_at(found: Classed, at: int, before: str) -> Part | None:
    """The period that begins there. A month or a year alone is one only behind a preposition or a part."""
    for read in (_unit, _weekend, _month, _quarter, _calendar_week, _year):
        part = read(found, at, before)
        if part is not None:
            return part
    return None


def _made(found: Classed, match: re.Match[str], anchor: str, pattern: str) -> Part:
    part = found.values[match.start(1)] if match[1] else ""
    return Part(
        end=match.end(),
        kind=TimeKind.PERIOD,
        anchor=f"{anchor} {part}".rstrip(),
        by=part == "end",
        pattern=pattern,
    )


def _unit(found: Classed, at: int, before: str) -> Part | None:
    match = _UNIT.match(found.letters, at)
    if match is None or not (match[1] or match[2] or "I" in before):
        return None
    unit = found.values[match.start(3)]
    step = _STEPS[found.values[match.start(2)]] if match[2] else "+0"
    if unit == "D" and not match[1]:
        anchor = {"+1": "tomorrow", "-1": "yesterday", "+0": "today"}.get(step)
        return Part(end=match.end(), kind=TimeKind.DAY, anchor=anchor, pattern="next day") if anchor else None
    if unit not in _NAMES:
        return None
    return _made(found, match, _NAMES[unit] + step, "this or next period")


def _weekend(found: Classed, at: int, before: str) -> Part | None:
    match = _WEEKEND.match(found.letters, at)
    if match is None:
        return None
    step = _STEPS[found.values[match.start(1)]] if match[1] else "+0"
    return Part(end=match.end(), kind=TimeKind.PERIOD, anchor=f"weekend{step}", pattern="weekend")


def _month(found: Classed, at: int, before: str) -> Part | None:
    match = _MONTH.match(found.letters, at)
    if match is None or not (match[1] or set(before) & set("BNIFSV@") or match[3]):
        return None
    number, year = int(found.values[match.start(2)]), found.values[match.start(3)] if match[3] else ""
    if match[3] and not _is_year(year):
        return None
    return _made(found, match, f"month:{year}-{number:02}" if year else f"month:{number}", "month")


def _quarter(found: Classed, at: int, before: str) -> Part | None:
    match = _QUARTER.match(found.letters, at)
    if match is None:
        return None
    number, year = found.values[match.start(2)], found.values[match.start(3)] if match[3] else ""
    if match[3] and not _is_year(year):
        return None
    return _made(found, match, f"quarter:{year}-{number}" if year else f"quarter:{number}", "quarter")


def _calendar_week(found: Classed, at: int, before: str) -> Part | None:
    match = _CALENDAR_WEEK.match(found.letters, at)
    if match is None or not 1 <= int(found.values[match.start(3)]) <= 53:
        return None
    return _made(found, match, f"cw:{int(found.values[match.start(3)])}", "calendar week")


def _year(found: Classed, at: int, before: str) -> Part | None:
    match = _YEAR.match(found.letters, at)
    if match is None or not _is_year(found.values[match.start(2)]) or not (match[1] or set(before) & set("BNISF")):
        return None
    return _made(found, match, f"year:{found.values[match.start(2)]}", "year")


def _is_year(text: str) -> bool:
    return text.isdecimal() and len(text) == 4 and 2000 <= int(text) <= _MOST_OF_YEARS

"""Dates in figures and words: 2026-12-03, 3.12., 12/24, 4 December, December 4th, the 3rd, am 3."""

import re
from datetime import date
from typing import NamedTuple

from firsthand.domain.promises.lexicon.lookup import Classed

_DAY_MONTH = re.compile(r"o?(n)[T.]?o?(M)(?:,?(n)(?![uwkAO]))?")
_MONTH_DAY = re.compile(r"(M)o?(n)T?(?:,?(n)(?![uwkAO]))?(?![uwkAO])")
_ORDINAL = re.compile(r"o?(n)(T)|(?:o)?(n)(\.)(?![nuwkcM])")
_LONGEST_MONTH = 2024  # a leap year: 29 February is a date


class DateRead(NamedTuple):
    """A date as the anchor of a typed time writes it."""

    end: int
    anchor: str


def date_at(found: Classed, at: int, before: str) -> DateRead | None:
    """The date that begins there, if there is such a day."""
    letters = found.letters
    if at >= len(letters):
        return None
    if letters[at] in "idsr":
        return _figures(found, at, before)
    for pattern, day_group, month_group in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        match = pattern.match(letters, at)
        if match is not None:
            return _in_words(found, match, match.start(day_group), match.start(month_group))
    return _only_day(found, at, before)


def _figures(found: Classed, at: int, before: str) -> DateRead | None:
    text, letter, end = found.values[at], found.letters[at], at + 1
    if letter == "i":
        written = [int(part) for part in text.split("-")]
        return _made(end, written[2], written[1], written[0])
    if "N" in before:
        return None
    parts = [part for part in re.split(r"[./,]", text) if part]
    year = int(parts[2]) + (2000 if len(parts[2]) == 2 else 0) if len(parts) > 2 else None
    first, second = int(parts[0]), int(parts[1])
    if letter == "s":
        bare = year is None and not set(before) & set("B@FVSL")
        return None if bare else _slashed(end, first, second, year)
    if letter == "r" and not (set(before) & set("BVS") or found.values[at - 1] == "on"):
        return None
    return _made(end, first, second, year)


def _slashed(end: int, first: int, second: int, year: int | None) -> DateRead | None:
    if first > 12:
        return _made(end, first, second, year)
    if second > 12 or first == second:
        return _made(end, second, first, year)
    if not first or not second:
        return None
    return DateRead(end, f"date:{first:02}/{second:02}" + (f"/{year}" if year else ""))


def _in_words(found: Classed, match: re.Match[str], day_at: int, month_at: int) -> DateRead | None:
    day, month = found.values[day_at], int(found.values[month_at])
    end, year = match.end(), None
    if match[3]:
        said = found.values[match.start(3)]
        if len(said) == 4 and said.isdecimal():
            year = int(said)
        else:
            end = match.start(3) - (found.letters[match.start(3) - 1] == ",")
    return _made(end, int(day), month, year) if day.isdecimal() and len(day) <= 2 else None


def _only_day(found: Classed, at: int, before: str) -> DateRead | None:
    match = _ORDINAL.match(found.letters, at)
    if match is None or not set(before) & set("B@FVSoL") or (match[4] and not found.german):
        return None
    if match[4] and match.end() == len(found.letters) and found.values[at - 1] != "on":
        return None
    place = match.start(1) if match[1] else match.start(3)
    day = found.values[place]
    if not (day.isdecimal() and 1 <= int(day) <= 31):
        return None
    return DateRead(match.end() - (match[4] is not None and match.end() == len(found.letters)), f"date:{int(day):02}")


def _made(end: int, day: int, month: int, year: int | None) -> DateRead | None:
    try:
        date(year or _LONGEST_MONTH, month, day)
    except ValueError:
        return None
    return DateRead(end, f"date:{year}-{month:02}-{day:02}" if year else f"date:{month:02}-{day:02}")

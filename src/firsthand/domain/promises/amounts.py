"""Amounts of time: two days, a few hours, half an hour, 2 to 3 business days, a day or two."""

import re

from firsthand.domain.promises.lexicon.lookup import Classed
from firsthand.domain.promises.parts import Part, iso
from firsthand.domain.promises.values import TimeKind, TimeUnit

_NUMBERS = re.compile(r"[~oX]?([nr]|a(?=[-B|&]n))(?:[-B|&]([nr]))?(k?)o?([uw])")
_FEW = re.compile(r"X?a?[gn]o?(k?)([uw])")
_HALF = re.compile(r"a?Ha?([uw])")
_ONE_OR_TWO = re.compile(r"a([uw])\|([na])")
_ONE = re.compile(r"a(k?)([uw])")
_THE_HOUR = re.compile(r"(?:oX?|X)u")
_NEEDS_ANOTHER = frozenset("NIBFSVm~")


def amount_at(found: Classed, at: int, before: str) -> Part | None:
    """The amount that begins there. One alone ("a day") is an expression only behind a preposition or before
    "ago"."""
    for read in (_numbers, _few, _half, _one):
        part = read(found, at, before)
        if part is not None:
            return part
    return None


def _numbers(found: Classed, at: int, before: str) -> Part | None:
    match = _NUMBERS.match(found.letters, at)
    if match is None:
        return None
    values = found.values
    low, high = values[match.start(1)], values[match.start(2)] if match[2] else values[match.start(1)]
    if "few" in (low, high):
        return None
    low = low if found.letters[match.start(1)] != "a" else "1"
    return _part(match, (low, high), values[match.end() - 1], "numbers and unit", working=bool(match[3]))


def _few(found: Classed, at: int, before: str) -> Part | None:
    match = _FEW.match(found.letters, at)
    if match is None:
        return None
    number = found.values[match.end() - 2 - len(match[1])] if match[0].count("o") == 0 else "few"
    if "few" not in (number, *found.values[at : match.end()]):
        return None
    return _part(match, ("few", "few"), found.values[match.end() - 1], "a few", working=bool(match[1]))


def _half(found: Classed, at: int, before: str) -> Part | None:
    match = _HALF.match(found.letters, at)
    if match is None:
        return None
    value = next(found.values[place] for place in range(at, match.end()) if found.letters[place] == "H")
    number = value or "0.5"
    if number == "clock":
        return None
    return _part(match, (number, number), found.values[match.end() - 1], "half")


def _one(found: Classed, at: int, before: str) -> Part | None:
    letters, values = found.letters, found.values
    match = _ONE_OR_TWO.match(letters, at)
    if match is not None:
        last = values[match.start(2)] if match[2] == "n" else "1"
        return _part(match, ("1", last), values[match.start(1)], "one or two")
    match = _THE_HOUR.match(letters, at) if {"I", "N"} & set(before) else None
    if match is not None and values[match.end() - 1] == "H":
        return _part(match, ("1", "1"), "H", "the hour")
    match = _ONE.match(letters, at)
    if match is None or not (
        _NEEDS_ANOTHER & set(before)
        or letters[match.end() : match.end() + 1] in ("G", "|")
        or match[1]
        or match[2] == "w"
    ):
        return None
    return _part(match, ("1", "1"), values[match.end() - 1], "one unit", working=bool(match[1]))


def _part(
    match: re.Match[str], numbers: tuple[str, str], unit: str, pattern: str, *, working: bool = False
) -> Part | None:
    low, high = iso(numbers[0], unit), iso(numbers[1], unit)
    if low is None or high is None:
        return None
    compound = match[0][-1] == "w" and unit != "2W"
    return Part(
        end=match.end(),
        kind=TimeKind.DURATION,
        anchor="now",
        unit=TimeUnit.WORKING if working or compound else TimeUnit.WALL,
        low=low,
        high=high,
        pattern=pattern,
    )

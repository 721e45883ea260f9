"""Clock times: 15:00, 3 pm, 15 Uhr 30, halb vier, at 3."""

import re
from typing import NamedTuple

from firsthand.domain.promises.lexicon.lookup import Classed

_FIGURES = re.compile(r"([cr])(O)?([A])?")
_HOUR = re.compile(r"(n)(?:(A)|(O)(n(?!u))?(A)?)")
_BEHIND_UM = re.compile(r"(n)(?![uwkMT])")
_RANGE = re.compile(r"[nc][AO]?[-B|&](?=(n[AO]|c))")
_BARE_RANGE = re.compile(r"n&n(?=[,.!?;)]|$)")
_HALF = re.compile(r"(H)(n)(O)?")
_ALONE = re.compile(r"(n)(?=[,.!?;)DRZ~LBVFS&\x00]|$|@D)")


class Clock(NamedTuple):
    """Hour and minute of a day, and whether the half of the day is known."""

    end: int
    hour: int
    minute: int
    half_said: bool


def clock_at(found: Classed, at: int, before: str) -> Clock | None:
    """The clock time that begins there; a number alone is one only behind "at", "by", "um", "gegen"."""
    for read in (_range, _figures, _hour, _half, _alone):
        clock = read(found, at, before)
        if clock is not None and 0 <= clock.hour <= 24 and 0 <= clock.minute < 60:
            return clock
    return None


def _range(found: Classed, at: int, before: str) -> Clock | None:
    """Between 2 and 4 pm: the later one."""
    match = _RANGE.match(found.letters, at)
    if match is None and "b" in before and _BARE_RANGE.match(found.letters, at):
        return (
            _halved(at + 3, int(found.values[at + 2]), 0, half="", zero=False)
            if found.values[at + 2].isdecimal()
            else None
        )
    if match is None or ("&" in match[0] and "b" not in before):
        return None
    later = _figures(found, match.start(1), before) or _hour(found, match.start(1), before)
    first = _figures(found, at, before) or _hour(found, at, before) or _bare(found, at, later)
    return first._replace(end=later.end) if first is not None and later is not None and "F" in before else later


def _bare(found: Classed, at: int, later: Clock | None) -> Clock | None:
    """From 3 to 4 pm: the first has the half of the second."""
    text = found.values[at]
    if later is None or not text.isdecimal() or len(text) > 2:
        return None
    shift = 12 if later.half_said and later.hour > 12 and int(text) < 12 and int(text) <= later.hour - 12 else 0
    return Clock(later.end, int(text) + shift, 0, half_said=later.half_said or not 1 <= int(text) <= 11)


def _figures(found: Classed, at: int, before: str) -> Clock | None:
    match = _FIGURES.match(found.letters, at)
    if match is None or (match[1] == "r" and not (match[2] or match[3])):
        return None
    text = found.values[at]
    hour, minute = re.split(r"[:.,]", text)
    if len(minute) != 2:
        return None
    return _halved(
        match.end(),
        int(hour),
        int(minute),
        half=found.values[match.start(3)] if match[3] else "",
        zero=hour.startswith("0"),
    )


def _hour(found: Classed, at: int, before: str) -> Clock | None:
    match = _HOUR.match(found.letters, at)
    if match is None or not found.values[at].isdecimal():
        return None
    minute = int(found.values[match.start(4)]) if match[4] else 0
    half = next((found.values[match.start(group)] for group in (2, 5) if match[group]), "")
    return _halved(match.end(), int(found.values[at]), minute, half=half, zero=False)


def _half(found: Classed, at: int, before: str) -> Clock | None:
    match = _HALF.match(found.letters, at)
    said = found.values[at] if match is not None else ""
    if match is None or said not in ("clock", "past") or not found.values[at + 1].isdecimal():
        return None
    hour = int(found.values[at + 1]) - (said == "clock")
    return Clock(match.end(), hour, 30, half_said=not 1 <= hour <= 11)


def _alone(found: Classed, at: int, before: str) -> Clock | None:
    match = (_BEHIND_UM if found.values[at - 1] == "um" and at else _ALONE).match(found.letters, at)
    if match is None or not set(before) & set("B@~VF") or not found.values[at].isdecimal() or len(found.values[at]) > 2:
        return None
    return _halved(match.end(), int(found.values[at]), 0, half="", zero=False)


def _halved(end: int, hour: int, minute: int, *, half: str, zero: bool) -> Clock:
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return Clock(end, hour, minute, half_said=bool(half) or zero or not 1 <= hour <= 11)

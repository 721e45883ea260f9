"""Days and clock times: tomorrow morning, Friday at 3 pm PST, 4 December, bis heute 15 Uhr, halb vier, EOD Monday."""

import re
from typing import NamedTuple

from firsthand.domain.promises.clock_times import Clock, clock_at
from firsthand.domain.promises.dates import date_at
from firsthand.domain.promises.lexicon.lookup import Classed
from firsthand.domain.promises.parts import Part
from firsthand.domain.promises.values import TimeKind, TimeUnit

_BETWEEN = re.compile(r"[,@~oBNLb(]{0,3}")
_RANGE = re.compile(r"[-|B](?:o|@)?")
_RANGE_BETWEEN = re.compile(r"[-|&B](?:o|@)?")
_WEEK_OF_DAY = re.compile(r"[@No,]?o?(X)(u)")
_MOST_PIECES = 4
_END_OF_DAY = re.compile(r"Eo?(?=[RD])")
_THIS = {"this": "today", "next": "tomorrow", "coming": "tomorrow"}
_WEEK_FIRST = re.compile(r"o?(X)(u)[,@]?o?(D)")
_WEEKDAY = re.compile(r"o?(X)?(X)?o?(D)")
_COMMA = re.compile(r"[,]?(?:@|o){0,2}")
_STEPS = {"this": "week+0", "next": "week+1", "coming": "week+1", "next2": "week+2", "last": "week-1"}
_PART_WORD = {"this": " this", "next": " next", "last": " last", "coming": "", "next2": " week+2"}


class _Day(NamedTuple):
    end: int
    anchor: str
    part: str = ""
    unit: TimeUnit = TimeUnit.WALL
    period: bool = False


class _Pieces(NamedTuple):
    """What was read of a moment so far."""

    end: int
    day: _Day | None = None
    part: str = ""
    clock: Clock | None = None
    zone: str = ""
    by: bool = False


def moment_at(found: Classed, at: int, before: str) -> Part | None:
    """The day, clock time, or both, that begins there."""
    pieces = _Pieces(end=at)
    for count in range(_MOST_PIECES):
        start = pieces.end
        if count:
            gap = _BETWEEN.match(found.letters, start)
            start = gap.end() if gap else start
        gone = _in_the_course(found, start)
        if pieces.day is not None and gone:
            pieces = pieces._replace(end=gone)
            continue
        more = _one_more(found, start, pieces, before if not count else found.letters[pieces.end : start])
        if more is None:
            break
        by = pieces.by or (count > 0 and bool(set(found.letters[pieces.end : start]) & set("BL")))
        pieces = more._replace(by=by)
    if pieces.end == at:
        return None
    return _whole(found, pieces, before)


def _in_the_course(found: Classed, at: int) -> int:
    """Morgen im Laufe des Tages: the rest says nothing more."""
    course = found.letters[at : at + 2] == "Iu" and found.values[at + 1] == "D"
    return at + 2 if course else 0


def _one_more(found: Classed, at: int, pieces: _Pieces, before: str) -> _Pieces | None:
    if at >= len(found.letters):
        return None
    day = _day_at(found, at, before) if pieces.day is None else None
    if day is not None and not (day.period and pieces.clock):
        return pieces._replace(end=day.end, day=day, part=pieces.part or day.part)
    more = _part_more(found, at, pieces, before)
    if more is not None:
        return more
    if found.letters[at] == "Z" and pieces.clock is not None and not pieces.zone:
        return pieces._replace(end=at + 1, zone=f" @{found.values[at]}")
    clock = clock_at(found, at, before) if pieces.clock is None else None
    return pieces._replace(end=clock.end, clock=clock) if clock is not None else None


def _part_more(found: Classed, at: int, pieces: _Pieces, before: str) -> _Pieces | None:
    """A part of the day: this afternoon, morning, end of Friday, tomorrow a.m."""
    letters, values = found.letters, found.values
    if pieces.part:
        return None
    if letters[at] == "P":
        return _with_part(pieces, at, values[at])
    if letters[at] == "A" and pieces.day is not None and pieces.clock is None:
        return pieces._replace(end=at + 1, part="morning" if values[at] == "am" else "afternoon")
    if pieces.day is not None:
        return None
    if letters[at : at + 2] == "XP" and values[at] in _THIS:
        return _with_part(pieces._replace(day=_Day(at + 2, _THIS[values[at]])), at + 1, values[at + 1])
    match = _END_OF_DAY.match(letters, at)
    part = {"early": "start", "end": "end"}.get(values[at], "") if match is not None else ""
    day = _day_at(found, match.end(), before) if match is not None and part else None
    return pieces._replace(end=day.end, day=day, part=part) if day is not None else None


def _with_part(pieces: _Pieces, at: int, part: str) -> _Pieces:
    if part.startswith("T"):
        return pieces._replace(
            end=at + 1, clock=pieces.clock or Clock(end=at + 1, hour=int(part[1:3]), minute=0, half_said=True)
        )
    return pieces._replace(end=at + 1, part=part)


def _day_at(found: Classed, at: int, before: str) -> _Day | None:
    letters, values = found.letters, found.values
    if letters[at] == "R":
        return _seen_from_today(at + 1, values[at])
    match = _WEEK_FIRST.match(letters, at)
    if match is not None and values[match.start(2)] == "W":
        return _Day(match.end(), f"weekday:{values[match.start(3)]} {_STEPS[values[match.start(1)]]}")
    match = _WEEKDAY.match(letters, at)
    if match is not None:
        return _weekday(found, match)
    date = date_at(found, at, before)
    return _Day(date.end, date.anchor) if date is not None else None


def _seen_from_today(end: int, value: str) -> _Day:
    anchor, _, part = value.partition(" ")
    period = anchor.startswith(("week", "month", "quarter", "year"))
    unit = TimeUnit.WORKING if anchor.startswith("working") else TimeUnit.WALL
    return _Day(end, value if period else anchor, "" if period else part, unit, period)


def _weekday(found: Classed, match: re.Match[str]) -> _Day:
    letters, values, end = found.letters, found.values, match.end()
    anchor = f"weekday:{values[match.start(3)]}"
    chosen = [values[match.start(group)] for group in (1, 2) if match[group]]
    date = date_at(found, _after_comma(letters, end), "@") if not chosen else None
    if date is not None:
        return _Day(date.end, date.anchor)
    if chosen:
        said = "coming" if "coming" in chosen else chosen[-1]
        return _Day(end, anchor + _PART_WORD[said])
    week = _WEEK_OF_DAY.match(letters, end)
    if week is not None and values[week.start(2)] == "W":
        return _Day(week.end(), f"{anchor} {_STEPS[values[week.start(1)]]}")
    return _Day(end, anchor)


def _after_comma(letters: str, at: int) -> int:
    match = _COMMA.match(letters, at)
    return match.end() if match else at


def _whole(found: Classed, pieces: _Pieces, before: str) -> Part | None:
    day, part, clock = pieces.day, pieces.part, pieces.clock
    if day is not None and day.period:
        return Part(
            end=pieces.end,
            kind=TimeKind.PERIOD,
            anchor=day.anchor,
            by=day.anchor.endswith("end"),
            pattern="period in one word",
        )
    if day is None and clock is None and part not in ("end", "start") and not set(before) & set("BVIN@F~L"):
        return None
    if clock is not None:
        return _instant(pieces._replace(day=day or (_Day(0, "today") if part else None)))
    if day is None:
        return Part(
            end=pieces.end, kind=TimeKind.DAY, anchor=f"today {part}", by=part == "end", pattern="part of today"
        )
    anchor = f"{day.anchor} {part}".rstrip()
    made = Part(
        end=pieces.end, kind=TimeKind.DAY, anchor=anchor, unit=day.unit, by=part == "end" or pieces.by, pattern="day"
    )
    return _range(found, made, before) if not part else made


def _range(found: Classed, first: Part, before: str) -> Part:
    """Thursday or Friday: the second is the day, the first its low end."""
    gap = (_RANGE_BETWEEN if "b" in before else _RANGE).match(found.letters, first.end)
    if gap is None or gap.end() >= len(found.letters):
        return first
    second = _day_at(found, gap.end(), "@")
    if second is None or second.part or second.period or found.letters[second.end : second.end + 1] in ("P", "c"):
        return first
    return first._replace(end=second.end, anchor=second.anchor, low=first.anchor, pattern="range of days")


def _instant(pieces: _Pieces) -> Part:
    clock = pieces.clock
    assert clock is not None  # noqa: S101 - asked by whoever calls
    hour, said = clock.hour, clock.half_said
    if not said and pieces.part:
        hour, said = (
            (hour + 12 if pieces.part in ("afternoon", "evening", "noon", "night") and hour < 12 else hour),
            True,
        )
    text = f"T{hour:02}:{clock.minute:02}" + ("" if said or not 1 <= hour <= 11 else "?")
    anchor = f"{pieces.day.anchor} {text}{pieces.zone}" if pieces.day is not None else f"{text}{pieces.zone}"
    return Part(end=pieces.end, kind=TimeKind.INSTANT, anchor=anchor, by=pieces.by, pattern="clock time")

"""Expressions of time in the letters of a sentence: a preposition or none, then an amount, a moment, a period, a set
or a vague word. Every step looks at a bounded number of letters, so that reading is linear in the text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from firsthand.domain.promises.amounts import amount_at
from firsthand.domain.promises.lexicon.lookup import Classed
from firsthand.domain.promises.moments import moment_at
from firsthand.domain.promises.parts import Part, iso
from firsthand.domain.promises.periods import period_at
from firsthand.domain.promises.values import Bound, TimeKind, TypedTime

MOST_IN_A_SENTENCE = 8
DATED = "what a letter is dated"
_CANDIDATE = re.compile(r"[BVIN@FSLm~ob.]{0,5}(?:[nrgHRDMPEQKWYyvicdsXuq]|a[kuwgHnB|&-])|~")
_SET = re.compile(r"Y(?:(D)|(n)?u|(P))")
_STRENGTH = {
    "S": Bound.SINCE,
    "F": Bound.FROM,
    "V": Bound.BY,
    "B": Bound.BY,
    "I": Bound.WITHIN,
    "m": Bound.WITHIN,
    "L": Bound.BY,
}
_NOT_SOON = re.compile(r"@[a-zA-Z]")
_NOT_ALONE = frozenset("oX,")


class Read(NamedTuple):
    """An expression: from which letter until before which, what it says, and the pattern."""

    begin: int
    end: int
    typed: TypedTime
    pattern: str


def times_of(found: Classed) -> Iterator[Read]:
    """The expressions of a sentence, the leftmost and longest of each, at most eight."""
    letters, at, count = found.letters, 0, 0
    while count < MOST_IN_A_SENTENCE:
        candidate = _CANDIDATE.search(letters, at)
        if candidate is None:
            return
        at = candidate.start()
        read = _time_at(found, at)
        if read is None:
            at += 2 if letters[at] == "q" and letters[at + 1 : at + 2] in ("W", "u", "P", "D", "R", "J") else 1
            continue
        yield read
        at, count = read.end, count + 1


def _time_at(found: Classed, begin: int) -> Read | None:
    letters, at = found.letters, begin
    while at < len(letters) and at - begin <= 5:
        part = _core_at(found, at, letters[begin:at])
        if part is not None:
            return _with_bound(found, begin, at, part)
        if letters[at] not in "BVIN@FSLm~ob" and not (letters[at] == "." and letters[at - 1 : at] in ("m", "~")):
            break
        at += 1
    if letters[begin] == "~" and found.values[begin] == "vague" and _NOT_SOON.match(letters, begin + 1) is None:
        return Read(
            begin=begin, end=begin + 1, typed=TypedTime(kind=TimeKind.VAGUE, bound=Bound.WITHIN), pattern="vague"
        )
    return None


def _core_at(found: Classed, at: int, before: str) -> Part | None:
    for read in _READERS.get(found.letters[at], ()):
        part: Part | None = read(found, at, before)
        if part is not None:
            return part
    return None


def _set_at(found: Classed, at: int, before: str) -> Part | None:
    letters, values = found.letters, found.values
    if letters[at] == "y":
        often, _, day = values[at].partition(" ")
        return Part(at + 1, TimeKind.SET, "again, in one word", anchor=day or None, low=often, high=often)
    match = _SET.match(letters, at)
    if match is None:
        return None
    last = match.end() - 1
    if match[1]:
        return Part(
            end=match.end(),
            kind=TimeKind.SET,
            anchor=f"weekday:{values[last]}",
            low="P1W",
            high="P1W",
            pattern="every weekday",
        )
    if match[3]:
        return Part(end=match.end(), kind=TimeKind.SET, low="P1D", high="P1D", pattern="every part of a day")
    number = values[at + 1] if match[2] else "1"
    again = iso(number, values[last])
    return Part(end=match.end(), kind=TimeKind.SET, low=again, high=again, pattern="every unit") if again else None


def _vague_at(found: Classed, at: int, before: str) -> Part | None:
    return Part(end=at + 1, kind=TimeKind.VAGUE, pattern="vague") if found.letters[at] == "v" else None


def _with_bound(found: Classed, begin: int, at: int, part: Part) -> Read | None:
    """The whole expression: the preposition before it, and what comes behind (ago, at the latest, of receiving …)."""
    before = found.letters[begin:at]
    start = begin
    while begin < at and (
        found.letters[begin] in _NOT_ALONE or (found.letters[begin] == "~" and found.values[begin] != "near")
    ):
        begin += 1
    bound, end = _bound_of(before, part), part.end
    behind = found.letters[end : end + 2]
    if behind[:1] == "G":
        if found.values[end] == "event":
            return _read(begin, end + 1, part._replace(anchor="event"), Bound.AT)
        bound, end = Bound.SINCE, end + 1
    elif behind[:1] in ("L", "m") or behind in (",L", ",m"):
        end += len(behind) - (behind[0] != ",") * (len(behind) - 1)
        bound = Bound.WITHIN if part.kind is TimeKind.DURATION else Bound.BY
    part = _from_event(found, part, bound, end)
    anchor = part.anchor
    if "V" in before and part.kind is TimeKind.DAY and bound is Bound.BY and anchor and " " not in anchor:
        anchor += " start"
    if start < at and (
        found.values[start] == "dated" or (found.values[at - 1] == "of" and (anchor or "").startswith("date"))
    ):
        part = part._replace(pattern=DATED)
    return _read(begin, end, part._replace(anchor=anchor), bound)


def _read(begin: int, end: int, part: Part, bound: Bound) -> Read:
    typed = TypedTime(kind=part.kind, anchor=part.anchor, unit=part.unit, bound=bound, low=part.low, high=part.high)
    return Read(begin=begin, end=end, typed=typed, pattern=part.pattern)


def _bound_of(before: str, part: Part) -> Bound:
    if part.kind is TimeKind.SET:
        return Bound.EVERY
    if part.kind is TimeKind.VAGUE:
        return Bound.WITHIN
    strongest = next((letter for letter in "SFLBVImN@" if letter in before), "")
    if part.kind is TimeKind.DURATION:
        return _bound_of_amount(strongest, before)
    if strongest in ("", "N", "@", "m"):
        return Bound.BY if part.by and not before.strip("oX,") else Bound.AT
    return _STRENGTH[strongest]


def _bound_of_amount(strongest: str, before: str) -> Bound:
    if strongest in ("S", "F"):
        return _STRENGTH[strongest]
    if strongest == "V":
        return Bound.SINCE
    return Bound.WITHIN if set(before) & set("INBLmX") else Bound.AT


def _from_event(found: Classed, part: Part, bound: Bound, end: int) -> Part:
    """Two days after the update: counted from something that the desk does not know."""
    if part.kind is not TimeKind.DURATION or bound not in (Bound.WITHIN, Bound.AT):
        return part
    behind = found.letters[end : end + 2]
    if found.values[end : end + 1] == ("of",) and bound is Bound.WITHIN and "I" in found.letters[max(end - 5, 0) : end]:
        return part._replace(anchor="event")
    if behind[:1] == "F" and found.values[end] != "event" and not behind[1:2].isalpha():
        return part
    if behind[:1] != "F":
        return part
    return part._replace(anchor="event")


_AMOUNTS, _MOMENTS, _PERIODS = "nraghHXo~", "RDXoPEMnicdsrH", "EXuWMQKno"
_READERS = {
    letter: (
        *((amount_at,) if letter in _AMOUNTS else ()),
        *((moment_at,) if letter in _MOMENTS else ()),
        *((period_at,) if letter in _PERIODS else ()),
        *((_set_at,) if letter in "Yy" else ()),
        *((_vague_at,) if letter == "v" else ()),
    )
    for letter in {*_AMOUNTS, *_MOMENTS, *_PERIODS, *"Yyv"}
}
"""Who may read what begins with a letter."""

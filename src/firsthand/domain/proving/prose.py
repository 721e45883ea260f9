"""Prose against effect: numbers, units, hours and zones in a clause's text that differ from what the clause does.

Only what the text says is held against the clause, and its reading counts as text: an author who explains that 24 hours
are one working day is not asked again.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from firsthand.domain.book.effects.escalates import EscalateEffect
from firsthand.domain.book.effects.target import TargetEffect
from firsthand.domain.book.values import Clause
from firsthand.domain.calendars import Budget, Calendar
from firsthand.domain.calendars.values import DAY_SECONDS, Window
from firsthand.domain.proving.codes import FindingCode
from firsthand.domain.proving.findings import Finding
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import times_said
from firsthand.domain.proving.showing import shown_by
from firsthand.domain.proving.space import rule_of
from firsthand.domain.sentences import SentenceValue, Series, every, quoted, say

_NUMBERS = {
    "half an": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "third": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "sixteen": 16, "twenty-four": 24,
}  # fmt: skip
_SECONDS = {"minute": 60, "hour": 3600, "day": DAY_SECONDS, "week": 7 * DAY_SECONDS}
_SPAN = re.compile(
    rf"(?<![\w-])(?:(\d+(?:\.\d+)?)|({'|'.join(sorted(_NUMBERS, key=len, reverse=True))}))[ -]+"
    r"(?:(business|working|elapsed|internal|calendar)[ -]+)?(minute|hour|day|week)s?(?![\w-])",
    re.IGNORECASE,
)
_OFTEN = re.compile(r"\b(?:once|twice|times|hours|cases)\s+(?:of\s+)?(?:a|each|in a)\s+(?:day|week)\b", re.IGNORECASE)
_ALWAYS = re.compile(r"day and night|around the clock|round the clock|\belapsed\b|24/7", re.IGNORECASE)
_TIME = r"(\d{1,2})(?::(\d\d))?\s*(am|pm)?"
_HOURS = re.compile(rf"(?<![\d:]){_TIME}\s*(?:-|–|to|and|until)\s*{_TIME}(?![\d:])", re.IGNORECASE)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|percent)")
_ZONES = {
    "pacific": ("America/Los_Angeles",),
    "eastern": ("America/New_York",),
    "utc": ("UTC", "Etc/UTC"),
    "london": ("Europe/London",),
    "berlin": ("Europe/Berlin",),
    "paris": ("Europe/Paris",),
    "copenhagen": ("Europe/Copenhagen",),
    "rome": ("Europe/Rome",),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Span:
    """A length of time as a text says it; `kind` is business, elapsed or not said."""

    amount: float
    unit: str
    kind: str
    words: str


def prose_findings(proof: Proof) -> Iterator[Finding]:
    """Clauses whose text says another number, unit, hours or zone than the clause does."""
    for clause in proof.clauses:
        differs = next(_differences(proof, clause), None)
        if differs is None:
            continue
        text, does = differs
        ticket, expect = shown_by(proof, clause, "text_differs")
        yield Finding(
            code=FindingCode.text_differs,
            clauses=(clause.id,),
            about=say("a text"),
            message=say(
                "the text of {clause} says {text}, and the clause does {does}", clause=clause.id, text=text, does=does
            ),
            region=times_said(rule_of(clause).times, proof.edition.zone),
            example=ticket,
            expect=expect,
            said={"text": text, "does": does},
        )


def _differences(proof: Proof, clause: Clause) -> Iterator[tuple[SentenceValue, SentenceValue]]:
    """What the text says and the clause does, for each thing in which they differ."""
    effect = clause.effect
    counted = effect.counts
    budget = counted[0] if counted else effect.after if isinstance(effect, EscalateEffect) else None
    calendar = proof.edition.calendar_named(counted[1]) if counted else None
    if budget is not None and (odd := _unexplained(clause, budget, calendar)):
        yield every(odd), budget.sentence
    elif budget is not None and budget.unit.needs_hours and _ALWAYS.search(clause.text):
        yield quoted(_found(_ALWAYS, clause.text)), budget.sentence
    if calendar is not None:
        yield from _hours_differ(clause.text, calendar)
        yield from _zone_differs(clause.text, calendar)
    if isinstance(effect, TargetEffect):
        shares = {float(one) for one in _PERCENT.findall(f"{clause.text} {clause.reading}")}
        wanted = {float(one * 100) for one in (effect.at_least, effect.at_most) if one is not None}
        if shares and not wanted & shares:
            yield _either(f"{one:g}%" for one in sorted(shares)), _either(f"{one:g}%" for one in wanted)


def _either(texts: Iterable[str]) -> Series:
    return Series(tuple(texts), between=" or ")


def _unexplained(clause: Clause, budget: Budget, calendar: Calendar | None) -> list[str]:
    """The lengths that a text names, if none is the budget and its reading does not say how one of them is meant."""
    said, read = _spans_in(clause.text), _spans_in(clause.reading)
    if not said and not read:
        return []
    if any(_same(one, budget, calendar) for one in said):
        return []
    explained = not said or bool({(one.amount, one.unit) for one in said} & {(one.amount, one.unit) for one in read})
    if explained and any(_same(one, budget, calendar) for one in read):
        return []
    return [one.words for one in said or read]


def _found(pattern: re.Pattern[str], text: str) -> str:
    hit = pattern.search(text)
    return hit.group() if hit else ""


def _spans_in(text: str) -> list[_Span]:
    found = []
    for hit in _SPAN.finditer(_OFTEN.sub(" ", text)):
        digits, number, kind, unit = hit.groups()
        amount = float(digits) if digits else _NUMBERS[number.lower()]
        kind = (kind or "").lower()
        kind = "business" if kind in ("business", "working") else "elapsed" if kind in ("elapsed", "calendar") else ""
        found.append(_Span(amount=amount, unit=unit.lower(), kind=kind, words=" ".join(hit.group().split())))
    return found


def _same(said: _Span, budget: Budget, calendar: Calendar | None) -> bool:
    """Whether a text's length may mean the budget: a day is a working day, or 24 hours, as the budget counts."""
    hours = budget.unit.needs_hours
    if said.kind and (said.kind == "business") is not hours:
        return False
    if budget.unit.in_days:
        days = {"day": said.amount, "week": said.amount * 5, "hour": said.amount / 24, "minute": 0}[said.unit]
        return days == budget.amount
    lengths = {said.amount * _SECONDS[said.unit]}
    if hours and said.unit in ("day", "week"):
        days = said.amount * (5 if said.unit == "week" else 1)
        lengths = {days * a_day for a_day in {8 * 3600, *_days_of(calendar)}}
    return budget.amount in lengths


def _days_of(calendar: Calendar | None) -> set[int]:
    """How long the days of a calendar can be open."""
    weeks = [version.weekly for version in calendar.versions] if calendar else []
    return {sum(one.closes - one.opens for one in day) for week in weeks for day in week if day}


def _hours_differ(text: str, calendar: Calendar) -> Iterator[tuple[SentenceValue, SentenceValue]]:
    windows = [window for version in calendar.versions for day in version.weekly for window in day]
    said = [hours for hit in _HOURS.finditer(text) if (hours := _window(hit)) is not None]
    if said and not any((one.opens, one.closes) == (opens, closes) for one in windows for opens, closes in said):
        text_hours = _either(str(Window(opens=opens, closes=closes)) for opens, closes in said)
        yield text_hours, Series(tuple(dict.fromkeys(map(str, windows))))
    weekdays = re.search(r"monday (?:to|through|-) friday|mon\s*[-–]\s*fri", text, re.IGNORECASE)
    last = calendar.versions[-1].weekly
    if weekdays and [bool(day) for day in last] != [True] * 5 + [False] * 2 and len(calendar.versions) == 1:
        yield weekdays.group(), say("other days of {calendar}", calendar=calendar.name)


def _window(hit: re.Match[str]) -> tuple[int, int] | None:
    """The hours of a text in seconds of the day; None for two numbers that are no times of the day."""
    first, begin_minutes, first_half, last, end_minutes, last_half = hit.groups()
    if not (last_half or (begin_minutes and end_minutes)):
        return None
    opens = _second(int(first), int(begin_minutes or 0), first_half)
    closes = _second(int(last), int(end_minutes or 0), last_half)
    if not 0 <= opens < DAY_SECONDS or not 0 <= closes <= DAY_SECONDS or opens == closes:
        return None
    return opens, closes if closes > opens else closes + DAY_SECONDS


def _second(hour: int, minute: int, half: str | None) -> int:
    if half:
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    return hour * 3600 + minute * 60


def _zone_differs(text: str, calendar: Calendar) -> Iterator[tuple[SentenceValue, SentenceValue]]:
    named = {name: zones for name, zones in _ZONES.items() if re.search(rf"\b{name}\b", text, re.IGNORECASE)}
    if named and not any(calendar.zone in zones for zones in named.values()):
        zones = tuple(name.upper() if name == "utc" else name.capitalize() for name in named)
        yield Series(zones, between=" and "), calendar.zone

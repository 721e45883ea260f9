"""What each clause does: promise, norm, offer, request or report; who has to keep it; whether it is softened or
hangs on something. A time ahead of us in a statement of ours that no pattern explains is a promise that nobody is
sure of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from firsthand.domain.promises.clauses import (
    AGAIN,
    AHEAD,
    BEHIND,
    FROM,
    MEASURE,
    TIME,
    TIMES,
    VAGUE,
    Clause,
    Items,
    clauses_of,
    items_of,
)
from firsthand.domain.promises.lexicon.lookup import Seen, classed
from firsthand.domain.promises.patterns import DEFAULT, HEDGES, NOT_DEFAULT, PATTERNS, Pattern
from firsthand.domain.promises.times import Read, times_of
from firsthand.domain.promises.tokens import Sentence
from firsthand.domain.promises.values import (
    PERSON,
    SELF,
    UNKNOWN,
    Act,
    ActFound,
    TimeFound,
    TimeKind,
    team_holder,
)

_WORTH_IT = {"en": re.compile(r"[wRhsiGZE]"), "de": re.compile(r"[wvihsRGeZ]")}
"""Without a time, only a clause with one of these promises something."""
_AHEAD = frozenset((AHEAD, VAGUE))
_FROM_US = re.compile(r"e.{0,4}M")
_OURS_IF_SAID = frozenset(("we planned it", "it is due", "is due", "expect it", "it goes live"))
_OF_AMOUNTS = frozenset(("give me", "that long", "they need", "it lasts"))
_SOFTENS = re.compile("a")
_BY_DEFAULT = Pattern("a time ahead of us", frozenset(), re.compile(""), Act.PROMISE)


@dataclass(kw_only=True, slots=True)
class Memory:
    """What was said before in the text: whom "they" means."""

    they: str = PERSON
    role: str = ""


def acts_of(sentence: Sentence, seen: Seen, memory: Memory) -> Iterator[ActFound]:
    """The acts of a sentence, and as reports the times of everything else."""
    of_times = classed(sentence.words, seen.times)
    times = list(times_of(of_times))
    items = items_of(sentence, of_times, times, seen)
    if not times and _WORTH_IT[seen.name].search(items.found.letters) is None:
        _remember(items, memory, items.found.letters, 0)
        return
    clauses = list(clauses_of(items, seen.name))
    hangs = _hangs_on(clauses)
    found = [_ActOfClause(clause, *_decided(clause, items, seen.name, sentence)) for clause in clauses]
    found = [one._replace(pattern=None) if _only_leads(one) and one is not found[-1] else one for one in found]
    hedged_before = False
    for one, condition in zip(found, hangs, strict=True):
        softened = one.hedge
        hedge = hedged_before or softened
        hedged_before = one.pattern is None and softened and len(one.clause.letters) <= 5
        if one.pattern is None and not times:
            _remember(items, memory, one.clause.letters, one.clause.begin)
            continue
        yield from _told(one, _Around(sentence, items, memory, condition, hedge))
        _remember(items, memory, one.clause.letters, one.clause.begin)


class _ActOfClause(NamedTuple):
    clause: Clause
    pattern: Pattern | None
    holder_letter: str
    holder_at: int

    @property
    def hedge(self) -> bool:
        softens = _SOFTENS if self.pattern is not None and self.pattern.act is Act.OFFER else HEDGES
        return softens.search(self.clause.letters) is not None


def _hangs_on(clauses: Sequence[Clause]) -> list[bool]:
    """Which clauses hang on a condition: the one before it, and all that follow one with which the sentence begins."""
    first = bool(clauses) and clauses[0].conditional
    following = [clause.conditional for clause in clauses[1:]] + [False]
    return [not own.conditional and (first or then) for own, then in zip(clauses, following, strict=True)]


def _only_leads(one: _ActOfClause) -> bool:
    """Ich gehe davon aus, dass …: it softens what comes."""
    return (
        one.pattern is not None
        and one.pattern.hedge
        and len(one.clause.letters) <= 5
        and TIMES.isdisjoint(one.clause.letters)
    )


class _Around(NamedTuple):
    sentence: Sentence
    items: Items
    memory: Memory
    condition: bool
    hedge: bool


def _decided(clause: Clause, items: Items, language: str, sentence: Sentence) -> tuple[Pattern | None, str, int]:
    """The pattern that fits first, and the letter and item of the holder where it names one."""
    letters = clause.subject + clause.letters
    if language == "de" and _is_imperative(clause, items):
        return None, "", 0
    times = _times_in(clause, items)
    ahead = not _AHEAD.isdisjoint(clause.letters)
    amount = any(read.typed.kind is TimeKind.DURATION for read in times)
    given = ("", *(("time",) if ahead else ()), *(("amount",) if amount else ()))
    present = set(letters)
    for pattern in PATTERNS[language]:
        if pattern.needs not in given or pattern.keys.isdisjoint(present):
            continue
        match = pattern.letters.search(letters)
        if match is None:
            continue
        if _vetoed(clause, pattern, sentence):
            return None, "", 0
        group = next((number for number in range(1, (match.lastindex or 0) + 1) if match[number]), 0)
        at = match.start(group) - len(clause.subject)
        return pattern, match[group] if group else "", clause.begin + at
    default = AHEAD in clause.letters or (VAGUE in clause.letters and "I" in letters)
    if default and DEFAULT.search(letters) and not NOT_DEFAULT.search(letters) and not sentence.question:
        return _BY_DEFAULT, "", 0
    return None, "", 0


def _is_imperative(clause: Clause, items: Items) -> bool:
    """Starten Sie …: a verb in -en before "Sie", at the beginning."""
    begin = clause.begin + (clause.letters[:1] == "a")
    if items.found.letters[begin : begin + 1] not in ("v", "x"):
        return False
    words = [items.words[token] for token in items.found.first[begin : begin + 2]]
    return len(words) == 2 and words[1] == "sie" and words[0].endswith("en")


def _vetoed(clause: Clause, pattern: Pattern, sentence: Sentence) -> bool:
    """What hangs on something else, and what is asked, promises nothing."""
    return clause.conditional or (sentence.question and pattern.act is not Act.OFFER)


def _times_in(clause: Clause, items: Items) -> Sequence[Read]:
    if not items.times:
        return ()
    count = len(TIME.findall(clause.letters))
    return items.times[clause.first_time : clause.first_time + count]


def _told(one: _ActOfClause, around: _Around) -> Iterator[ActFound]:
    clause, pattern, items = one.clause, one.pattern, around.items
    times = _times_in(clause, items)
    act = pattern.act if pattern is not None else Act.REPORT
    letters = [letter for letter in clause.letters if letter in TIMES]
    told = False
    for letter, read in zip(letters, times, strict=True):
        mine = act is not Act.REPORT and _is_mine(letter, read, letters, (act, pattern))
        told = told or mine
        yield _found(around, one, act if mine else Act.REPORT, read)
    if not told and act in (Act.PROMISE, Act.NORM):
        yield _found(around, one, act, None)


def _is_mine(letter: str, read: Read, letters: Sequence[str], what: tuple[Act, Pattern | None]) -> bool:
    """Whether a time in a clause is that of its act: an amount only where it is what is told, again and again only
    alone."""
    act, pattern = what
    if letter == MEASURE:
        return act is Act.NORM or (pattern is not None and pattern.name in _OF_AMOUNTS)
    if letter == AGAIN:
        return AHEAD not in letters or not read.pattern.endswith("one word")
    if letter == FROM:
        return AHEAD not in letters and not (pattern is _BY_DEFAULT and letter == FROM)
    return letter != BEHIND


def _found(around: _Around, one: _ActOfClause, act: Act, read: Read | None) -> ActFound:
    pattern = one.pattern
    return ActFound(
        span=around.items.span(around.sentence, one.clause.begin, one.clause.end),
        act=act,
        holder=_holder(one, around) if act is not Act.REPORT else UNKNOWN,
        time=_time_found(around, read) if read is not None else None,
        condition=around.condition and act is not Act.REPORT,
        hedge=(around.hedge or (pattern is not None and pattern.hedge)) and act is not Act.REPORT,
        sure=pattern is not None and pattern is not _BY_DEFAULT,
        why=_why(around.items, one),
    )


def _time_found(around: _Around, read: Read) -> TimeFound:
    sentence, of_times = around.sentence, around.items.of_times
    return TimeFound(
        span=(sentence.begins(of_times.first[read.begin]), sentence.ends(of_times.last[read.end - 1])),
        typed=read.typed,
        pattern=read.pattern,
    )


def _why(items: Items, one: _ActOfClause) -> tuple[str, ...]:
    rows = [row for row in items.found.rows[one.clause.begin : one.clause.end] if row]
    return (one.pattern.name if one.pattern else "", *dict.fromkeys(rows))


def _holder(one: _ActOfClause, around: _Around) -> str:
    pattern = one.pattern
    if pattern is None:
        return UNKNOWN
    if pattern.act in (Act.REPORT, Act.REQUEST):
        return pattern.holder or UNKNOWN
    if one.holder_letter == "S" and (match := re.search("T", one.clause.letters)) is not None:
        return _named("T", around.items.found.values[one.clause.begin + match.start()], around.memory)
    if one.holder_letter:
        return _named(
            one.holder_letter,
            around.items.found.values[one.holder_at] if one.holder_at >= one.clause.begin else "",
            around.memory,
        )
    letters = one.clause.letters
    if pattern.holder == UNKNOWN and _FROM_US.search(letters):
        return SELF
    if pattern.holder in (UNKNOWN, "") and (match := re.search("[TP]", letters)) is not None:
        place = one.clause.begin + match.start()
        return _named(match[0], around.items.found.values[place], around.memory)
    if pattern is _BY_DEFAULT or pattern.name in _OURS_IF_SAID:
        return SELF if one.clause.letters[:1] in ("f", "i") or "I" in one.clause.subject + letters else UNKNOWN
    return pattern.holder or UNKNOWN


def _named(letter: str, value: str, memory: Memory) -> str:
    if letter in "TP" and value:
        return SELF if value == memory.role else team_holder(value)
    if letter == "H":
        return memory.they
    if letter == "T":
        return memory.they
    return {"P": PERSON, "S": UNKNOWN}.get(letter, SELF)


def _remember(items: Items, memory: Memory, letters: str, begin: int) -> None:
    if "T" not in letters and "P" not in letters:
        return
    for place, letter in enumerate(letters):
        if letter == "T":
            memory.they = _named("T", items.found.values[begin + place], memory)
        elif letter == "P":
            memory.they = PERSON

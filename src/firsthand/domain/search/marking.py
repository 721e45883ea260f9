"""Where the words that were looked for stand in a text that somebody reads."""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from firsthand.domain.search.wanted import Wanted
from firsthand.domain.search.words import LONGEST_WORD, WORD, words_in

_BEFORE, _AFTER = 40, 120


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of a text, and whether it was looked for."""

    text: str
    found: bool


@dataclass(frozen=True, kw_only=True)
class _Place:
    start: int
    end: int
    words: tuple[str, ...]


def pieces(text: str, wanted: Wanted) -> list[Piece]:
    """The text in pieces that make it up again. A word is marked as a whole where it begins like one that was looked
    for, or holds it."""
    made, at = [], 0
    for start, end in _found(text, wanted):
        if start > at:
            made.append(Piece(text=text[at:start], found=False))
        made.append(Piece(text=text[start:end], found=True))
        at = end
    if at < len(text):
        made.append(Piece(text=text[at:], found=False))
    return made


def excerpt(text: str, wanted: Wanted) -> str:
    """A line of the text around the first of the words; empty where none of them stands in it."""
    first = _first(text, wanted)
    if first is None:
        return ""
    begin, end = max(0, first[0] - _BEFORE), first[1] + _AFTER
    if begin:
        space = text.find(" ", begin, first[0])
        begin = space + 1 if space >= 0 else begin
    line = " ".join(text[begin:end].split())
    return f"{'… ' if begin else ''}{line}{' …' if end < len(text) else ''}"


def _first(text: str, wanted: Wanted) -> tuple[int, int] | None:
    """From where to where the first of what was looked for stands; what comes after is not read."""
    phrases, single = _asked(wanted)
    recent: deque[tuple[str, int]] = deque(maxlen=max(map(len, phrases), default=1))
    for match in WORD.finditer(text):
        for word in _words_at(match):
            recent.append((word, match.start()))
            if _is_meant(word, single, str.startswith):
                return match.span()
            for phrase in phrases:
                if tuple(one for one, _ in recent)[-len(phrase) :] == phrase:
                    return recent[-len(phrase)][1], match.end()
    return None


def _found(text: str, wanted: Wanted) -> list[tuple[int, int]]:
    """From where to where all of what was looked for stands."""
    places = [_Place(start=match.start(), end=match.end(), words=_words_at(match)) for match in WORD.finditer(text)]
    phrases, single = _asked(wanted)
    hit = {number for phrase in phrases for number in _side_by_side(places, phrase)}
    hit.update(
        number
        for number, place in enumerate(places)
        if any(_is_meant(word, single, str.__contains__) for word in place.words)
    )
    return _joined(text, [places[number] for number in sorted(hit)])


def _asked(wanted: Wanted) -> tuple[list[tuple[str, ...]], list[str]]:
    """The quoted phrases, and the words that may stand anywhere."""
    phrases = [term.words for term in wanted.terms if term.quoted]
    return phrases, list(dict.fromkeys(word for term in wanted.terms if not term.quoted for word in term.words))


def _words_at(match: re.Match[str]) -> tuple[str, ...]:
    word = match.group()
    return (word.lower()[:LONGEST_WORD],) if word.isascii() else tuple(words_in(word))


def _is_meant(word: str, single: list[str], has: Callable[[str, str], bool]) -> bool:
    return any(word == one or (len(one) > 1 and has(word, one)) for one in single)


def _side_by_side(places: list[_Place], words: tuple[str, ...]) -> set[int]:
    """The places at which the words stand side by side."""
    flat = [(word, number) for number, place in enumerate(places) for word in place.words]
    found: set[int] = set()
    for at in range(len(flat) - len(words) + 1):
        if all(flat[at + step][0] == word for step, word in enumerate(words)):
            found.update(number for _, number in flat[at : at + len(words)])
    return found


def _joined(text: str, places: list[_Place]) -> list[tuple[int, int]]:
    """From where to where, with what stands side by side, or with one sign between, as one."""
    joined: list[tuple[int, int]] = []
    for place in places:
        if joined and not text[joined[-1][1] : place.start].strip():
            joined[-1] = (joined[-1][0], place.end)
        else:
            joined.append((place.start, place.end))
    return joined

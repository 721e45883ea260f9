"""Where the words that were looked for stand in a text that somebody reads."""

from dataclasses import dataclass

from firsthand.domain.search.wanted import Wanted
from firsthand.domain.search.words import WORD, words_in

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
    for start, end in _found(text, wanted, inside=True):
        if start > at:
            made.append(Piece(text=text[at:start], found=False))
        made.append(Piece(text=text[start:end], found=True))
        at = end
    if at < len(text):
        made.append(Piece(text=text[at:], found=False))
    return made


def excerpt(text: str, wanted: Wanted) -> str:
    """A line of the text around the first of the words; empty where none of them stands in it."""
    first = next(iter(_found(text, wanted, inside=False)), None)
    if first is None:
        return ""
    begin, end = max(0, first[0] - _BEFORE), first[1] + _AFTER
    if begin:
        space = text.find(" ", begin, first[0])
        begin = space + 1 if space >= 0 else begin
    line = " ".join(text[begin:end].split())
    return f"{'… ' if begin else ''}{line}{' …' if end < len(text) else ''}"


def _found(text: str, wanted: Wanted, *, inside: bool) -> list[tuple[int, int]]:
    places = [
        _Place(start=match.start(), end=match.end(), words=tuple(words_in(match.group())))
        for match in WORD.finditer(text)
    ]
    whole = [term for term in wanted.terms if term.quoted]
    single = {word for term in wanted.terms if not term.quoted for word in term.words}
    hit = {number for term in whole for number in _phrase(places, term.words)}
    hit.update(
        number for number, place in enumerate(places) if any(_is_meant(one, single, inside) for one in place.words)
    )
    return _joined(text, [places[number] for number in sorted(hit)])


def _is_meant(word: str, single: set[str], inside: bool) -> bool:  # noqa: FBT001 - a condition, not an option
    if word in single:
        return True
    return any(len(one) > 1 and (one in word if inside else word.startswith(one)) for one in single)


def _phrase(places: list[_Place], words: tuple[str, ...]) -> set[int]:
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

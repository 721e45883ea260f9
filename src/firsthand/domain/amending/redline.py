"""Two texts as one, as an editor marks what changed: the words that went struck, the words that came marked."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_WORD = re.compile(r"\s+|[^\s]+")


class Mark(StrEnum):
    """What an editor does with a piece of text."""

    same = "same"
    gone = "gone"
    come = "come"


@dataclass(frozen=True, kw_only=True)
class MarkedText:
    """A run of words with its mark."""

    text: str
    mark: Mark


def redline(old: str, new: str) -> tuple[MarkedText, ...]:
    """The words of two texts in one run: what stays, what goes, what comes. Without the gone pieces it reads as the
    new text, without the come ones as the old. Texts with little in common are struck and written anew as a whole."""
    if old == new:
        return (MarkedText(text=new, mark=Mark.same),) if new else ()
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.35:
        return tuple(MarkedText(text=text, mark=mark) for text, mark in ((old, Mark.gone), (new, Mark.come)) if text)
    return tuple(_joined(_pieces(matcher, before, after)))


def _pieces(matcher: "difflib.SequenceMatcher[str]", before: list[str], after: list[str]) -> Iterator[tuple[Mark, str]]:
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Mark.same, "".join(before[i1:i2])
        else:
            yield Mark.gone, "".join(before[i1:i2])
            yield Mark.come, "".join(after[j1:j2])


def _joined(pieces: Iterator[tuple[Mark, str]]) -> Iterator[MarkedText]:
    """Marks that only a blank or a single word parts become one, so that a changed phrase reads as a phrase."""
    gone, come = "", ""
    held = list(pieces)
    for place, (mark, text) in enumerate(held):
        slight = mark is Mark.same and len(text.split()) < 2 and 0 < place < len(held) - 1
        if slight or mark is not Mark.same:
            gone += text if mark is not Mark.come else ""
            come += text if mark is not Mark.gone else ""
            continue
        yield from _both(gone, come)
        gone, come = "", ""
        yield MarkedText(text=text, mark=Mark.same)
    yield from _both(gone, come)


def _both(gone: str, come: str) -> Iterator[MarkedText]:
    if gone:
        yield MarkedText(text=gone, mark=Mark.gone)
    if come:
        yield MarkedText(text=come, mark=Mark.come)

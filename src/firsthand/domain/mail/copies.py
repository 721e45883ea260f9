"""Whether two mails are one that was sent once and came by two ways.

On its way a mail gets a list's footer, a gateway's warning above its text, a tag in its subject, new boundaries,
another charset; its Message-ID, author and Date stay.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

MOST_ADDED_WORDS = 200

_TAG = re.compile(r"\[[^\[\]]{1,60}\]|\*{2,5}[\w -]{1,30}\*{2,5}|\b(?:external|extern|externe|ext)\s*:", re.IGNORECASE)
_SIGN = re.compile(r"[>|*_=\-–—]+")


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What a mail says of its own sending, which no gateway changes: who wrote it, and the instant in its Date. Its
    subject may have got a tag on the way."""

    author: str
    dated_at: datetime | None
    subject: str


def is_same_sending(one: Sending, other: Sending) -> bool:
    """Whether two mails of one Message-ID were sent at once by one author about one subject. One without a date never
    is: programs that use a Message-ID again often leave that away too."""
    return (
        one.dated_at is not None
        and (one.author, one.dated_at) == (other.author, other.dated_at)
        and _words(_TAG.sub(" ", one.subject)) == _words(_TAG.sub(" ", other.subject))
    )


def has_same_words(one: str, other: str) -> bool:
    """Whether two texts are equal but for at most 200 words that were put above or below one or either of them."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return first == second
    return _overlaps(first, second) or _overlaps(second, first)


def _overlaps(longer: Sequence[str], other: Sequence[str]) -> bool:
    """Whether `other` lies in `longer` below some words, or goes on where `longer` ends."""
    for above in range(min(MOST_ADDED_WORDS, len(longer) - 1) + 1):
        rest = longer[above:]
        common = min(len(rest), len(other))
        added = max(len(rest), len(other)) - common
        most = 2 * common >= min(len(longer), len(other))
        if most and added <= MOST_ADDED_WORDS and rest[:common] == other[:common]:
            return True
    return False


def _words(text: str) -> list[str]:
    """The words of a text, without the signs that quote, underline or rule off."""
    return [word for given in unicodedata.normalize("NFKC", text).split() if (word := _SIGN.sub("", given))]

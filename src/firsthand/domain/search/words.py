"""The words of a text, as they are kept to be found and as they are asked for.

Case, accents, width and signs that nobody sees do not matter.
Scripts that are written without spaces between words give one word for each
character: what stands side by side is found as a phrase. So do emoji, which people put into subjects.
"""

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

LONGEST_WORD = 64
"""Letters of a word that count: what is longer is found by its beginning."""
_SHORTEST_PART = 2
_WITHOUT_SPACES = (
    "\u0e00-\u0eff\u0f40-\u0fbc\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\u2600-\u27bf\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
_ACCENTS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
)
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_INDIC = "\u0900-\u0963\u0966-\u096f\u0971-\u0dff"
"""Scripts whose vowels are signs beside the letters: they belong to the word."""
WORD = re.compile(rf"[{_WITHOUT_SPACES}]|(?:[^\W_{_WITHOUT_SPACES}]|[{_ACCENTS}{_UNSEEN}{_INDIC}])+")
_IGNORED = re.compile(f"[{_ACCENTS}{_UNSEEN}]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "\x00": " "})
_LETTERS |= str.maketrans({"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})


def words_in(text: str) -> list[str]:
    """The words of a text, in order."""
    return [word[:LONGEST_WORD] for word in WORD.findall(_plain(text))]


def parts_of(words: Iterable[str]) -> Iterator[str]:
    """The ends of these words, the shorter ones: by their beginnings every part of a word is found."""
    for word in dict.fromkeys(words):
        for start in range(1, len(word) - _SHORTEST_PART + 1):
            yield word[start:]


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = normalize("NFKD", text).casefold().translate(_LETTERS)
    return normalize("NFC", _IGNORED.sub("", normalize("NFKD", apart)))

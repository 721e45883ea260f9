"""What a word is: one pattern for texts and for the rows of the lexicon."""

import re

TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d(?!\d)|\d{1,2}:\d\d(?!\d)|\d{1,2}\.\d{1,2}\.(?:\d{4}(?!\d)|\d\d(?!\d))?|\d{1,2}/\d{1,2}(?:/\d{4}|/\d\d)?(?!\d)"
    r"|\d{1,6}(?:[.,]\d{1,2}(?!\d))?|\d+"
    r"|[^\W\d_](?:\.[^\W\d_]){1,3}(?![^\W\d_])"
    r"|[^\W\d_]+(?:(?<=n)'t\b)?|'(?:ll|re|ve|m|d|s)\b|(?<![^\W\d_])[-–](?![^\W_])|(?<=\d)[-–]|[^\s\w'\"*–-]"
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def plain(word: str) -> str:
    """A lower-case word with umlauts written out."""
    return word if word.isascii() else word.translate(_UMLAUTS)


def words_of(form: str) -> list[str]:
    """The words of a form as a row writes it."""
    return [plain(word) for word in TOKEN.findall(form)]

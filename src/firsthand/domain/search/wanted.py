"""What somebody looks for. Whatever they type means something: no sign is an operator but quotation marks."""

import re
from dataclasses import dataclass

from firsthand.domain.search.words import words_in

MOST_TERMS = 16
LONGEST_TERM = 64
"""Words of a term that are looked for side by side."""
_LONGEST_NUMBER = 17
_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂「」『』", '"'))
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_NUMBER = re.compile(
    rf"(#?)([0-9]{{1,{_LONGEST_NUMBER}}})|https?://[^\s/]+/t/([0-9]{{1,{_LONGEST_NUMBER}}})(?:[/?#]\S*)?"
)
_ADDRESS = re.compile(r"<?[^\s@<>]+@[^\s@<>]+\.[^\W\d_]{2,}>?")


@dataclass(frozen=True, kw_only=True)
class Term:
    """Words that stand side by side. The last may go on, unless they were quoted; `number` where they may name a
    ticket."""

    words: tuple[str, ...]
    quoted: bool = False
    number: int | None = None

    @property
    def may_go_on(self) -> bool:
        """Whether a word that only begins like the last one is meant too: a single letter stands for itself."""
        return not self.quoted and len(self.words[-1]) > 1


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Terms all of which are to be found on a ticket; none where nothing was asked that can be found."""

    terms: tuple[Term, ...]

    @property
    def number(self) -> int | None:
        """The ticket that is meant, where a number is all that was typed."""
        return self.terms[0].number if len(self.terms) == 1 else None


def wanted_in(typed: str) -> Wanted:
    """What is looked for. More terms than anybody types by hand are not looked at."""
    found: dict[Term, None] = {}
    for match in _TERM.finditer(typed.translate(_MARKS)):
        term = _quoted(match.group(1)) if match.group(1) is not None else _plain(match.group(2))
        if term.words:
            found[term] = None
    return Wanted(terms=tuple(found)[:MOST_TERMS])


def _quoted(text: str) -> Term:
    return Term(words=tuple(words_in(text)[:LONGEST_TERM]), quoted=True)


def _plain(text: str) -> Term:
    """A number of a ticket, however it was copied, or words; a number with its sign and a whole address are meant as
    they are written."""
    words, number = tuple(words_in(text)[:LONGEST_TERM]), _NUMBER.fullmatch(text.strip("[]().,:;!?"))
    exact = _ADDRESS.fullmatch(text) is not None or (number is not None and bool(number.group(1)))
    return Term(words=words, quoted=exact, number=int(number.group(2) or number.group(3)) if number else None)

"""What somebody looks for. Whatever they type means something: no sign is an operator but quotation marks."""

import re
from dataclasses import dataclass

from firsthand.domain.search.words import words_in

MOST_TERMS = 16
_LONGEST_NUMBER = 17
_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂「」『』", '"'))
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_NUMBER = re.compile(rf"#?([0-9]{{1,{_LONGEST_NUMBER}}})")


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
        quoted, plain = match.group(1), match.group(2) or ""
        words = tuple(words_in(quoted if quoted is not None else plain))
        if words:
            number = _NUMBER.fullmatch(plain)
            found[Term(words=words, quoted=quoted is not None, number=int(number.group(1)) if number else None)] = None
    return Wanted(terms=tuple(found)[:MOST_TERMS])

"""A sentence as clauses: split where a new subject and verb begin, so that a time stays with what it is said of."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firsthand.domain.promises.lexicon.lookup import Classed, Seen, classed
from firsthand.domain.promises.times import DATED, Read
from firsthand.domain.promises.tokens import Sentence
from firsthand.domain.promises.values import Bound, TimeKind

AHEAD, BEHIND, VAGUE, AGAIN, MEASURE, FROM = "0", "9", "1", "2", "3", "4"
TIMES = frozenset("012349")
"""The letters of a time in a clause: ahead of us, behind, vague, again and again, an amount only, not before."""
_MARK = "\x01"
_LAST = re.compile(r"(?:week|month|quarter|year|weekend)-\d")

_STARTS = {
    "en": re.compile(
        r"(?:[ITPHSNDQ]|Y)[a0-9]?[wWcshbpnegGV]|[IHTPS]a?v|[ROB]|^[a0-9]?[wzshiVB]|^[a0-9]{1,2}[bwps]|^[a0-9]?[Dx][bw]|x[wpb]|G|^b[fi]"
    ),
    "de": re.compile(
        r"[IYTPHSNDQ].{0,2}[wWcshbpveGrVi]|[wWcshbpveGrV].{0,2}[IYTPHSNDQ]|[ROB]|^z|^[vV]|[wcsWh]|^.{0,2}V|f[bw]|[pb].{0,4}$"
    ),
}
_SUBJECT = re.compile(r"[ITPHS]")
_INHERITS = re.compile(r"^[a0-9x]{0,2}[wvhscWi]|^[Yy].{0,8}v,*$")
_INFINITIVE = re.compile(r"t[vxfFh]?,*$")
_CUT = re.compile("[,C]")
TIME = re.compile("[012349]")
_WILL_AGAIN = re.compile(r"(?<=.)(?<![IYTPHSNDQR,])(?=I[a0-9]?w)")


class Clause(NamedTuple):
    """A part of a sentence: its letters with a figure for each time in it, the items of the sentence that it stands
    for, and whether it is what something else hangs on. `subject` is that of the clause before where it has none
    itself."""

    letters: str
    begin: int
    end: int
    conditional: bool
    subject: str
    first_time: int


class Items(NamedTuple):
    """The sentence as letters of acts, its times as one item each."""

    found: Classed
    of_times: Classed
    times: Sequence[Read]
    words: Sequence[str]
    token: Sequence[int]

    def span(self, sentence: Sentence, begin: int, end: int) -> tuple[int, int]:
        """The characters of the items from one to before another."""
        return sentence.begins(self.token[self.found.first[begin]]), sentence.ends(self._last(end))

    def _last(self, end: int) -> int:
        after = self.found.last[end - 1] + 1
        return (self.token[after] if after < len(self.token) else self.token[-1]) - 1


def items_of(sentence: Sentence, of_times: Classed, times: Sequence[Read], seen: Seen) -> Items:
    """The words with each time as one word of its own; `token` says which token each stands for, and the number of
    all."""
    if not times:
        found = classed(sentence.words, seen.acts)
        if found.german:
            found = _with_times(found, sentence)
        return Items(found, of_times, times, sentence.words, range(len(sentence.words) + 1))
    words: list[str] = []
    token: list[int] = []
    at = 0
    for read in times:
        begin, end = of_times.first[read.begin], of_times.last[read.end - 1] + 1
        words += sentence.words[at:begin]
        token += range(at, begin)
        words.append(_MARK + _letter_of(read))
        token.append(begin)
        at = end
    words += sentence.words[at:]
    token += range(at, len(sentence.words) + 1)
    found = classed(words, seen.acts)
    return Items(_with_times(found, sentence, words, token), of_times, times, words, token)


def _letter_of(read: Read) -> str:
    typed = read.typed
    if typed.kind is TimeKind.SET:
        return AGAIN
    if typed.kind is TimeKind.VAGUE:
        return VAGUE
    anchor = typed.anchor or ""
    if typed.kind is TimeKind.DURATION and typed.bound is Bound.AT:
        return MEASURE
    behind = (
        typed.bound is Bound.SINCE
        or anchor.startswith(("yesterday", "day-", "working-"))
        or _LAST.search(anchor) is not None
        or " last" in anchor
    )
    if read.pattern == DATED:
        return BEHIND
    if behind and not anchor.startswith("date"):
        return BEHIND
    return FROM if typed.bound is Bound.FROM else AHEAD


def _with_times(
    found: Classed, sentence: Sentence, words: Sequence[str] = (), token: Sequence[int] | None = None
) -> Classed:
    """The letters with a figure for each time, and without German nouns that look like verbs."""
    letters = list(found.letters)
    if found.german:
        for place, letter in enumerate(letters):
            if letter in "vhVL" and place and letters[place - 1] != ",":
                at = found.first[place]
                if sentence.is_capital(at if token is None else token[at]):
                    letters[place] = "x"
    if words:
        for place, at in enumerate(found.first):
            if words[at][0] == _MARK:
                letters[place] = words[at][1]
    return found._replace(letters="".join(letters))


def clauses_of(items: Items, language: str) -> Iterator[Clause]:
    """The clauses in order."""
    letters, subject, time = items.found.letters, "", 0
    for start, end in _pieces(items.found, language):
        piece = letters[start:end]
        own = piece.lstrip(",")
        begin = start + len(piece) - len(own)
        found = _SUBJECT.search(own)
        joined = not {"and", "but"}.isdisjoint(items.found.values[start:begin])
        inherited = "H" if found is None and _names_who(items.found.values[start:begin]) else ""
        inherited = subject if joined and found is None and _INHERITS.match(own) else inherited
        yield Clause(
            letters=own, begin=begin, end=end, conditional=own.startswith("C"), subject=inherited, first_time=time
        )
        time += len(TIME.findall(piece)) if items.times else 0
        subject = "I" if "I" in own else found.group() if found else inherited


def _names_who(values: Sequence[str]) -> bool:
    return "rel who" in values or "who" in values


def _pieces(found: Classed, language: str) -> Iterator[tuple[int, int]]:
    letters = found.letters
    cuts = [match.start() for match in _CUT.finditer(letters)]
    begin = 0
    for number, cut in enumerate(cuts):
        after = cuts[number + 1] if number + 1 < len(cuts) else len(letters)
        own = letters[cut + 1 : after]
        if found.german and own.strip(",") in ("v", "yv", "xv"):
            continue  # Das werden wir prüfen und bearbeiten.
        if found.german and _INFINITIVE.search(own) and _SUBJECT.search(own) is None:
            continue
        who = found.values[cut] == "who" and own[:1] in tuple("vwecsip")
        if (
            letters[cut] == "C"
            or (found.values[cut] == "but" and TIME.search(own) is not None)
            or who
            or found.values[cut].startswith("rel")
            or (_STARTS[language].search(own) and own.strip("x"))
        ):
            if cut > begin:
                yield from _main_in_condition(letters, begin, cut)
            begin = cut
    if begin < len(letters):
        yield from _main_in_condition(letters, begin, len(letters))


def _main_in_condition(letters: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Once you send the logs I will look: the main clause begins without a comma."""
    if letters[begin] == "C":
        match = _WILL_AGAIN.search(letters, begin + 2, end)
        if match is not None:
            yield begin, match.start()
            begin = match.start()
    yield begin, end

"""A text as sentences of tokens: nothing is cut out, so that positions stay true."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firsthand.domain.promises.lexicon.words import TOKEN, plain
from firsthand.domain.promises.values import Span

LONGEST_SENTENCE = 400
_END = re.compile(r"[.!?…]+(?=[\s\x00]|$)|\n|[\u2600-\u27bf\U0001f300-\U0001faff]+|[:;]-?[)D(](?=\s|$)")
_END_ASCII = re.compile(r"[.!?]+(?=[\s\x00]|$)|\n|[:;]-?[)D(](?=\s|$)")
_NO_END = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|[a-z](?:\.\s?[a-z])+|bzw|ca|z\.\s?b|e\.g|i\.e|etc|vs|approx|inkl|prob|evtl|ggf|nr|no|st|dr|mr|mrs|ms|hr|fr|tel|max|min"
    r"|mo|di|mi|do|sa|so|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|jan|feb|apr|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|spaet|std|vorm|nachm|usw|u\.a)$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:^|[\s(])\d{1,2}$")


class Sentence(NamedTuple):
    """Plain words of one sentence, the matches that they are, and the text that they come from."""

    words: Sequence[str]
    found: Sequence[re.Match[str]]
    text: str
    question: bool

    def begins(self, token: int) -> int:
        """The character at which a token begins."""
        return self.found[token].start()

    def ends(self, token: int) -> int:
        """The character before which a token ends."""
        return self.found[token].end()

    def is_capital(self, token: int) -> bool:
        """Whether a token begins with a capital letter; one behind the last does not."""
        return token < len(self.found) and self.text[self.found[token].start()].isupper()


def sentence_spans(text: str, language: str) -> Iterator[Span]:
    """Where the sentences stand, at most 400 characters each: they end at full stops, at the end of a line and,
    where one is longer, before the next word."""
    begin = 0
    for found in (_END_ASCII if text.isascii() else _END).finditer(text):
        if found.group() == "." and _goes_on(text[max(begin, found.start() - 12) : found.start() + 3], language):
            continue
        yield from _cut(text, begin, found.end())
        begin = found.end()
    yield from _cut(text, begin, len(text))


def _goes_on(before: str, language: str) -> bool:
    """Whether a full stop ends an abbreviation, an initial or, in German, an ordinal."""
    word, _, after = before.rpartition(".")
    if after[1:2].islower() and word[-1:].isdecimal():
        return True
    return _NO_END.search(word) is not None or (language == "de" and _ORDINAL.search(word) is not None)


def _cut(text: str, begin: int, end: int) -> Iterator[Span]:
    while end - begin > LONGEST_SENTENCE:
        cut = text.rfind(" ", begin, begin + LONGEST_SENTENCE)
        cut = begin + LONGEST_SENTENCE if cut <= begin else cut
        yield begin, cut
        begin = cut
    if begin < end:
        yield begin, end


def sentence_at(text: str, lowered: str, span: Span) -> Sentence:
    """The tokens of a sentence. `lowered` has the length of the text."""
    found = list(TOKEN.finditer(lowered, *span))
    words = [one.group() for one in found]
    if not lowered.isascii():
        words = [plain(word) for word in words]
    return Sentence(words=words, found=found, text=text, question="?" in words[-2:])


def lowered_of(text: str) -> str:
    """The text in lower case at the same length, with straight apostrophes: letters that would become two stay."""
    lowered = text.lower().replace("\u2019", "'").replace("\u2018", "'")
    if len(lowered) == len(text):
        return lowered
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in text).replace("\u2019", "'")

"""The promise guard: a text and its setting in, findings out. Pure and linear in the text (S4, S44–S47, A23)."""

import re
from collections.abc import Iterator, Sequence, Set
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

from firsthand.domain.book.conditions import phrases_pattern, plain_text
from firsthand.domain.promises.acts import Memory, acts_of
from firsthand.domain.promises.comparing import Comparer
from firsthand.domain.promises.findings import Finding, FindingKind
from firsthand.domain.promises.languages import language_of
from firsthand.domain.promises.lexicon.lookup import NO_NAMES, Names, Seen, language_named
from firsthand.domain.promises.masking import masked
from firsthand.domain.promises.settings import Setting, Wording
from firsthand.domain.promises.tokens import lowered_of, sentence_at, sentence_spans
from firsthand.domain.promises.values import PERSON, SELF, Act, ActFound, Span
from firsthand.domain.sentences import NOTHING_SAID, quoted, say
from firsthand.domain.words import as_sentence

READ_AT_MOST = 20_000
MOST_FINDINGS = 100
MOST_ACTS, MOST_SENTENCES = 400, 600
PARAGRAPHS_KEPT = 4096
_GAP = re.compile(r"\n[\s\x00]*\n")


def acts_in(text: str, *, language: str, role: str, names: Names = NO_NAMES) -> tuple[ActFound, ...]:
    """The acts of a text in order, and as reports the times of everything else. At most 20,000 characters are read."""
    reader = _Reader(language=language, role=role, names=names)
    return tuple(act for _, act in reader.acts(masked(text[:READ_AT_MOST])))


class _Read(NamedTuple):
    """The acts of a paragraph, with positions from its beginning, how many sentences it has, and whom "they" means
    after it."""

    acts: tuple[ActFound, ...]
    sentences: int
    they: str


_READ: dict[tuple[bytes, str, str, Names, str], _Read] = {}
"""What was read lately. A paragraph is known by a digest: nothing of a text is kept."""


def forget() -> None:
    """Read every paragraph anew, as when it is measured."""
    _READ.clear()


class _Reader:
    """Reads paragraph by paragraph, each in its own language where none is said: what stays while somebody types is
    not read again."""

    def __init__(self, *, language: str, role: str, names: Names) -> None:
        self.language, self.role, self.names = language, role, names
        self._seen: dict[str, Seen] = {}

    def acts(self, own: str) -> Iterator[tuple[str, ActFound]]:
        """Each act with the language of its paragraph."""
        they, sentences, count = PERSON, 0, 0
        usual = self.language or language_of(own)
        for begin, end in _paragraphs(own):
            paragraph = own[begin:end]
            language = self.language or language_of(paragraph, usual)
            read = self._remembered(paragraph, language, they, MOST_SENTENCES - sentences)
            for act in read.acts:
                yield language, act.moved(begin) if begin else act
            they, sentences, count = read.they, sentences + read.sentences, count + len(read.acts)
            if count >= MOST_ACTS or sentences >= MOST_SENTENCES:
                return

    def _remembered(self, paragraph: str, language: str, they: str, most: int) -> _Read:
        digest = blake2b(paragraph.encode(errors="surrogatepass"), digest_size=16).digest()
        key = (digest, language, self.role, self.names, they)
        found = _READ.get(key)
        if found is None:
            if language not in self._seen:
                self._seen[language] = Seen(language_named(language, self.names))
            found = _read(paragraph, self._seen[language], Memory(role=self.role, they=they), most)
            if len(_READ) >= PARAGRAPHS_KEPT:
                _READ.clear()
            if found.sentences < most:
                _READ[key] = found
        return found


def _paragraphs(own: str) -> Iterator[Span]:
    """Where the paragraphs stand: what lies between empty lines."""
    begin = 0
    for gap in _GAP.finditer(own):
        yield begin, gap.end()
        begin = gap.end()
    if begin < len(own):
        yield begin, len(own)


def _read(own: str, seen: Seen, memory: Memory, most: int) -> _Read:
    """A paragraph, sentence by sentence. One that was read before, as in a list or a pasted log, is not read again."""
    lowered = lowered_of(own)
    known: dict[tuple[str, str], tuple[int, tuple[ActFound, ...], str]] = {}
    acts: list[ActFound] = []
    count = 0
    for begin, end in islice(sentence_spans(own, seen.name), most):
        count += 1
        key = (own[begin:end], memory.they)
        if key not in known:
            found = tuple(acts_of(sentence_at(own, lowered, (begin, end)), seen, memory))
            known[key] = (begin, found, memory.they)
        at, found, memory.they = known[key]
        acts.extend(found if at == begin else (act.moved(begin - at) for act in found))
        if len(acts) >= MOST_ACTS:
            break
    return _Read(tuple(acts), count, memory.they)


def guarded(text: str, setting: Setting) -> tuple[Finding, ...]:
    """What is shown under a reply, in its order, at most a hundred; a text without a promise gives none."""
    own, comparer = masked(text[:READ_AT_MOST]), Comparer(setting)
    found: list[Finding] = []
    ours: list[ActFound] = []
    for language, act in _Reader(language=setting.language, role=setting.role, names=setting.names).acts(own):
        found.extend(comparer.findings(act, text, language))
        if act.act in (Act.PROMISE, Act.NORM, Act.OFFER):
            ours.append(act)
        if len(found) >= MOST_FINDINGS:
            break
    compared = {one.act.span for one in found if one.act is not None and one.clause == setting.borrowed_clause}
    found.extend(_wording(plain_text(own), ours, setting, compared))
    return tuple(sorted(found, key=lambda one: one.span)[:MOST_FINDINGS])


def _wording(own: str, ours: Sequence[ActFound], setting: Setting, compared: Set[Span]) -> Iterator[Finding]:
    """Phrases that the book keeps out of what the writer's role says. One in a request, or in what the customer or
    the product does, is none: it promises nothing. Those against speaking for another team tell nothing of the
    writer's own act, nor of one that was compared with that team's clocks."""
    for rule in setting.wording if ours else ():
        if rule.by and setting.role not in rule.by:
            continue
        for match in phrases_pattern(frozenset(rule.phrases)).finditer(own):
            act = next((act for act in ours if act.span[0] <= match.start() < act.span[1]), None)
            borrowed = rule.clause == setting.borrowed_clause
            if act is not None and not (borrowed and (act.holder == SELF or act.span in compared)):
                yield _phrase(rule, match.group(), match.span(), act)


def _phrase(rule: Wording, words: str, span: tuple[int, int], act: ActFound) -> Finding:
    said = say("The book leaves out {phrase}.", phrase=quoted(" ".join(words.split())))
    advice = say(" {advice}", advice=as_sentence(rule.advice)) if rule.advice else NOTHING_SAID
    return Finding(
        kind=FindingKind.WORDING,
        span=span,
        reading=said.followed_by(advice) if advice else said,
        why=act.why,
        clause=rule.clause,
        advice=rule.advice,
        place=span,
        stops=rule.stops,
        act=act,
    )

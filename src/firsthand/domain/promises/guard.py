"""The promise guard: a text and its setting in, findings out. Pure and linear in the text (S4, S44–S47, A23)."""

from collections.abc import Iterator, Sequence
from itertools import islice

from firsthand.domain.book.conditions import phrases_pattern, plain_text
from firsthand.domain.promises.acts import Memory, acts_of
from firsthand.domain.promises.comparing import Comparer
from firsthand.domain.promises.findings import Finding, FindingKind
from firsthand.domain.promises.lexicon.lookup import NO_NAMES, Names, Seen, language_named
from firsthand.domain.promises.masking import masked
from firsthand.domain.promises.settings import Setting, Wording
from firsthand.domain.promises.tokens import lowered_of, sentence_at, sentence_spans
from firsthand.domain.promises.values import Act, ActFound
from firsthand.domain.sentences import NOTHING_SAID, quoted, say
from firsthand.domain.words import as_sentence

READ_AT_MOST = 20_000
MOST_FINDINGS = 100
MOST_ACTS, MOST_SENTENCES = 400, 600


def acts_in(text: str, *, language: str, role: str, names: Names = NO_NAMES) -> tuple[ActFound, ...]:
    """The acts of a text in order, and as reports the times of everything else. At most 20,000 characters are read."""
    return tuple(_acts_of_own(masked(text[:READ_AT_MOST]), Seen(language_named(language, names)), role))


def _acts_of_own(own: str, seen: Seen, role: str) -> Iterator[ActFound]:
    """The acts, sentence by sentence. One that was read before, as in a list or a pasted log, is not read again."""
    lowered, memory = lowered_of(own), Memory(role=role)
    known: dict[tuple[str, str], tuple[int, tuple[ActFound, ...], str]] = {}
    count = 0
    for begin, end in islice(sentence_spans(own, seen.name), MOST_SENTENCES):
        key = (own[begin:end], memory.they)
        if key not in known:
            found = tuple(acts_of(sentence_at(own, lowered, (begin, end)), seen, memory))
            known[key] = (begin, found, memory.they)
        at, found, memory.they = known[key]
        yield from found if at == begin else (act.moved(begin - at) for act in found)
        count += len(found)
        if count >= MOST_ACTS:
            return


def guarded(text: str, setting: Setting) -> tuple[Finding, ...]:
    """What is shown under a reply, in its order, at most a hundred; a text without a promise gives none."""
    own, comparer = masked(text[:READ_AT_MOST]), Comparer(setting)
    found: list[Finding] = []
    ours: list[ActFound] = []
    for act in _acts_of_own(own, Seen(language_named(setting.language, setting.names)), setting.role):
        found.extend(comparer.findings(act, text))
        if act.act in (Act.PROMISE, Act.NORM, Act.OFFER):
            ours.append(act)
        if len(found) >= MOST_FINDINGS:
            break
    found.extend(_wording(plain_text(own), ours, setting))
    return tuple(sorted(found, key=lambda one: one.span)[:MOST_FINDINGS])


def _wording(own: str, ours: Sequence[ActFound], setting: Setting) -> Iterator[Finding]:
    """Phrases that the book keeps out of what the writer's role says. One in a request, or in what the customer or
    the product does, is none: it promises nothing."""
    for rule in setting.wording if ours else ():
        if rule.by and setting.role not in rule.by:
            continue
        for match in phrases_pattern(frozenset(rule.phrases)).finditer(own):
            act = next((act for act in ours if act.span[0] <= match.start() < act.span[1]), None)
            if act is not None:
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
        place=span,
        stops=rule.stops,
        act=act,
    )

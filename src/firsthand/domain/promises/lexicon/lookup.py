"""A language's words by class: each token is looked up once, and phrases are found by their first word."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from firsthand.domain.promises.lexicon import english, english_times, german, german_times
from firsthand.domain.promises.lexicon.rows import Row, expanded
from firsthand.domain.promises.lexicon.words import words_of

LANGUAGES = ("en", "de")
_DAY_PARTS = ("frueh", "vormittag", "mittag", "nachmittag", "abend", "nacht", "morgen")
_DIGITS = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "i"),
    (re.compile(r"\d{1,2}:\d\d"), "c"),
    (re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)?"), "d"),
    (re.compile(r"\d{1,2}/\d{1,2}(?:/\d{4}|/\d\d)?"), "s"),
    (re.compile(r"\d{1,2}[.,]\d{1,2}"), "r"),
    (re.compile(r"\d{1,4}"), "n"),
)
_PARTICIPLE = re.compile(r"(?:\w{2,6})?ge\w{3,12}(?:t|en)|(?:be|ver|er|ent|zer)\w{3,12}t|\w{3,10}iert")
_INFINITIVE = re.compile(
    r"(?:vor|nach|an|auf|aus|ab|ein|mit|zurueck|weiter|bereit|durch|fertig|fest|los|um|hin|frei)zu\w+n"
)
_PAST = re.compile(r"(?:er|el|ld|et|eg|ag|ig)te[nst]?$|(?:ach|ck|uch)te$")
OTHER = ("x", "", "")
"""Class, value and row of a word that stands in no row."""

Entry = tuple[str, str, str]
COMPOUND = "+"
_IS_COMPOUND = (COMPOUND, "", "")


class Alphabet(dict[str, Entry]):
    """Word → class letter, value and name of its row. A word that is not known is looked at once, and not kept between
    texts: what customers are written does not grow the memory of the desk."""

    def __init__(self, rows: Iterable[Row], place: int, endings: Sequence[str]) -> None:
        super().__init__()
        self.german = len(endings) > 1
        self.phrases: dict[str, dict[str, list[tuple[tuple[str, ...], Entry]]]] = {}
        for row in rows:
            entry = (row.classes[place], row.value, row.name)
            for form in expanded(row.words, endings):
                first, *rest = words_of(form)
                if rest:
                    self.phrases.setdefault(first, {}).setdefault(rest[0], []).append((tuple(rest), entry))
                else:
                    self.setdefault(first, entry)
        for second in self.phrases.values():
            for phrases in second.values():
                phrases.sort(key=lambda phrase: -len(phrase[0]))


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """The two alphabets of a language, and the words that make a sentence worth a second look."""

    name: str
    times: Alphabet
    acts: Alphabet


class Names(NamedTuple):
    """What the desk calls its own, in lower case, with roles: teams by word or phrase, teammates by first name."""

    teams: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()


NO_NAMES = Names()
"""A desk that names nobody."""


@lru_cache(maxsize=64)
def language_named(name: str, names: Names = NO_NAMES) -> Language:
    """The language `en` or `de` with the names of a desk; KeyError for another."""
    times, acts = {"en": (english_times, english), "de": (german_times, german)}[name]
    endings = german.ENDINGS if name == "de" else english.ENDINGS
    own = [
        Row(f" {letter}", (word,), role, word)
        for letter, pairs in zip("TP", names, strict=True)
        for word, role in pairs
    ]
    return Language(name=name, times=Alphabet(times.ROWS, 0, endings), acts=Alphabet((*own, *acts.ROWS), 1, endings))


class Classed(NamedTuple):
    """The letters of a sentence, with the values and rows, and the tokens (first, last) that each letter stands for."""

    letters: str
    values: Sequence[str]
    rows: Sequence[str]
    first: Sequence[int]
    last: Sequence[int]
    german: bool


class SeenWords(dict[str, Entry]):
    """The words of one text with their entries: each is looked at once, and forgotten with the text."""

    def __init__(self, alphabet: Alphabet, unknown: Callable[[str, Alphabet], Entry]) -> None:
        super().__init__()
        self.alphabet, self.unknown = alphabet, unknown

    def __missing__(self, word: str) -> Entry:
        entry = self[word] = self.alphabet.get(word) or self.unknown(word, self.alphabet)
        return entry


class Seen:
    """What was looked up for one text, in both alphabets of its language."""

    def __init__(self, language: Language) -> None:
        self.name = language.name
        self.times = SeenWords(language.times, _unknown_time)
        self.acts = SeenWords(language.acts, _unknown_act)


def classed(words: Sequence[str], seen: SeenWords) -> Classed:
    """The classes of plain words; the longest phrase wins over its parts."""
    entries = [seen[word] for word in words]
    phrases = _phrases_in(words, seen.alphabet)
    first: Sequence[int] = range(len(words))
    last: Sequence[int] = first
    if phrases or _IS_COMPOUND in entries:
        entries, first, last = _joined(words, entries, phrases, seen)
    letters, values, rows = zip(*entries, strict=True) if entries else ((), (), ())
    return Classed("".join(letters), values, rows, first, last, seen.alphabet.german)


def _phrases_in(words: Sequence[str], alphabet: Alphabet) -> dict[int, tuple[int, Entry]]:
    """The phrases by the word at which they begin, each with its length."""
    phrases, found, free, end = alphabet.phrases, {}, 0, len(words) - 1
    for at in [at for at, word in enumerate(words) if word in phrases]:
        second = phrases[words[at]].get(words[at + 1]) if free <= at < end else None
        if second is not None:
            size, entry = _phrase_at(words, at, second)
            if entry is not None:
                found[at] = (size, entry)
                free = at + size
    return found


def _joined(
    words: Sequence[str], entries: Sequence[Entry], phrases: Mapping[int, tuple[int, Entry]], seen: SeenWords
) -> tuple[list[Entry], list[int], list[int]]:
    """The entries with each phrase as one, and each compound as two."""
    joined: list[Entry] = []
    first: list[int] = []
    last: list[int] = []
    at, end = 0, len(words)
    for begin in (*phrases, end):
        for place in range(at, begin):
            entry = entries[place]
            parts = _compound(words[place], seen.alphabet) if entry is _IS_COMPOUND else (entry,)
            joined += parts
            first += [place] * len(parts)
            last += [place] * len(parts)
        if begin < end:
            size, entry = phrases[begin]
            joined.append(entry)
            first.append(begin)
            last.append(begin + size - 1)
            at = begin + size
    return joined, first, last


def _phrase_at(
    words: Sequence[str], at: int, phrases: Sequence[tuple[tuple[str, ...], Entry]]
) -> tuple[int, Entry | None]:
    for rest, found in phrases:
        size = len(rest)
        if size == 1 or tuple(words[at + 1 : at + 1 + size]) == rest:
            return 1 + size, found
    return 1, None


def _unknown_time(word: str, alphabet: Alphabet) -> Entry:
    if word[0].isdecimal():
        return _digits(word)
    if alphabet.german and len(word) > 8 and word.endswith(_DAY_PARTS) and _compound(word, alphabet):
        return _IS_COMPOUND
    return (word, word, "") if len(word) == 1 and not word.isalnum() else OTHER


def _unknown_act(word: str, alphabet: Alphabet) -> Entry:
    """An unknown participle: what was done, or what will be."""
    if alphabet.german:
        if _PAST.search(word) and len(word) > 5:
            return ("p", "", "p:-te")
        if _INFINITIVE.fullmatch(word):
            return ("t", "", "t:zu")
        return ("F", "", "F:participle") if _PARTICIPLE.fullmatch(word) else OTHER
    if word[-1] == "s" and (alphabet.get(word[:-1]) or alphabet.get(word[:-2]) or OTHER)[0] == "v":
        return ("V", "", "V:-s")
    if len(word) <= 5 or not word.endswith(("ed", "ing")):
        return OTHER
    return ("p", "", "p:-ed") if word.endswith("ed") else ("m", "", "m:-ing")


def _digits(word: str) -> Entry:
    if word == "24/7":
        return OTHER
    return next(((letter, word, "figures") for pattern, letter in _DIGITS if pattern.fullmatch(word)), OTHER)


def _compound(word: str, alphabet: Alphabet) -> tuple[Entry, ...]:
    """Freitagnachmittag: the day and its part; nothing for another word."""
    for part in _DAY_PARTS:
        day = alphabet.get(word.removesuffix(part))
        if word.endswith(part) and day is not None and day[0] == "D":
            found = ("P", "morning", "P:morning") if part == "morgen" else alphabet[part]
            return (day, found)
    return ()

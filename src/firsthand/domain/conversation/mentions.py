"""Whom a note names: `@Noor`, `@noor.haddad` or `@Noor Haddad`. What stands in code names nobody."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_CODE = re.compile(r"^(?:```|~~~).*?(?:^(?:```|~~~)|\Z)|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_MENTION = re.compile(r"(?<![\w@./+-])@(?=\w)")
_WORD = re.compile(r"\w+(?:[.'-]\w+)*")
MOST_MENTIONS = 50


@dataclass(frozen=True, kw_only=True)
class Nameable:
    """Somebody who can be named: by their name, by its first word, or by what stands before the `@` of their mail."""

    id: int
    name: str
    mail: str = ""

    @property
    def handle(self) -> str:
        """What stands before the `@` of their mail, in small letters."""
        return self.mail.partition("@")[0].casefold()

    @property
    def first(self) -> str:
        """The first word of their name, in small letters."""
        return (self.name.casefold().split() or [""])[0]


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """Who is named, each once; words that name nobody here, and those that name more than one."""

    people: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def mentions(text: str, people: Sequence[Nameable]) -> Mentions:
    """Whom a text names. A name in full comes before a first name, so that `@Noor Haddad` is clear where two are called
    Noor."""
    named, unknown, unclear = dict[int, None](), dict[str, None](), dict[str, None]()
    for rest in _after_each_sign(text):
        found, word = _named(rest, people)
        if len(found) == 1:
            named[found[0].id] = None
        elif word:
            (unclear if found else unknown)[word] = None
    return Mentions(people=tuple(named), unknown=tuple(unknown), unclear=tuple(unclear))


def _after_each_sign(text: str) -> Iterator[str]:
    prose = _CODE.sub(" ", text)
    for number, sign in enumerate(_MENTION.finditer(prose)):
        if number == MOST_MENTIONS:
            return
        yield prose[sign.end() : sign.end() + 120]


def _named(rest: str, people: Sequence[Nameable]) -> tuple[list[Nameable], str]:
    """Who is meant by what follows a sign, and the word that it is."""
    match = _WORD.match(rest)
    word = match[0] if match else ""
    told = " ".join(rest.casefold().split())
    in_full = [one for one in people if one.name and _begins(told, " ".join(one.name.casefold().split()))]
    longest = max((len(one.name) for one in in_full), default=0)
    longest_names = [one for one in in_full if len(one.name) == longest]
    for found in (longest_names, *_by_word(word.casefold(), people), *_by_word(_bare(word.casefold()), people)):
        if found:
            return found, word
    return [], word


def _bare(word: str) -> str:
    """A word without what belongs to it: `noor's`."""
    return word.partition("'")[0]


def _begins(told: str, name: str) -> bool:
    return told.startswith(name) and not told[len(name) : len(name) + 1].isalnum()


def _by_word(word: str, people: Iterable[Nameable]) -> Iterator[list[Nameable]]:
    yield [one for one in people if one.handle == word]
    yield [one for one in people if one.first == word]

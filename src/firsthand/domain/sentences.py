"""What the desk says: a message to translate, and the values that stand in it.

An event, a rule of the book and a condition each say themselves once. A page translates and marks up the same sentence
that a terminal, a finding or a comparison prints as plain text.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.domain.directions import isolated
from firsthand.domain.names import NameFamily
from firsthand.domain.words import words


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a family that a book declares, said as people of the book do; without a family a name of our own, said
    in words: `first_response` is "first response". The empty name is "none"."""

    name: str
    family: NameFamily | None = None


@dataclass(frozen=True, slots=True)
class PersonId:
    """A teammate, shown by name; None is nobody."""

    id: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """Values in a row: "a, b and c" with a last word, else with the same words between all of them."""

    values: "tuple[SentenceValue, ...]"
    last: str = ""
    between: str = ", "


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message id, its arguments by name, and whole sentences that follow it. `plural` is the message for more than
    one, where it says a count `n`."""

    text: str
    values: "Mapping[str, SentenceValue]"
    then: "tuple[Sentence, ...]" = ()
    plural: str = ""

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.text or self.then)

    def __hash__(self) -> int:
        return hash(self.text)  # its values may be a mapping, which has none

    def __format__(self, spec: str) -> str:
        raise TypeError(f"{self!r} is told by a teller, and stands in no text before")

    def followed_by(self, *then: "Sentence") -> "Sentence":
        """The sentence with more after it."""
        return replace(self, then=(*self.then, *then))

    @property
    def parts(self) -> "tuple[Sentence, ...]":
        """The sentence alone, and each that follows it."""
        return replace(self, then=()), *self.then


SentenceValue = str | int | datetime | Name | PersonId | Series | Sentence | tuple[Name | PersonId, ...]


def say(text: str, /, *then: Sentence, **values: SentenceValue) -> Sentence:
    """A sentence of one message and its values."""
    return Sentence(text, values, then)


NOTHING_SAID = say("")
"""The sentence that says nothing."""


def as_written(text: str) -> Sentence:
    """A sentence of somebody's own words, which no language changes; of none, the one that says nothing."""
    return say("{text}", text=text) if text else NOTHING_SAID


def as_said(words: str | Sentence) -> Sentence:
    """What was said as a sentence: one of the desk's own as it is, somebody's words as they wrote them."""
    return words if isinstance(words, Sentence) else as_written(words)


def count(n: int, one: str, many: str) -> Sentence:
    """A sentence that counts: its message for one, and for any other number. Both may say `{n}`."""
    return Sentence(one, {"n": n}, plural=many)


def in_a_row(sentences: Iterable[Sentence]) -> Sentence:
    """Whole sentences, one after the other; of none, the one that says nothing."""
    said = tuple(sentences)
    return say("{sentences}", sentences=Series(said, between=" ")) if said else NOTHING_SAID


def named(names: Iterable[str], family: NameFamily) -> Iterable[Name]:
    """Names of one family."""
    return (Name(name, family) for name in names)


def every(values: Iterable[SentenceValue]) -> Series:
    """`a, b and c`."""
    return Series(tuple(values), last="and")


def either(values: Iterable[SentenceValue]) -> Series:
    """`a, b or c`."""
    return Series(tuple(values), last="or")


def quoted(text: str) -> str:
    """Somebody's own words."""
    return f"“{text}”"


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Makes sentences into text: `message` gives the words of a message id, `name` those of a name. People and
    instants need a reader, whom a teller does not know."""

    message: Callable[[str], str]
    name: Callable[[Name], str]
    plural: Callable[[str, str, int], str]

    def sentence(self, sentence: Sentence) -> str:
        """The sentence with a capital letter."""
        text = self.phrase(sentence)
        return text[:1].upper() + text[1:]

    def phrase(self, sentence: Sentence) -> str:
        """The sentence as it stands inside of another."""
        values = {name: self.value(value) for name, value in sentence.values.items()}
        text = self.words_of(sentence).format(**values) if sentence.text else ""
        return text + "".join(map(self.phrase, sentence.then))

    def words_of(self, sentence: Sentence) -> str:
        """The words of its message, with places for the values."""
        if not sentence.plural:
            return self.message(sentence.text)
        return self.plural(sentence.text, sentence.plural, int(str(sentence.values["n"])))

    def value(self, value: SentenceValue) -> str:
        """A value inside of a sentence. TypeError for one that needs a reader."""
        match value:
            case Name():
                return self.name(value) if value.name else self.message("none")
            case Sentence():
                return self.phrase(value)
            case Series():
                return self.series([self.value(one) for one in value.values], value)
            case str():
                return isolated(value)
            case int():
                return str(value)
            case _:
                raise TypeError(f"{value!r} is told to a reader")

    def series(self, said: list[str], series: Series) -> str:
        """Values that were said already, in a row."""
        if not series.last or len(said) < 2:
            return self.message(series.between).join(said)
        return f"{', '.join(said[:-1])} {self.message(series.last)} {said[-1]}"


PLAIN = Teller(message=str, name=lambda name: words(name.name), plural=lambda one, many, n: one if n == 1 else many)
"""Sentences in plain English, for terminals, logs and files."""

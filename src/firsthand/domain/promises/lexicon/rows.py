"""A row of the lexicon: words of one class and value, with an example. A class is one letter, so that patterns are
matched over strings of letters and not over words."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

TIME_CLASSES = MappingProxyType(
    {
        "n": "a number",
        "a": "an article that may count one",
        "g": "a few",
        "H": "half",
        "u": "a unit of time",
        "w": "a day or hour of work, in one word",
        "k": "working, before a unit",
        "R": "a day seen from today",
        "D": "a weekday",
        "M": "a month",
        "P": "a part of the day",
        "A": "which half of the day",
        "O": "o'clock",
        "B": "not after",
        "V": "before; behind a German duration's back",
        "I": "inside of",
        "N": "in",
        "@": "on or at",
        "F": "not before",
        "S": "since",
        "G": "ago",
        "L": "at the latest",
        "m": "at most",
        "~": "about",
        "X": "this, next, last",
        "E": "beginning, middle, end",
        "o": "an article or of",
        "-": "to, between two numbers",
        "|": "or, between two",
        "Q": "a quarter of the year",
        "K": "calendar week",
        "Z": "a zone",
        "W": "weekend",
        "v": "vague",
        "Y": "every",
        "y": "again and again, in one word",
        "T": "th, after a number",
        "&": "and, after between",
        "b": "between",
        "q": "a wish, before a day",
        "x": "words that look like a time and are none",
        "J": "a public holiday or event that has no date here",
    }
)
ACT_CLASSES = MappingProxyType(
    {
        "I": "the writer's side",
        "M": "the writer's side, as object",
        "Y": "the customer",
        "T": "a team",
        "P": "a colleague",
        "H": "they",
        "S": "somebody",
        "N": "it, this, that",
        "D": "what we deliver",
        "Q": "what the product does",
        "w": "will",
        "W": "would, could",
        "c": "can",
        "s": "should",
        "h": "hope to, plan to",
        "a": "probably",
        "v": "does something for somebody",
        "i": "is doing it",
        "e": "gets, hears",
        "E": "expect",
        "x": "words that look like an act and are none",
        "f": "fixed, out, ready",
        "p": "past",
        "b": "is",
        "g": "not",
        "C": "if, once",
        "z": "please",
        "R": "let me",
        "O": "shall I",
        "n": "usually",
        "l": "a service level",
        "o": "a fact with a date",
        "m": "a word in -ing that is in no row",
        "Z": "is being done",
        "F": "a participle in no row",
        "L": "takes so long",
        "A": "then",
        "B": "give me",
        "q": "thanks",
        "V": "comes, goes out",
        "y": "the customer, as object",
        "r": "answers",
        "G": "guarantees",
        "d": "is due, is planned",
        "k": "thinks, knows",
        ",": "between two clauses",
        "j": "away, on leave",
        "t": "to",
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """Words of one class. A word of several parts is a phrase; `*` at its end stands for the fixed endings."""

    classes: str
    words: tuple[str, ...]
    value: str
    example: str

    @property
    def name(self) -> str:
        """How a finding names it."""
        return f"{self.classes}:{self.value or self.words[0]}"


def time_row(letter: str, words: str, example: str, value: str = "") -> Row:
    """A row of a class of time; words are divided by ` | `."""
    return Row(f"{letter} ", tuple(words.split(" | ")), value, example)


def act_row(letter: str, words: str, example: str, value: str = "") -> Row:
    """A row of a class of act."""
    return Row(f" {letter}", tuple(words.split(" | ")), value, example)


def expanded(words: Iterable[str], endings: Iterable[str]) -> list[str]:
    """The words with `*` written out."""
    return [
        form
        for word in words
        for form in ([word[:-1] + ending for ending in endings] if word.endswith("*") else [word])
    ]

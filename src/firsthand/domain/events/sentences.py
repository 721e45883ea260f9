"""What an event says to a reader: a message to translate, and the values that stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Name:
    """A declared name, said in words: `first_response` is "first response"; the empty name is "none"."""

    name: str


@dataclass(frozen=True, slots=True)
class PersonId:
    """A teammate, shown by name; None is nobody."""

    id: int | None


SentenceValue = str | int | datetime | Name | PersonId | tuple[Name | PersonId, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message id, its arguments by name, and whole sentences that follow it."""

    text: str
    values: Mapping[str, SentenceValue]
    then: "tuple[Sentence, ...]" = ()


def say(text: str, *then: Sentence, **values: SentenceValue) -> Sentence:
    """A sentence of one message and its values."""
    return Sentence(text, values, then)

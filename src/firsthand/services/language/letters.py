"""Mails that the desk itself writes, told in the language of whoever gets them."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.sentences import Sentence, Teller, say
from firsthand.services.language.languages import in_language, language_of
from firsthand.services.language.telling import TEXT

_LONGEST_SUBJECT = 160


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail of the desk's own before it is told: to whom, about what, and its paragraphs. A paragraph that is a text
    is an address to open, which no language changes."""

    name: str
    subject: Sentence
    paragraphs: Sequence[Sentence | str]


@dataclass(frozen=True, kw_only=True)
class ToldLetter:
    """A mail in one language."""

    subject: str
    text: str


def told_line(sentence: Sentence) -> str:
    """A line that customers read, in the desk's language."""
    with in_language(language_of(None)):
        return TEXT.sentence(sentence)


def told(letter: Letter, *, language: str, teller: Teller) -> ToldLetter:
    """The letter in a language, with a greeting."""
    greeting = say("Hello {name},", name=letter.name)
    with in_language(language):
        paragraphs = [one if isinstance(one, str) else teller.sentence(one) for one in (greeting, *letter.paragraphs)]
        subject = " ".join(teller.sentence(letter.subject).split())[:_LONGEST_SUBJECT]
    return ToldLetter(subject=subject, text="\n\n".join(paragraphs) + "\n")

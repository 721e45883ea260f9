"""Sentences of the domain as text in the reader's language. What speaks of people or instants, `web.story` tells."""

from firsthand.domain.sentences import Sentence, Teller
from firsthand.web import formats
from firsthand.web.language import gettext

TEXT = Teller(message=gettext, name=formats.words)


def said(sentence: Sentence | None) -> str:
    """A sentence as text; nothing is empty."""
    return TEXT.sentence(sentence) if sentence is not None else ""


def phrase(sentence: Sentence) -> str:
    """A sentence as it stands inside of another."""
    return TEXT.phrase(sentence)

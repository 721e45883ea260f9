"""Which languages there are, and which one a teammate reads when the desk writes to them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation

from firsthand.models.people import Person


def languages() -> dict[str, str]:
    """The languages that a reader may choose: each by its code, with its own name."""
    return dict(settings.LANGUAGES)


def language_of(person: Person | None) -> str:
    """The language that a teammate chose, else the desk's. A language that there is no more is none."""
    chosen = person.language if person is not None else ""
    return chosen if chosen in languages() else settings.LANGUAGE_CODE


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Sentences are told in this language."""
    with translation.override(language):
        yield

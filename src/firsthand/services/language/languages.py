"""Which languages there are, and which one a teammate reads when the desk writes to them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation

from firsthand.models.desk import DeskSettings
from firsthand.models.people import Person


def languages() -> dict[str, str]:
    """The languages that a reader may choose: each by its code, with its own name."""
    return dict(settings.LANGUAGES)


def desk_language() -> str:
    """The language that the desk's owners chose, else the program's own."""
    if len(languages()) < 2:
        return settings.LANGUAGE_CODE
    chosen = DeskSettings.objects.filter(pk=1).values_list("language", flat=True).first() or ""
    return chosen if chosen in languages() else settings.LANGUAGE_CODE


def language_of(person: Person | None) -> str:
    """The language that a teammate chose, else the desk's. A language that there is no more is none."""
    chosen = person.language if person is not None else ""
    return chosen if chosen in languages() else desk_language()


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Sentences are told in this language."""
    with translation.override(language):
        yield

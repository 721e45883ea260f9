"""Words, names and sentences in the language that is active: a page's reader's, or the one of whoever gets a mail."""

from dataclasses import replace
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext_noop as mark
from django.utils.translation import ngettext

from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Name, Teller

_NAMES = {
    "answer": mark("answer to a proposal"),
    "internal_target": mark("internal target"),
    "missed": mark("answered late"),
    "cancelled": mark("ended"),
}


def gettext(message: str) -> str:
    """A message in the language that is active. A page asks for hundreds, most of them over and over: each is looked up
    once."""
    return _in(translation.get_language(), message)


@lru_cache(maxsize=8192)
def _in(_language: str | None, message: str) -> str:
    return translation.gettext(message)


def words(name: str) -> str:
    """An enumeration's value as a person says it: `first_response` is "first response"."""
    return gettext(_NAMES.get(name) or str(name).replace("_", " "))


TEXT = Teller(message=gettext, name=lambda name: words(name.name), plural=ngettext)
"""Tells a reader of whose desk nothing is known yet."""


def teller_of(company: Organisation) -> Teller:
    """Tells sentences with the names that the book has people say."""

    def said(name: Name) -> str:
        return company.called(name.name, name.family) if name.family is not None else words(name.name)

    return replace(TEXT, name=said)

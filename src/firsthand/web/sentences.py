"""Sentences of the domain as text in the reader's language. What speaks of people or instants, `web.story` tells."""

from dataclasses import replace

from django.utils.translation import ngettext

from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Teller
from firsthand.web import formats
from firsthand.web.language import gettext

TEXT = Teller(message=gettext, name=formats.words, plural=ngettext)
"""Tells a reader of whose desk nothing is known yet."""


def teller_of(company: Organisation) -> Teller:
    """Tells sentences with the names that the book has people say."""
    return replace(TEXT, name=lambda name: company.called_or_none(name) or formats.words(name))

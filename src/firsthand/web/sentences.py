"""Sentences of the domain as text in the reader's language. What speaks of people or instants, `web.story` tells."""

from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Name, Teller
from firsthand.web import formats
from firsthand.web.language import gettext

TEXT = Teller(message=gettext, name=lambda name: formats.words(name.name))


def teller_of(company: Organisation) -> Teller:
    """Tells sentences with the names that the book has people say."""

    def said(name: Name) -> str:
        return company.called(name.name, name.family) if name.family is not None else formats.words(name.name)

    return Teller(message=gettext, name=said)

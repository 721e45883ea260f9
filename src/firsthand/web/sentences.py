"""Sentences of the domain as text in the reader's language. Lines of a timeline, with links, `web.story` tells."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Name, SentenceValue, Teller
from firsthand.web import formats
from firsthand.web.language import gettext

TEXT = Teller(message=gettext, name=lambda name: formats.words(name.name))


@dataclass(frozen=True, kw_only=True)
class TellerTo(Teller):
    """Tells sentences to somebody: instants on their wall clock, as seen from now."""

    zone: str
    now: datetime

    def value(self, value: SentenceValue) -> str:
        """A value inside of a sentence."""
        if isinstance(value, datetime):
            return formats.short(value, now=self.now, zone=self.zone)
        return super().value(value)


def teller_of(company: Organisation) -> Teller:
    """Tells sentences with the names that the book has people say."""
    return Teller(message=gettext, name=lambda name: _called(company, name))


def teller_to(company: Organisation, *, zone: str, now: datetime) -> Teller:
    """As `teller_of`, to somebody in a zone at an instant."""
    return TellerTo(message=gettext, name=lambda name: _called(company, name), zone=zone, now=now)


def _called(company: Organisation, name: Name) -> str:
    return company.called(name.name, name.family) if name.family is not None else formats.words(name.name)

"""Sentences told to a reader of a page: instants stand on their wall clock. Lines of a timeline `web.story` tells."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import SentenceValue, Teller
from firsthand.services.language.telling import teller_of
from firsthand.web import formats


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


def teller_to(company: Organisation, *, zone: str, now: datetime) -> Teller:
    """Tells sentences with the names that the book has people say, to somebody in a zone at an instant."""
    usual = teller_of(company)
    return TellerTo(message=usual.message, name=usual.name, plural=usual.plural, zone=zone, now=now)

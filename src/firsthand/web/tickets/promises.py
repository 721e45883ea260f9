"""What a reply promises, as its composer shows it under the text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from firsthand.domain.organisation import Organisation
from firsthand.domain.promises import Finding, FindingKind
from firsthand.domain.promises.languages import until
from firsthand.domain.sentences import SentenceValue, Teller
from firsthand.services.language.telling import teller_of
from firsthand.web import formats

_PLAIN = (FindingKind.PROMISE, FindingKind.PERHAPS, FindingKind.NORM, FindingKind.OFFER)


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing that is said of a promise: its words, the clause, and what is true instead of which words (the `nth`
    time that they stand in the text, from 0)."""

    words: str
    clause: str
    stops: bool
    instead: str = ""
    place: str = ""
    nth: int = 0
    phrase: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownFinding:
    """A promise with how it is read, and what else is said of it."""

    reading: str
    said: tuple[Said, ...]

    @property
    def stops(self) -> bool:
        """Whether sending it asks for a reason."""
        return any(one.stops for one in self.said)


@dataclass(frozen=True, kw_only=True)
class _InZone(Teller):
    """Tells instants on the wall clock of whoever has to keep them, with its zone."""

    zone: str

    def value(self, value: SentenceValue) -> str:
        """A value inside of a sentence."""
        if isinstance(value, datetime):
            return formats.on_their_clock(value, self.zone)
        return super().value(value)


def shown_findings(found: Iterable[Finding], text: str, *, organisation: Organisation) -> tuple[ShownFinding, ...]:
    """The findings, those of one promise together, in the order of the text."""
    usual = teller_of(organisation)
    shown = []
    for _, group in groupby(_in_order(found), key=lambda one: one.act.span if one.act else one.span):
        reading, said = "", []
        for one in group:
            teller = _InZone(message=usual.message, name=usual.name, plural=usual.plural, zone=one.zone or "UTC")
            if one.kind in _PLAIN and not one.clause:
                words = teller.sentence(one.reading)
                reading = f"{reading} · {words}" if reading and words != reading else words
            else:
                said.append(_said(one, text, teller))
        shown.append(ShownFinding(reading=reading, said=tuple(dict.fromkeys(said))))
    return tuple(shown)


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda one: (one.act.span if one.act else one.span, one.span))


def _said(one: Finding, text: str, teller: Teller) -> Said:
    begin, end = one.place or one.span
    place = text[begin:end]
    instead = until(one.true_at, zone=one.zone, language=one.language) if one.true_at is not None else ""
    return Said(
        words=teller.sentence(one.reading),
        clause=one.clause,
        stops=one.stops,
        instead=instead,
        place=place,
        nth=text.count(place, 0, begin) if place else 0,
        phrase=place if one.kind is FindingKind.WORDING else "",
    )

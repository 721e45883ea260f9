"""Structured conditions: every match names a field and the values that it holds for, or does not hold for.

All matches of a condition must hold. There is no free code: a condition is a box in the space of the declared
fields, so it can be evaluated for one request, compiled to a table, and enumerated for a proof.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from firsthand.domain.book.fields import NAMED_FAMILIES, FieldShape, Value
from firsthand.domain.sentences import Name, Sentence, SentenceValue, Series, either, quoted, say


@dataclass(frozen=True, kw_only=True)
class Match:
    """`field` has one of `values`, or none of them when `negated`."""

    field: str
    shape: FieldShape
    values: frozenset[Value]
    negated: bool = False

    def holds(self, value: Value) -> bool:
        """Whether the match holds for a value of its field."""
        if self.shape is FieldShape.words:
            return bool(self.found(value)) is not self.negated
        if self.shape is FieldShape.address:
            return _address_matches(value, self.values) is not self.negated
        return (value in self.values) is not self.negated

    def found(self, value: Value) -> str:
        """The first phrase of a words match that the text contains, as it is written there; else empty."""
        if not isinstance(value, str) or self.shape is not FieldShape.words:
            return ""
        hit = phrases_pattern(self.values).search(plain_text(value))
        return hit.group() if hit else ""

    @property
    def sentence(self) -> Sentence:
        """What it holds for, such as "stage is prospect or trial"."""
        field = Name(self.field)
        if self.shape is FieldShape.flag:
            holds = (True in self.values) is not self.negated
            return say("{field}", field=field) if holds else say("not {field}", field=field)
        values = either(map(self._said, sorted(self.values, key=lambda value: (value is None, str(value)))))
        if self.shape is FieldShape.words:
            text = "none of {values} is in the {field}" if self.negated else "{values} is in the {field}"
        else:
            text = "{field} is none of {values}" if self.negated else "{field} is {values}"
        return say(text, field=field, values=values)

    def _said(self, value: Value) -> SentenceValue:
        if value is None:
            return say("not given")
        if self.shape is FieldShape.words:
            return quoted(str(value))
        return Name(str(value), NAMED_FAMILIES.get(self.field)) if self.shape is FieldShape.closed else str(value)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Matches that must all hold; a condition without matches always holds."""

    matches: tuple[Match, ...] = ()

    def holds(self, facts: Mapping[str, Value]) -> bool:
        """Whether every match holds for the facts; a field that is not among them counts as absent."""
        return all(match.holds(facts.get(match.field)) for match in self.matches)

    @property
    def sentence(self) -> Sentence:
        """What it holds for, such as "kind is troubleshooting; stage is prospect or trial"; empty for always."""
        if not self.matches:
            return say("")
        return say("{matches}", matches=Series(tuple(match.sentence for match in self.matches), between="; "))

    def on(self, field: str) -> Match | None:
        """The match on a field, if the condition speaks about it."""
        return next((match for match in self.matches if match.field == field), None)


ALWAYS = Condition()


def plain_text(text: str) -> str:
    """Text with typographic apostrophes made plain; of the same length, so positions stay right."""
    return text.replace("\u2019", "'").replace("\u2018", "'")


@lru_cache(maxsize=512)
def phrases_pattern(phrases: frozenset[Value]) -> re.Pattern[str]:
    """Whole words of any of the phrases, in any case and over line breaks; the longest phrase first."""
    words = sorted((str(phrase) for phrase in phrases), key=lambda phrase: (-len(phrase), phrase))
    body = "|".join(r"\s{1,8}".join(map(re.escape, plain_text(phrase).split())) for phrase in words)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


def _address_matches(value: Value, patterns: frozenset[Value]) -> bool:
    if not isinstance(value, str):
        return None in patterns
    address = value.strip().lower()
    local = address.rpartition("@")[0]
    return any(
        address == pattern or (pattern.endswith("@") and f"{local}@" == pattern)
        for pattern in (str(one).lower() for one in patterns if one is not None)
    )

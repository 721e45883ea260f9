"""Wording to leave out of messages to customers (S44–S46)."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.names import read_each, read_role
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Sentence, either, every, named, quoted, say
from firsthand.domain.shapes import Shape, may, must
from firsthand.domain.words import as_sentence


@dataclass(frozen=True, kw_only=True)
class WordingEffect(Effect):
    """Phrases that the named roles (none: everybody) should not write to a customer, and what to write
    instead."""

    topic: ClassVar[str] = "wording"

    phrases: tuple[str, ...]
    by: tuple[Role, ...]
    advice: str

    @property
    def sentence(self) -> Sentence:
        phrases, then = either(map(quoted, self.phrases)), say(" {advice}", advice=as_sentence(self.advice))
        if not self.by:
            return say("Nobody should write {phrases} to a customer.", then, phrases=phrases)
        roles = every(named(self.by, NameFamily.role))
        return say("{roles} should not write {phrases} to a customer.", then, roles=roles, phrases=phrases)


_SHAPE = Shape(
    title="avoid",
    about="Wording to leave out of messages to customers.",
    keys=(
        must("phrases", "a text or a list", "the phrases, in any case"),
        must("advice", "a text", "what to write instead"),
        may("by", "a role or a list", "whom it binds", "everybody"),
    ),
)


def _read(entry: Entry, fields: Fields) -> WordingEffect:
    parts = entry.of(_SHAPE)
    return WordingEffect(
        phrases=parts["phrases"].texts(),
        by=read_each(read_role, parts.get("by"), fields),
        advice=parts["advice"].text(),
    )


register(EffectKey(name="avoid", home=ClauseSet.promise_wording, fields=(), read=_read, shape=_SHAPE))

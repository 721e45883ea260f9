"""What the sender of a request gives along (S48). What several clauses ask for adds up."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.sentences import Name, Sentence, every, say


@dataclass(frozen=True, kw_only=True)
class ContextEffect(Effect):
    """What the sender gives along when the request goes to a role."""

    topic: ClassVar[str] = ""

    items: tuple[str, ...]

    @property
    def sentence(self) -> Sentence:
        return say("Give along {items}.", items=every(map(Name, self.items)))


register(
    EffectKey(
        name="context",
        home=ClauseSet.ownership,
        read=lambda entry, fields: ContextEffect(items=entry.texts()),
        form="a text or a list",
        means="what is given along at a hand-over",
    )
)

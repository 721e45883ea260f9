"""Who owns a request (S28–S34)."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_role
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Role
from firsthand.domain.sentences import Name, Sentence, say

OWNER = Matter(kind="owner", about="the owner", asked_always=True)


@dataclass(frozen=True, kw_only=True)
class OwnerEffect(Effect):
    """The role owns the request."""

    role: Role

    @property
    def sentence(self) -> Sentence:
        return say("{role} owns the request.", role=Name(self.role))

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return (OWNER,)


register(
    EffectKey(
        name="owner",
        home=ClauseSet.ownership,
        read=lambda entry, fields: OwnerEffect(role=read_role(entry, fields)),
        form="a role",
        means="the one role that owns the request",
    )
)

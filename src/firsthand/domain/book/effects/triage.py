"""Who holds a message until a person confirms its kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_kind, read_role
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Kind, NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.shapes import Shape, must


@dataclass(frozen=True, kw_only=True)
class TriageEffect(Effect):
    """Until a person confirms the kind, `role` is responsible and clocks run as for `clocks_as`."""

    role: Role
    clocks_as: Kind

    @property
    def sentence(self) -> Sentence:
        text = "{role} is responsible until the kind is confirmed, and clocks run as for {kind}."
        return say(text, role=Name(self.role, NameFamily.role), kind=Name(self.clocks_as, NameFamily.kind))

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return (Matter(kind="triage", said=say("triage")),)


_SHAPE = Shape(
    title="triage",
    about="Who holds a message until a person confirms its kind.",
    keys=(
        must("role", "a role", "who is responsible"),
        must("clocks_as", "a kind", "the kind as which the clocks run"),
    ),
)


def _read(entry: Entry, fields: Fields) -> TriageEffect:
    parts = entry.of(_SHAPE)
    return TriageEffect(role=read_role(parts["role"], fields), clocks_as=read_kind(parts["clocks_as"], fields))


register(EffectKey(name="triage", home=ClauseSet.ownership, fields=(), read=_read, shape=_SHAPE))

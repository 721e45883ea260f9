"""Who has a right (S5): each role changes only the fields of its own area."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_each, read_role
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.organisation import OWNERS_RIGHTS, Right
from firsthand.domain.sentences import Sentence, every, named, say
from firsthand.domain.shapes import Shape, must

_EVERYBODY = "everybody"


@dataclass(frozen=True, kw_only=True)
class RightEffect(Effect):
    """The roles, or everybody with a role, may do what the right is about."""

    topic: ClassVar[str] = "a decision right"

    right: Right
    roles: tuple[Role, ...] = ()
    everybody: bool = False

    @property
    def sentence(self) -> Sentence:
        if self.everybody:
            return say("Everybody with a role may {act}.", act=self.right.said)
        return say("{roles} may {act}.", roles=every(named(self.roles, NameFamily.role)), act=self.right.said)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return (Matter(kind="right", name=self.right, said=say("who may {act}", act=self.right.said)),)


_GIVEN = tuple(right for right in Right if right not in OWNERS_RIGHTS)
_SHAPE = Shape(
    title="right",
    about="Who may do an act. What only the owners of a desk may do stands in no book: "
    f"{', '.join(sorted(right.said.text for right in OWNERS_RIGHTS))}.",
    keys=(
        must("act", f"one of {', '.join(f'`{right}`' for right in _GIVEN)}", "what may be done"),
        must("roles", f"a role, a list, or `{_EVERYBODY}`", "who may; `everybody` is whoever holds a role"),
    ),
)


def _read(entry: Entry, fields: Fields) -> RightEffect:
    parts = entry.of(_SHAPE)
    right = Right(parts["act"].among(_GIVEN))
    if parts["roles"].value == _EVERYBODY:
        return RightEffect(right=right, everybody=True)
    return RightEffect(right=right, roles=read_each(read_role, parts["roles"], fields))


register(EffectKey(name="right", home=ClauseSet.organisation, fields=(), read=_read, shape=_SHAPE))

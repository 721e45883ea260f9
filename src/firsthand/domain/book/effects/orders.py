"""The order in which a team takes its work."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.conditions import Condition
from firsthand.domain.book.effects.effect import Effect, EffectAnswer
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import REQUEST_FIELDS, Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_role
from firsthand.domain.book.parse_conditions import read_condition
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, Series, say
from firsthand.domain.shapes import Shape, must


class OrderBy(StrEnum):
    """A key of an order of work: the order of receipt, or what breaks first."""

    received = "received"
    due = "due"


_KEYS = {OrderBy.received: say("what was received first"), OrderBy.due: say("what is due first")}


def _key(key: OrderBy | Condition) -> Sentence:
    return say("work where {match}", match=key.sentence) if isinstance(key, Condition) else _KEYS[key]


@dataclass(frozen=True, kw_only=True)
class OrderEffect(Effect):
    """The order in which a team takes its work: the keys, first to last. What a condition matches comes first."""

    may_be_repeated: ClassVar[bool] = True

    team: Role
    by: tuple[OrderBy | Condition, ...]

    @property
    def sentence(self) -> Sentence:
        keys = Series(tuple(map(_key, self.by)), between=", then ")
        return say("{team} takes first {keys}.", team=Name(self.team, NameFamily.role), keys=keys)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        said = say("the order of {team}", team=Name(self.team, NameFamily.role))
        return (Matter(kind="order", name=self.team, said=said),)

    @property
    def answer(self) -> EffectAnswer:
        return (self.by,)


_SHAPE = Shape(
    title="orders",
    about="The order in which a team takes its work.",
    keys=(
        must("team", "a role", "whose work"),
        must("by", "a list of `received`, `due`, or matches on fields",
             "the keys, first to last; what matches comes first"),
    ),
)  # fmt: skip


def _read(entry: Entry, fields: Fields) -> OrderEffect:
    parts = entry.of(_SHAPE)
    keys: list[OrderBy | Condition] = []
    for one in parts["by"].items():
        named = isinstance(one.value, str)
        keys.append(one.choice(OrderBy) if named else read_condition(one, fields, REQUEST_FIELDS))
    if not keys:
        raise parts["by"].expected(say("at least one of received, due, or matches on fields"))
    return OrderEffect(team=read_role(parts["team"], fields), by=tuple(keys))


register(EffectKey(name="orders", home=ClauseSet.priority, fields=(), read=_read, shape=_SHAPE))

"""Who owns a request (S28–S34)."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_role, read_team
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role, TeamName
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.shapes import Shape, must

OWNER = Matter(kind="owner", said=say("the owner"), asked_always=True)


@dataclass(frozen=True, kw_only=True)
class OwnerEffect(Effect):
    """The role owns the request; `team` is its part to which the request goes."""

    role: Role
    team: TeamName | None = None

    @property
    def sentence(self) -> Sentence:
        if self.team is not None:
            return say(
                "{role} owns the request, in the team {team}.",
                role=Name(self.role, NameFamily.role),
                team=Name(self.team, NameFamily.team),
            )
        return say("{role} owns the request.", role=Name(self.role, NameFamily.role))

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return (OWNER,)


_SHAPE = Shape(
    title="An owner with its team",
    about="A role that has teams may be given a request of one of them.",
    keys=(
        must("role", "a role", "the one role that owns the request"),
        must("team", "a team of that role", "the team to which it goes"),
    ),
)


def _read(entry: Entry, fields: Fields) -> OwnerEffect:
    if not isinstance(entry.value, dict):
        return OwnerEffect(role=read_role(entry, fields))
    parts = entry.of(_SHAPE)
    return OwnerEffect(role=read_role(parts["role"], fields), team=read_team(parts["team"], fields))


register(
    EffectKey(
        name="owner",
        home=ClauseSet.ownership,
        read=_read,
        parts=(_SHAPE,),
        form="a role, or `role` and `team`",
        means="the one role that owns the request",
    )
)

"""The way between two roles (S38–S40)."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect, EffectAnswer
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.names import read_optional, read_role
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class RouteEffect(Effect):
    """Whether one role may hand over to, or ask, another directly, and which way is right if not."""

    from_role: Role
    to_role: Role
    allowed: bool
    instead: Role | None

    @property
    def _ends(self) -> dict[str, Name]:
        return {"sender": Name(self.from_role, NameFamily.role), "receiver": Name(self.to_role, NameFamily.role)}

    @property
    def sentence(self) -> Sentence:
        if self.instead is None:
            return say("{sender} may go to {receiver} directly.", **self._ends)
        return say(
            "{sender} does not go to {receiver} directly; go to {role} instead.",
            role=Name(self.instead, NameFamily.role),
            **self._ends,
        )

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        said = say("the way from {sender} to {receiver}", **self._ends)
        name = f"{self.from_role} to {self.to_role}"
        return (Matter(kind="route", name=name, said=said, asked_before_kind=True),)

    @property
    def answer(self) -> EffectAnswer:
        return self.allowed, self.instead


_SHAPE = Shape(
    title="route",
    about="Whether one role may hand over to, or ask, another directly.",
    keys=(
        must("from", "a role", "who goes"),
        must("to", "a role", "to whom"),
        must("allowed", "`true` or `false`", "whether it may"),
        may("instead", "a role", "the right way, where it may not"),
    ),
)


def _read(entry: Entry, fields: Fields) -> RouteEffect:
    parts = entry.of(_SHAPE)
    instead = read_optional(read_role, parts.get("instead"), fields)
    allowed = parts["allowed"].flag()
    if allowed == (instead is not None):
        raise entry.wrong("route", say("a route that is allowed has no instead, and one that is not names it"))
    return RouteEffect(
        from_role=read_role(parts["from"], fields),
        to_role=read_role(parts["to"], fields),
        allowed=allowed,
        instead=instead,
    )


register(EffectKey(name="route", home=ClauseSet.ownership, fields=("kind",), read=_read, shape=_SHAPE))

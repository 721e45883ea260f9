"""Which notices teammates must be told, and whether at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.clocks import ClockKind
from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import Sentence, every, say
from firsthand.domain.shapes import Shape, may, must


@dataclass(frozen=True, kw_only=True)
class ToldEffect(Effect):
    """Whoever is told of these cannot turn it off where they `must` be, and hears it `at_once` or in their hours."""

    topic: ClassVar[str] = "notices"

    notices: tuple[NoticeKind, ...]
    at_once: bool
    must: bool

    @property
    def sentence(self) -> Sentence:
        about = every(one.said for one in self.notices)
        if self.at_once and self.must:
            return say("Nobody turns word of this off, and it comes at once: {about}.", about=about)
        if self.at_once:
            return say("Word of this comes at once: {about}.", about=about)
        if self.must:
            return say("Nobody turns word of this off; it comes in the reader's hours: {about}.", about=about)
        return say("Word of this comes in the reader's hours: {about}.", about=about)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return tuple(
            Matter(kind="told", name=one, said=say("how word comes of {about}", about=one.said)) for one in self.notices
        )


_SHAPE = Shape(
    title="told",
    about="Which notices teammates must be told, and whether at once or in the hours of their role's roster.",
    keys=(
        must("notices", "one of the kinds of notices, or a list of them", "of what"),
        may("at_once", "true or false", "at any hour, and not gathered with others", "false: in the reader's hours"),
        may("must", "true or false", "whether nobody may turn it off", "true"),
    ),
)


def _read(entry: Entry, _fields: Fields) -> ToldEffect:
    parts = entry.of(_SHAPE)
    return ToldEffect(
        notices=parts["notices"].choices(NoticeKind),
        at_once=parts["at_once"].flag() if "at_once" in parts else False,
        must=parts["must"].flag() if "must" in parts else True,
    )


register(EffectKey(name="told", home=ClauseSet.escalation, fields=(), read=_read, shape=_SHAPE))

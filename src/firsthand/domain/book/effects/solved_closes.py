"""When a solved ticket closes by itself (S49)."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.sentences import Sentence, say
from firsthand.domain.shapes import Shape, must


@dataclass(frozen=True, kw_only=True)
class LifecycleEffect(Effect):
    """A solved ticket closes by itself after a budget on a calendar."""

    solved_closes_after: Budget
    calendar: str

    @property
    def sentence(self) -> Sentence:
        text = "A solved ticket closes after {budget} on {calendar}."
        return say(text, budget=self.solved_closes_after.sentence, calendar=self.calendar)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return (Matter(kind="closing", said=say("closing")),)

    @property
    def counts(self) -> tuple[Budget, str]:
        return self.solved_closes_after, self.calendar


_SHAPE = Shape(
    title="solved_closes",
    about="A solved ticket closes by itself.",
    keys=(
        must("after", "an amount with its unit", "how long after it was solved"),
        must("calendar", "a calendar's name", "the hours that count"),
    ),
)


def _read(entry: Entry, fields: Fields) -> LifecycleEffect:
    parts = entry.of(_SHAPE)
    return LifecycleEffect(solved_closes_after=parts["after"].budget(), calendar=parts["calendar"].text())


register(EffectKey(name="solved_closes", home=ClauseSet.service_levels, fields=(), read=_read, shape=_SHAPE))

"""That no clock runs, by policy."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.clock import clock_matter
from firsthand.domain.book.effects.effect import Effect, EffectAnswer
from firsthand.domain.book.effects.registry import EffectKey, register
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import Fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.clocks import ClockKind
from firsthand.domain.sentences import Name, Sentence, either, say
from firsthand.domain.shapes import Shape, must
from firsthand.domain.words import as_sentence


@dataclass(frozen=True, kw_only=True)
class NoClockEffect(Effect):
    """No clock runs, by policy. No kinds means every kind that the book knows."""

    kinds: tuple[ClockKind, ...]
    reason: str

    @property
    def sentence(self) -> Sentence:
        reason = as_sentence(self.reason)
        if not self.kinds:
            return say("No clock of any kind, by policy: {reason}", reason=reason)
        return say("No {kinds} clock, by policy: {reason}", kinds=either(map(Name, self.kinds)), reason=reason)

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        return tuple(clock_matter(kind) for kind in self.kinds or clocks)

    @property
    def answer(self) -> EffectAnswer:
        """One "no clock" is as good as another, whatever the reason."""
        return ()


_SHAPE = Shape(
    title="no_clock",
    about="No clock runs, by policy.",
    keys=(
        must("kinds", "a kind of clock, a list, or `every`", "which clocks; `every` means all that the book knows"),
        must("reason", "a text", "why"),
    ),
)


def _read(entry: Entry, fields: Fields) -> NoClockEffect:
    parts = entry.of(_SHAPE)
    every = parts["kinds"].value == "every"
    return NoClockEffect(
        kinds=() if every else parts["kinds"].choices(ClockKind),
        reason=parts["reason"].text(),
    )


register(EffectKey(name="no_clock", home=ClauseSet.service_levels, read=_read, shape=_SHAPE))

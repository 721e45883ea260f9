"""What every effect is."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import ClassVar

from firsthand.domain.book.matters import Matter
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.sentences import Sentence

EffectAnswer = tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a clause does. Each effect is a frozen value that says itself in one sentence.

    `topic` heads its clauses where a comparison lists them one by one, which it does for an effect that settles no
    matter; empty for one that it does not list. `is_promise`: its class, and whether a customer may be told, belong to
    what a request is told. `may_be_repeated`: two clauses that state the same do not contradict each other.
    `is_its_text`: the text of the clause says what it does, and a comparison compares that.
    """

    topic: ClassVar[str] = "a rule"
    is_promise: ClassVar[bool] = False
    may_be_repeated: ClassVar[bool] = False
    is_its_text: ClassVar[bool] = False

    @property
    def sentence(self) -> Sentence:
        """What the clause does, in one sentence and those that follow it. An empty one where the clause's text says it
        all."""
        raise NotImplementedError

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        """What it settles, of which exactly one clause should. `clocks` are those that the book knows."""
        return ()

    @property
    def answer(self) -> EffectAnswer:
        """What a request is told: equal for two effects of a kind exactly when it is told the same."""
        return tuple(getattr(self, each.name) for each in fields(self))

    @property
    def owing(self) -> EffectAnswer:
        """What no request is told and people go by: whose promise it is."""
        return ()

    @property
    def declares(self) -> str:
        """The name that its clause declares; empty for none."""
        return ""

    @property
    def runs(self) -> "Effect | None":
        """The clock that it has run: its own, or one that comes of it."""
        return None

    @property
    def counts(self) -> tuple[Budget, str] | None:
        """The budget that it counts, and the calendar on which."""
        return None

    @property
    def counting(self) -> tuple[tuple[Budget, str], ...]:
        """Every budget that it counts, each with its calendar."""
        return (self.counts,) if self.counts is not None else ()

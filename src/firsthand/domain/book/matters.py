"""What clauses settle: two clauses with a matter in common speak about the same thing."""

from dataclasses import dataclass, field
from functools import cached_property

from firsthand.domain.sentences import PLAIN, Sentence


@dataclass(frozen=True, kw_only=True)
class Matter:
    """A thing that exactly one clause should settle. `kind` and `name` tell it from others: the clock, the two roles of
    a route, the measure of a target. `said` is the matter in a sentence, such as "the first response clock"; `about` is
    the same in plain words, by which a conflict names it whatever the book has people call its names.

    `asked_always`: every request asks for it, so that a gap is a fault, and its decision tells it. `asked_before_kind`:
    it is also asked for while nobody has confirmed the kind of a request.
    """

    kind: str
    name: str = ""
    said: Sentence = field(compare=False)
    asked_always: bool = field(default=False, compare=False)
    asked_before_kind: bool = field(default=False, compare=False)

    @cached_property
    def about(self) -> str:
        return PLAIN.phrase(self.said)

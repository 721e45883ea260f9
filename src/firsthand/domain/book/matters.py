"""What clauses settle: two clauses with a matter in common speak about the same thing."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Matter:
    """A thing that exactly one clause should settle. `kind` and `name` tell it from others: the clock, the two roles of
    a route, the measure of a target. `about` is the matter in words, such as "the first response clock".

    `asked_always`: every request asks for it, so that a gap is a fault, and its decision tells it. `asked_before_kind`:
    it is also asked for while nobody has confirmed the kind of a request.
    """

    kind: str
    name: str = ""
    about: str = field(compare=False)
    asked_always: bool = field(default=False, compare=False)
    asked_before_kind: bool = field(default=False, compare=False)

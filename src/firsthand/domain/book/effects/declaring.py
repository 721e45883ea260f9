"""What the effects that declare a name have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar

from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.matters import Matter
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, say


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_Declared = TypeVar("_Declared", bound=_Named)


@dataclass(frozen=True, kw_only=True)
class DeclaringEffect(Effect, Generic[_Declared]):
    """A name of a family exists, with what the book says of it. Exactly one clause should declare it."""

    family: ClassVar[str]

    declared: _Declared

    @property
    def declares(self) -> str:
        return self.declared.name

    def matters(self, clocks: Sequence[ClockKind]) -> tuple[Matter, ...]:
        name = self.declared.name
        said = say("the {family} {name}", family=self.family, name=Name(name, NameFamily(self.family)))
        return (Matter(kind=self.family, name=name, said=said),)

"""The keys under which a clause of a file gives its effect."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.book.effects.effect import Effect
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import REQUEST_FIELDS, Fields
from firsthand.domain.shapes import Shape


@dataclass(frozen=True, kw_only=True)
class EffectKey:
    """A key of a clause that gives its effect.

    `read` makes the effect of what stands under the key. `home` is the only rule set it may stand in (None: any).
    `fields` are those that its condition may match; none means that its clauses take no condition, and an effect that
    settles a matter takes those of a request or none. `needs` are the keys that such a clause cannot do without. The
    reference page shows `shape`, and `parts` below it; or, in words, what the value is expected to be and means.
    `declares` is the field of which such a clause declares a name.
    """

    name: str
    read: Callable[[Entry, Fields], Effect]
    home: ClauseSet | None
    fields: tuple[str, ...] = REQUEST_FIELDS
    needs: tuple[str, ...] = ()
    shape: Shape | None = None
    parts: tuple[Shape, ...] = ()
    form: str = ""
    means: str = ""
    declares: str = ""


_KEYS: dict[str, EffectKey] = {}
EFFECTS: Mapping[str, EffectKey] = MappingProxyType(_KEYS)


def register(*keys: EffectKey) -> None:
    """Make keys known. ValueError for one that is taken."""
    for key in keys:
        if key.name in _KEYS:
            raise ValueError(f"there is an effect {key.name} already")
        _KEYS[key.name] = key


@contextmanager
def registered(*keys: EffectKey) -> Iterator[None]:
    """Keys that are known for a while."""
    register(*keys)
    try:
        yield
    finally:
        for key in keys:
            del _KEYS[key.name]

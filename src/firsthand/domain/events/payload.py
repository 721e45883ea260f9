"""What an event says: one frozen dataclass a verb, in one registry, with what each of its fields is.

A field is a **fact** (ids, instants, declared names: it stays for ever), **prose** (somebody's words: cleaned of a
person who is erased) or an **address** (who wrote, under which name: replaced). Facts are stored apart from words, so
that the facts are never rewritten.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from typing import Annotated, Any, ClassVar, TypeVar, dataclass_transform, get_type_hints

from firsthand.domain.events.codec import Codec, Plain, codec_of
from firsthand.domain.sentences import Sentence, say


class Content(StrEnum):
    """What a field of an event holds, which says what an erasure does to it."""

    fact = "fact"
    prose = "prose"
    address = "address"


Prose = Annotated[str, Content.prose]
"""Somebody's words."""
Why = Annotated[str | Sentence, Content.prose]
"""Why something happened: somebody's words, or a sentence of the desk's own."""
Address = Annotated[str, Content.address]
"""An address or a name: it identifies a person."""
Value = Annotated[str | Sentence, Content.address]
"""A value of a field in words: a sentence, or a text; it may name a person."""
Addresses = Annotated[tuple[str, ...], Content.address]


class Payload:
    """What happened, without when, to what and by whom.

    `verb` is its name in the table. `evidenced`: something outside shows when it happened (a received mail, a delivery
    report), so its instant may lie before it was recorded. `moves_clocks` is False where no clock
    hears it. `usual_tone` is how a page says it.
    """

    verb: ClassVar[str]
    evidenced: ClassVar[bool] = False
    moves_clocks: ClassVar[bool] = True
    usual_tone: ClassVar[str] = "calm"

    @property
    def tone(self) -> str:
        """How a page says it: calm, soon, late or good."""
        return self.usual_tone

    @property
    def sentence(self) -> Sentence:
        """What it says to a reader, after the name of who did it."""
        return say(self.verb.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of an event: its key in the table, what it holds, and how its value is written down."""

    name: str
    key: str
    content: Content
    codec: Codec
    default: Any


@dataclass(frozen=True, slots=True)
class Encoded:
    """An event as the table holds it: facts for ever, words until an erasure takes a person out of them."""

    verb: str
    facts: Plain
    words: Plain


P = TypeVar("P", bound=type[Payload])
REGISTRY: dict[str, type[Payload]] = {}
_SLOTS: dict[type[Payload], tuple[Slot, ...]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def event(cls: P) -> P:
    """Make a class a frozen dataclass and register it under its verb, which must be free."""
    made = dataclass(frozen=True, kw_only=True, slots=True)(cls)
    if made.verb in REGISTRY:
        raise TypeError(f"{made.verb} is the verb of {REGISTRY[made.verb].__name__} already")
    REGISTRY[made.verb] = made
    return made  # type: ignore[return-value]


def slots_of(kind: type[Payload]) -> tuple[Slot, ...]:
    """The fields of a kind of event, in order."""
    found = _SLOTS.get(kind)
    if found is None:
        hints = get_type_hints(kind, include_extras=True)
        found = _SLOTS[kind] = tuple(_slot(kind, one, hints[one.name]) for one in fields(kind))  # type: ignore[arg-type]
    return found


def _slot(kind: type[Payload], one: Any, hint: Any) -> Slot:  # noqa: ANN401, RUF100 - dataclasses.Field[Any], a type
    extras = (extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Content))
    return Slot(
        name=one.name,
        key=one.name.rstrip("_"),
        content=next(extras, Content.fact),
        codec=codec_of(kind, one.name),
        default=one.default,
    )


def encode(payload: Payload) -> Encoded:
    """The event as the table holds it. What equals its default is left out."""
    facts: Plain = {}
    words: Plain = {}
    for slot in slots_of(type(payload)):
        value = getattr(payload, slot.name)
        if slot.default is not MISSING and value == slot.default:
            continue
        (facts if slot.content is Content.fact else words)[slot.key] = slot.codec.write(value)
    return Encoded(payload.verb, facts, words)


def decode(verb: str, facts: Mapping[str, Any], words: Mapping[str, Any] | None = None) -> Payload:
    """The event of a row. A verb that nobody registered is a fault of the program: KeyError."""
    kind = REGISTRY[verb]
    values = {}
    for slot in slots_of(kind):
        source = facts if slot.content is Content.fact else (words or {})
        if slot.key in source:
            values[slot.name] = slot.codec.read(source[slot.key])
        elif slot.default is MISSING:
            values[slot.name] = slot.codec.empty()
    return kind(**values)

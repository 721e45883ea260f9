"""The kinds of parameters: how each is read of the texts that were sent, and the bounds that forms and pages state.

What a kind refuses is said without a field; whoever reads the parameters puts it at theirs.
"""

from abc import ABC, abstractmethod
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal

from firsthand.domain.conversation.files import MOST_BYTES, MOST_FILES
from firsthand.domain.conversation.outgoing import split_addresses
from firsthand.domain.conversation.when import read_when
from firsthand.domain.errors import Invalid
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import say
from firsthand.domain.tasks import read_by_when

Attributes = Mapping[str, str | int]
Family = Literal["kind", "role", "stage", "state", "team"]
_MOST_DIGITS = 17


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who asks, as far as what they typed depends on it: at which instant, in which zone, in which company."""

    at: datetime
    zone: str
    company: Organisation


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file that was sent along, as its sender named it and what they called it."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


class ParameterKind(ABC):
    """What a parameter may be. `codes` are those of its refusals; `takes` is what it is sent as: texts, or files."""

    codes: ClassVar[tuple[str, ...]] = ()
    takes: ClassVar[type] = str

    @abstractmethod
    def read(self, sent: Sequence[Any], *, asker: Asker) -> object:
        """The value of what was sent, which is at least one text or file. Raises Invalid."""

    @property
    @abstractmethod
    def bounds(self) -> str:
        """What is expected, for the reference page."""

    @property
    def attributes(self) -> Attributes:
        """The bounds as a field of a form states them."""
        return {}

    @property
    def says_missing(self) -> bool:
        """Whether the act itself says, in its own words, that nothing was given."""
        return False

    @property
    def may_be_empty(self) -> bool:
        """Whether a field that was left empty means something else than one that was not asked for."""
        return False


@dataclass(frozen=True)
class Text(ParameterKind):
    """A text of at most so many characters, without the space around it unless it is wanted `as_typed`. Of an empty one
    the act says what it wants."""

    at_most: int
    as_typed: bool = False
    codes: ClassVar[tuple[str, ...]] = ("too_long",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> str:
        value = sent[-1] if self.as_typed else sent[-1].replace("\x00", "").strip()
        if len(value) > self.at_most:
            raise Invalid(
                "too_long",
                say("At most {most} characters fit here; it has {length}.", most=self.at_most, length=len(value)),
            )
        return value

    @property
    def bounds(self) -> str:
        return f"a text of at most {self.at_most:,} characters"

    @property
    def attributes(self) -> Attributes:
        return {"maxlength": self.at_most}

    @property
    def says_missing(self) -> bool:
        return True


@dataclass(frozen=True)
class File(ParameterKind):
    """A file that was sent along."""

    at_most: int
    codes: ClassVar[tuple[str, ...]] = ("too_long",)
    takes: ClassVar[type] = SentFile

    def read(self, sent: Sequence[SentFile], *, asker: Asker) -> SentFile:
        if len(sent[-1].content) > self.at_most:
            raise Invalid("too_long", say("Expected a file of up to {most} bytes.", most=f"{self.at_most:,}"))
        return sent[-1]

    @property
    def bounds(self) -> str:
        return f"a file of at most {self.at_most:,} bytes"


@dataclass(frozen=True)
class Files(ParameterKind):
    """Files that go with a message; how many and how large, the act says."""

    takes: ClassVar[type] = SentFile

    def read(self, sent: Sequence[SentFile], *, asker: Asker) -> tuple[SentFile, ...]:
        return tuple(sent)

    @property
    def bounds(self) -> str:
        return f"at most {MOST_FILES} files, together at most {MOST_BYTES:,} bytes"


@dataclass(frozen=True)
class Addresses(ParameterKind):
    """Addresses between commas, semicolons or lines. None at all, where the field is asked for and left empty."""

    at_most: int
    codes: ClassVar[tuple[str, ...]] = ("too_long",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> tuple[str, ...]:
        return split_addresses(Text(self.at_most).read([", ".join(sent)], asker=asker))

    @property
    def bounds(self) -> str:
        return f"addresses between commas, at most {self.at_most:,} characters"

    @property
    def attributes(self) -> Attributes:
        return {"maxlength": self.at_most}

    @property
    def may_be_empty(self) -> bool:
        return True


@dataclass(frozen=True)
class Others(ParameterKind):
    """All texts that are sent and are no other parameter's, by name and as typed, for an act whose further fields
    somebody else declares: `declared_by` says who."""

    declared_by: str

    def read(self, sent: Sequence[tuple[str, str]], *, asker: Asker) -> Mapping[str, str]:
        return dict(sent)

    @property
    def bounds(self) -> str:
        return f"any further field, within the bounds of {self.declared_by}"


@dataclass(frozen=True)
class Number(ParameterKind):
    """A whole number within bounds."""

    at_least: int
    at_most: int
    codes: ClassVar[tuple[str, ...]] = ("not_a_number",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> int:
        value = _whole(sent[-1].strip())
        if value is None or not self.at_least <= value <= self.at_most:
            raise Invalid(
                "not_a_number",
                say("Expected a whole number from {least} to {most}.", least=self.at_least, most=self.at_most),
            )
        return value

    @property
    def bounds(self) -> str:
        return f"a whole number from {self.at_least:,} to {self.at_most:,}"

    @property
    def attributes(self) -> Attributes:
        return {"inputmode": "numeric", "maxlength": len(str(self.at_most))}


@dataclass(frozen=True)
class Id(ParameterKind):
    """The number of a thing: "1042", or "#1042" as people write a ticket."""

    of: str
    codes: ClassVar[tuple[str, ...]] = ("not_a_number",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> int:
        value = _whole(sent[-1].strip().removeprefix("#"))
        if value is None:
            raise Invalid("not_a_number", say("Expected a number such as 1042."))
        return value

    @property
    def bounds(self) -> str:
        return f"the number of {'an' if self.of[0] in 'aeiou' else 'a'} {self.of}"

    @property
    def attributes(self) -> Attributes:
        return {"inputmode": "numeric", "maxlength": _MOST_DIGITS + 1}


@dataclass(frozen=True)
class Declared(ParameterKind):
    """A name that the book declares by now."""

    family: Family
    codes: ClassVar[tuple[str, ...]] = ("choose",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> str:
        value = sent[-1].strip()
        if value not in _names(self.family, asker.company):
            raise Invalid("choose", say("Choose one of the list."))
        return value

    @property
    def bounds(self) -> str:
        return f"a {self.family} of the book"


@dataclass(frozen=True)
class OneOf(ParameterKind):
    """One of an enumeration's values."""

    choices: type[StrEnum]
    codes: ClassVar[tuple[str, ...]] = ("choose",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> StrEnum:
        try:
            return self.choices(sent[-1].strip())
        except ValueError as error:
            raise Invalid("choose", say("Choose one of the list.")) from error

    @property
    def bounds(self) -> str:
        return "one of " + ", ".join(f"`{one.value}`" for one in self.choices)


@dataclass(frozen=True)
class Flag(ParameterKind):
    """Yes or no: a box that was ticked, or a text other than "no"."""

    def read(self, sent: Sequence[str], *, asker: Asker) -> bool:
        return sent[-1].strip() not in ("", "no")

    @property
    def bounds(self) -> str:
        return "yes, or nothing"


@dataclass(frozen=True)
class ByWhen(ParameterKind):
    """An instant to come, as somebody types it in their zone."""

    codes: ClassVar[tuple[str, ...]] = ("due_wrong", "due_past", "due_far")

    def read(self, sent: Sequence[str], *, asker: Asker) -> datetime:
        return read_by_when(sent[-1], now=asker.at, zone=asker.zone)

    @property
    def bounds(self) -> str:
        return "an instant to come: a date, a weekday, “tomorrow 9:00”, “in 2 days”"

    @property
    def attributes(self) -> Attributes:
        return {"maxlength": 40}


@dataclass(frozen=True)
class WhenSaid(ParameterKind):
    """An instant that is past, as somebody types it in their zone."""

    codes: ClassVar[tuple[str, ...]] = ("when_wrong", "in_the_future")

    def read(self, sent: Sequence[str], *, asker: Asker) -> datetime:
        return read_when(sent[-1], now=asker.at, zone=asker.zone)

    @property
    def bounds(self) -> str:
        return "an instant that is past: “10:30”, “yesterday 16:00”, “20 min ago”"

    @property
    def attributes(self) -> Attributes:
        return {"maxlength": 40}


@dataclass(frozen=True)
class Many(ParameterKind):
    """Any number of values of a kind, each once, in the order in which they were sent."""

    kind: ParameterKind

    def read(self, sent: Sequence[str], *, asker: Asker) -> tuple[object, ...]:
        return tuple(dict.fromkeys(self.kind.read([one], asker=asker) for one in sent))

    @property
    def bounds(self) -> str:
        return f"any number, each {self.kind.bounds}"


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def _names(family: Family, company: Organisation) -> Container[object]:
    families: dict[Family, Container[object]] = {
        "kind": company.kinds,
        "role": company.roles,
        "stage": company.stages,
        "state": company.states.by_name,
        "team": company.teams,
    }
    return families[family]

"""Values of a book's file with the path that leads to them, read with errors that name the field."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from firsthand.domain.book.errors import PolicyError
from firsthand.domain.calendars import Budget, CalendarError, parse_budget
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.sentences import Sentence, Series, say
from firsthand.domain.shapes import Shape

Choice = TypeVar("Choice", bound=StrEnum)


_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_AN_INSTANT = say("an instant such as 2021-06-22T23:51:00Z")
_AN_INSTANT_OR_DATE = say("an instant such as 2021-06-22T23:51:00Z or a date")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A value of the file. `path` is the dotted field; empty for the whole file."""

    value: object
    path: str = ""

    def wrong(self, code: str, message: Sentence) -> PolicyError:
        """An error about this field."""
        return PolicyError(code, message, field=self.path)

    def expected(self, what: Sentence) -> PolicyError:
        """An error that the value has the wrong type or form."""
        return self.wrong("wrong_type", say("expected {what}, found {value}", what=what, value=described(self.value)))

    def child(self, key: object, value: object) -> "Entry":
        """The entry under a key or index."""
        return Entry(value=value, path=f"{self.path}.{key}" if self.path else str(key))

    def fields(self, known: Iterable[str], required: Iterable[str] = ()) -> "dict[str, Entry]":
        """The entries of a mapping. An unknown field is an error that suggests the near one."""
        mapping, allowed = self.mapping(), list(known)
        for key in mapping:
            if key not in allowed:
                near = difflib.get_close_matches(key, allowed, n=1, cutoff=0.5)
                hint = (
                    say("did you mean {near}?", near=near[0])
                    if near
                    else say("known here are {known}", known=Series(tuple(allowed)))
                )
                raise self.child(key, None).wrong(
                    "unknown_field", say("unknown field {key}; {hint}", key=repr(key), hint=hint)
                )
        for key in required:
            if key not in mapping:
                raise self.child(key, None).wrong("missing_field", say("{key} is missing", key=key))
        return mapping

    def of(self, shape: Shape) -> "dict[str, Entry]":
        """The entries of a mapping of that shape."""
        return self.fields(shape.names, shape.required)

    def mapping(self) -> "dict[str, Entry]":
        """The entries of a mapping with text keys."""
        if not isinstance(self.value, dict):
            raise self.expected(say("fields with values"))
        for key in self.value:
            if not isinstance(key, str):
                raise self.wrong("wrong_type", say("expected a name before the colon, found {key}", key=described(key)))
        return {key: self.child(key, value) for key, value in self.value.items()}

    def items(self) -> "list[Entry]":
        """The entries of a list."""
        if not isinstance(self.value, list):
            raise self.expected(say("a list"))
        return [self.child(index, value) for index, value in enumerate(self.value)]

    def one_or_more(self) -> "list[Entry]":
        """The entries of a list, or the single value as a list of one."""
        return self.items() if isinstance(self.value, list) else [self]

    def text(self) -> str:
        """A text that is not empty, without space around it and with single spaces inside."""
        return " ".join(self.name().split())

    def name(self) -> str:
        """A text that is not empty, without space around it, else exactly as it is written: a request must carry the
        same name to match it."""
        if not isinstance(self.value, str):
            raise self.expected(say("a text (put it in quotes)") if _is_plain(self.value) else say("a text"))
        name = self.value.strip()
        if not name:
            raise self.wrong("empty", say("expected a text, found nothing"))
        return name

    def texts(self) -> tuple[str, ...]:
        """One text or a list of them."""
        return tuple(entry.text() for entry in self.one_or_more())

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.expected(say("true or false"))
        return self.value

    def budget(self) -> Budget:
        """A budget with its unit, such as `8 business hours`; a bare number is an error (A1)."""
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            message = say("{value} has no unit; write, for example, {value} business hours", value=str(self.value))
            raise self.wrong("no_unit", message)
        try:
            return parse_budget(self.text())
        except CalendarError as error:
            raise self.wrong(error.code, error.problem) from None

    def declared(self) -> str:
        """A name that is declared: small letters, digits and underscores."""
        name = self.name()
        if not _NAME.fullmatch(name):
            raise self.wrong(
                "bad_name",
                say("expected small letters, digits and underscores, at most 40, found {name}", name=repr(name)),
            )
        return name

    def among(self, names: Iterable[str]) -> str:
        """One of some names."""
        known = list(names)
        if not isinstance(self.value, str):
            raise self.expected(_one_of(known))
        if self.value not in known:
            raise self.wrong("unknown_value", unknown_value(self.value, known))
        return self.value

    def choice(self, choices: type[Choice]) -> Choice:
        """One of an enumeration's values."""
        names = [choice.value for choice in choices]
        if not isinstance(self.value, str):
            raise self.expected(_one_of(names))
        try:
            return choices(self.value)
        except ValueError:
            raise self.wrong("unknown_value", unknown_value(self.value, names)) from None

    def choices(self, choices: type[Choice]) -> tuple[Choice, ...]:
        """One of an enumeration's values, or a list of them."""
        return tuple(entry.choice(choices) for entry in self.one_or_more())

    def instant(self, zone: str | None = None) -> datetime:
        """An instant with an offset or Z; with a zone also a date, meaning its local midnight there (A11)."""
        value = self.value
        if isinstance(value, str):
            value = self._read_instant(value, zone)
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise self.wrong(
                    "naive_instant", say("{value} has no zone; give an offset or Z", value=value.isoformat())
                )
            return value.astimezone(UTC)
        if isinstance(value, date) and zone is not None:
            return local_midnight_of(value, zone)
        raise self.expected(_AN_INSTANT_OR_DATE if zone else _AN_INSTANT)

    def _read_instant(self, text: str, zone: str | None) -> datetime | date:
        try:
            return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        except ValueError:
            raise self.expected(_AN_INSTANT_OR_DATE if zone else _AN_INSTANT) from None

    def __iter__(self) -> "Iterator[Entry]":
        return iter(self.one_or_more())


def local_midnight_of(day: date, zone: str) -> datetime:
    """The first instant of a date in a zone, as UTC; where local midnight is skipped, the first one after
    it."""
    return datetime(day.year, day.month, day.day, tzinfo=zone_named(zone)).astimezone(UTC)


def described(value: object) -> Sentence:
    """A value as an error message shows it: its kind and a short extract."""
    match value:
        case None:
            return say("nothing")
        case bool():
            return say("{value}", value=str(value).lower())
        case str():
            return say("the text {value}", value=_short(repr(value)))
        case int() | float():
            return say("the number {value}", value=_short(str(value)))
        case dict():
            return say("fields")
        case list():
            return say("a list")
        case _:
            return say("{value}", value=_short(str(value)))


def unknown_value(value: str, known: Iterable[str]) -> Sentence:
    """The words of an error about a value outside a list, with the near one if there is one."""
    names = list(known)
    near = difflib.get_close_matches(value, names, n=1, cutoff=0.5)
    hint = [say("; did you mean {near}?", near=near[0])] if near else []
    return say("expected one of {known}, found {value}", *hint, known=Series(tuple(names)), value=repr(value))


def _one_of(names: Iterable[str]) -> Sentence:
    return say("one of {known}", known=Series(tuple(names)))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def _is_plain(value: object) -> bool:
    return isinstance(value, int | float | bool | date)

"""Fills a form in: with what somebody sent, and beside it with what the desk knows, marked as such."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from firsthand.domain.errors import Invalid
from firsthand.domain.forms.fields import DeskFact, FieldKind, Form, FormField, Need
from firsthand.domain.kept_sentences import plain_sentence, sentence_of
from firsthand.domain.sentences import PLAIN, Sentence, Series, as_said, say
from firsthand.domain.tasks import read_by_when

LONGEST = 2_000
_MOST_PEOPLE = 20
_NUMBER = re.compile(r"[0-9]{1,11}")


@dataclass(frozen=True, kw_only=True)
class FilledField:
    """A field with its value: a text, an address, a choice, an instant in ISO form, or the numbers of people between
    commas; empty where nothing was given. `by_desk`: the desk knew it."""

    name: str
    asks: str | Sentence
    kind: FieldKind
    need: Need
    value: str = ""
    by_desk: bool = False

    @property
    def people(self) -> tuple[int, ...]:
        """The numbers of the people that it names."""
        return tuple(int(one) for one in self.value.split(",") if one) if self.kind is FieldKind.people else ()

    @property
    def instant(self) -> datetime | None:
        """The instant that it says."""
        return datetime.fromisoformat(self.value) if self.kind is FieldKind.instant and self.value else None


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A form as it was given, field by field."""

    fields: tuple[FilledField, ...]

    @property
    def blocking(self) -> tuple[FilledField, ...]:
        """The empty fields for which the next step waits."""
        return tuple(one for one in self.fields if not one.value and one.need is Need.blocking)

    @property
    def text(self) -> str:
        """What was given, a line a field."""
        return "\n".join(f"{PLAIN.phrase(as_said(one.asks))}: {one.value}" for one in self.fields if one.value)

    @property
    def plain(self) -> list[dict[str, Any]]:
        """As a row keeps it."""
        return [
            {
                "name": one.name,
                "asks": plain_sentence(one.asks) if isinstance(one.asks, Sentence) else one.asks,
                "kind": one.kind.value,
                "need": one.need.value,
                "value": one.value,
                "by_desk": one.by_desk,
            }
            for one in self.fields
        ]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> "Filled":
        """The form that a row keeps."""
        return cls(
            fields=tuple(
                FilledField(
                    name=str(row["name"]),
                    asks=sentence_of(row["asks"]) if isinstance(row["asks"], Mapping) else str(row["asks"]),
                    kind=FieldKind(row["kind"]),
                    need=Need(row["need"]),
                    value=str(row.get("value", "")),
                    by_desk=bool(row.get("by_desk")),
                )
                for row in rows
            )
        )


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Where a form is filled in: at which instant, in which zone, and what the desk knows."""

    at: datetime
    zone: str
    known: Mapping[DeskFact, str] = field(default_factory=dict)


def fill(form: Form, sent: Mapping[str, str], asked: Asked) -> Filled:
    """The form with what was sent, by name of the field; where nothing was, with what the desk knows. Raises Invalid at
    the field for a value that is none of its kind, and for one that is required and empty."""
    found = known_of(form, asked.known, sent={one.name: _read(one, sent, asked) for one in form.fields})
    for one in found.fields:
        if not one.value and one.need is Need.required:
            raise Invalid("field_missing", say("Fill in: {field}.", field=one.asks), field=one.name)
    return found


def known_of(form: Form, known: Mapping[DeskFact, str], *, sent: Mapping[str, str]) -> Filled:
    """The form with values by name of the field, and with what the desk knows for the rest; nothing is refused."""
    found = []
    for one in form.fields:
        fact = known.get(one.known, "") if one.known is not None else ""
        value = sent.get(one.name, "") or fact
        by_desk = bool(fact) and value == fact
        found.append(
            FilledField(name=one.name, asks=one.asks, kind=one.kind, need=one.need, value=value, by_desk=by_desk)
        )
    return Filled(fields=tuple(found))


def _read(one: FormField, sent: Mapping[str, str], asked: Asked) -> str:
    given = sent.get(one.name, "").replace("\x00", "").strip()
    if not given or (one.known is not None and given == asked.known.get(one.known)):
        return given
    if len(given) > LONGEST:
        words = say("At most {most} characters fit here; it has {length}.", most=LONGEST, length=len(given))
        raise Invalid("field_wrong", words, field=one.name)
    match one.kind:
        case FieldKind.people:
            return _people(one, given)
        case FieldKind.choice if given not in one.choices:
            raise Invalid("field_wrong", say("Choose one of {known}.", known=Series(one.choices)), field=one.name)
        case FieldKind.link if not given.startswith(("https://", "http://", "/")) or len(given.split()) > 1:
            raise Invalid("field_wrong", say("Expected an address on the web, https://…"), field=one.name)
        case FieldKind.instant:
            return _instant(one, given, asked)
        case _:
            return given


def _instant(one: FormField, given: str, asked: Asked) -> str:
    try:
        return read_by_when(given, now=asked.at, zone=asked.zone).isoformat()
    except Invalid as error:
        raise Invalid("field_wrong", error.message, field=one.name) from error


def _people(one: FormField, given: str) -> str:
    numbers = [number.strip() for number in given.split(",")]
    if len(numbers) > _MOST_PEOPLE or not all(map(_NUMBER.fullmatch, numbers)):
        raise Invalid("field_wrong", say("Choose teammates."), field=one.name)
    return ",".join(dict.fromkeys(numbers))

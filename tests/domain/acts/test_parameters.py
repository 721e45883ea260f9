"""What an act is asked with: each parameter is read within its bounds, and a refusal stands at its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import pytest

from firsthand.domain.acts import (
    Addresses,
    Asker,
    ByWhen,
    Declared,
    File,
    Files,
    Flag,
    Id,
    Many,
    Number,
    OneOf,
    Others,
    Sent,
    SentFile,
    Text,
    WhenSaid,
    parameters_of,
    read_parameters,
)
from firsthand.domain.errors import Invalid
from firsthand.domain.organisation.default import DEFAULT

MIRA = Asker(at=datetime(2021, 8, 6, 9, 0, tzinfo=UTC), zone="Europe/Berlin", company=DEFAULT)


class Colour(StrEnum):
    """A choice."""

    red = "red"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One of each kind."""

    ticket: Annotated[int, Id("ticket")]
    what: Annotated[str, Text(at_most=5)]
    port: Annotated[int, Number(1, 9)] = 3
    kind: Annotated[str, Declared("kind")] = ""
    colour: Annotated[Colour | None, OneOf(Colour)] = None
    sure: Annotated[bool, Flag()] = False
    due: Annotated[datetime | None, ByWhen()] = None
    kinds: Annotated[tuple[str, ...], Many(Declared("kind"))] = ()
    file: Annotated[SentFile | None, File(at_most=3)] = None
    files: Annotated[tuple[SentFile, ...], Files()] = ()
    to: Annotated[tuple[str, ...] | None, Addresses(at_most=60)] = None
    said: Annotated[datetime | None, WhenSaid()] = None
    as_: Annotated[str, Text(at_most=9, as_typed=True)] = ""


def read(**sent: str | SentFile) -> Asked:
    """What Mira sent, as the act gets it."""
    return read_parameters(
        Asked, {name: [value] for name, value in {"ticket": "#7", "what": "x", **sent}.items()}, asker=MIRA
    )


def file(content: bytes) -> SentFile:
    """A file that Mira sent."""
    return SentFile(name="a.txt", content=content)


def test_each_kind_is_read_of_its_text() -> None:
    assert (read().ticket, read(what=" hi ").what, read(port="9").port) == (7, "hi", 9)
    assert (read(kind="how_to").kind, read(colour="red").colour, read(sure="1").sure) == ("how_to", Colour.red, True)
    assert read(due="tomorrow 9:00").due == datetime(2021, 8, 7, 7, 0, tzinfo=UTC)
    assert (read(**{"as": " x "}).as_, read(sure="no").sure) == (" x ", False)
    assert read(said="yesterday 16:00").said == datetime(2021, 8, 5, 14, 0, tzinfo=UTC)


def test_files_are_sent_as_files_and_a_text_is_none() -> None:
    assert (read(file=file(b"one")).file, read(files=file(b"one")).files) == (file(b"one"), (file(b"one"),))
    assert (read(file="text").file, read(files="text").files) == (None, ())


def test_addresses_that_are_left_empty_are_none_and_not_asked_for_are_unsaid() -> None:
    assert read(to='"Costa, Ana" <ana@acme.example>; ben@acme.example').to == (
        '"Costa, Ana" <ana@acme.example>',
        "ben@acme.example",
    )
    assert (read(to=" ").to, read().to) == ((), None)


def test_many_values_are_each_taken_once() -> None:
    sent = {"ticket": ["7"], "what": ["x"], "kinds": ["how_to", "how_to", "troubleshooting", ""]}
    assert read_parameters(Asked, sent, asker=MIRA).kinds == ("how_to", "troubleshooting")


def test_what_is_left_out_is_its_default_and_what_is_not_asked_for_is_left_alone() -> None:
    assert read(port="", nonsense="x") == Asked(ticket=7, what="x")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("ticket", "", "missing"),
        ("ticket", "seven", "not_a_number"),
        ("ticket", "9" * 18, "not_a_number"),
        ("what", "longer", "too_long"),
        ("port", "10", "not_a_number"),
        ("port", "-1", "not_a_number"),
        ("kind", "riddle", "choose"),
        ("colour", "blue", "choose"),
        ("due", "when I can", "due_wrong"),
        ("kinds", "riddle", "choose"),
        ("file", file(b"four"), "too_long"),
        ("to", "x" * 61, "too_long"),
        ("said", "some day", "when_wrong"),
        ("said", "9:01 pm", "when_wrong"),
        ("as", "ten letters", "too_long"),
    ],
)
def test_what_is_out_of_bounds_is_refused_at_its_field(field: str, value: str | SentFile, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(**{field: value})
    assert (refused.value.field, refused.value.code) == (field, code)
    assert code in {*parameters_of(Asked)[field].kind.codes, "missing", *Declared.codes}


def test_of_a_text_that_is_missing_the_act_says_what_it_wants() -> None:
    assert read(what="").what == ""


def test_further_fields_are_taken_as_typed_where_somebody_else_declares_them() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Kept:
        name: Annotated[str, Text(at_most=9)]
        values: Annotated[Mapping[str, str], Others("its channel")]

    sent: Sent = {"name": ["a"], "host": [" mail "], "file": [file(b"x")]}
    assert read_parameters(Kept, sent, asker=MIRA) == Kept(name="a", values={"host": " mail "})


def test_a_field_without_bounds_is_no_parameter() -> None:
    @dataclass(frozen=True)
    class Unbounded:
        name: str

    with pytest.raises(TypeError, match="name says no bounds"):
        parameters_of(Unbounded)

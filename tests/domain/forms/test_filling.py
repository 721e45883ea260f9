"""A form is filled in by whoever sends it, and by the desk where it knows; each kind of field takes its own."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.errors import Invalid
from firsthand.domain.forms import Asked, DeskFact, FieldKind, Filled, Form, FormField, Need, fill, known_of

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
FORM = Form(
    fields=(
        FormField(name="who", asks="Customer", need=Need.required, known=DeskFact.customer),
        FormField(name="asked", asks="What is asked", need=Need.required),
        FormField(name="log", asks="Log", kind=FieldKind.link, need=Need.blocking),
        FormField(name="urgency", asks="Urgency", kind=FieldKind.choice, choices=("today", "this week")),
        FormField(name="by", asks="By when", kind=FieldKind.instant),
        FormField(name="with", asks="Who knows it", kind=FieldKind.people),
    )
)
KNOWN = Asked(at=MONDAY, zone="UTC", known={DeskFact.customer: "Ana"})


def values(filled: Filled) -> dict[str, str]:
    """What was given, by name."""
    return {one.name: one.value for one in filled.fields if one.value}


def test_what_the_desk_knows_is_filled_in_and_marked_as_its_own() -> None:
    filled = fill(FORM, {"asked": "They cannot log in."}, KNOWN)
    assert values(filled) == {"who": "Ana", "asked": "They cannot log in."}
    assert [one.name for one in filled.fields if one.by_desk] == ["who"]


def test_what_somebody_wrote_over_it_is_theirs() -> None:
    filled = fill(FORM, {"who": "Ben", "asked": "It loops."}, KNOWN)
    assert (values(filled)["who"], [one for one in filled.fields if one.by_desk]) == ("Ben", [])


def test_each_kind_keeps_its_own_form_and_is_read_back() -> None:
    sent = {"asked": "x", "log": "https://logs.example/1", "urgency": "today", "by": "in 2 hours", "with": "3, 4,3"}
    filled = fill(FORM, sent, KNOWN)
    assert (values(filled)["by"], values(filled)["with"]) == ("2026-03-02T11:00:00+00:00", "3,4")
    assert Filled.of(filled.plain) == filled
    assert filled.fields[-1].people == (3, 4)


def test_an_empty_field_is_refused_holds_the_next_step_or_is_seen() -> None:
    with pytest.raises(Invalid) as refused:
        fill(FORM, {}, KNOWN)
    assert (refused.value.code, refused.value.field) == ("field_missing", "asked")
    assert [one.name for one in fill(FORM, {"asked": "x"}, KNOWN).blocking] == ["log"]
    assert [one.name for one in known_of(FORM, KNOWN.known, sent={}).blocking] == ["log"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("log", "my disk"), ("urgency", "now"), ("by", "some day"), ("with", "Mira"), ("asked", "x" * 2_001)],
)
def test_what_is_none_of_its_kind_is_refused_at_the_field(name: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        fill(FORM, {"asked": "x", name: value}, KNOWN)
    assert (refused.value.code, refused.value.field) == ("field_wrong", name)

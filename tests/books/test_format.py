"""The reference page and the reader of policy files stand on one description of the format."""

import re

import pytest

from firsthand import books
from firsthand.domain.book import PolicyError, schema
from firsthand.domain.book.effects import EFFECTS
from firsthand.domain.book.entries import Entry
from firsthand.domain.book.fields import standard_fields
from firsthand.domain.calendars import schema as calendars
from firsthand.domain.shapes import Shape
from firsthand.services.book.files import book_from_texts
from tests import format_reference

TERMS = [shape for effect in EFFECTS.values() for shape in (effect.shape, *effect.parts) if shape]
MINIMAL = """book: b
amendment: first
title: t
published_at: 2021-01-01T00:00:00Z
author: a
approver: a
zone: UTC
"""


def test_the_page_is_what_the_schema_says() -> None:
    assert format_reference.PAGE.read_text(encoding="utf-8") == format_reference.page()


def test_every_effect_of_the_schema_has_a_reader() -> None:
    fields = standard_fields()
    for effect in EFFECTS.values():
        with pytest.raises(PolicyError):
            effect.read(Entry(value={"nothing": "of the kind"}, path="here"), fields)


@pytest.mark.parametrize("name", [key.name for key in schema.AMENDMENT.keys if key.required])
def test_a_required_key_of_an_amendment_is_required(name: str) -> None:
    without = re.sub(rf"^{name}:.*\n", "", MINIMAL, flags=re.MULTILINE)
    with pytest.raises(PolicyError, match=f"{name} is missing"):
        book_from_texts([("a.yaml", without)])


def test_an_amendment_with_the_required_keys_alone_loads() -> None:
    assert book_from_texts([("a.yaml", MINIMAL)]).edition().id == "first"


@pytest.mark.parametrize(
    "shape",
    [*format_reference.SHAPES, *TERMS, schema.MATCH, calendars.VERSION],
    ids=lambda one: one.title,
)
def test_every_key_says_what_it_expects_and_means(shape: Shape) -> None:
    assert shape.keys
    for key in shape.keys:
        assert key.form
        assert key.means
        assert not (key.required and key.default)


def test_the_shipped_books_use_no_key_that_the_page_does_not_name() -> None:
    named = set(re.findall(r"`([a-z_]+)`", format_reference.page()))
    for file in books.FOLDER.rglob("*.yaml"):
        top = set(re.findall(r"^([a-z_]+):", file.read_text(encoding="utf-8"), flags=re.MULTILINE))
        assert top <= named, file.name

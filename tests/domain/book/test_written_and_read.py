"""A book of any company is read back as it was written, and says each of its clauses in words."""

import json
from collections import Counter
from dataclasses import fields

import yaml
from hypothesis import given, settings

from firsthand.domain.book import parse_book
from firsthand.domain.book.prose import condition_words, effect_words
from firsthand.domain.organisation import Organisation
from firsthand.services.book.files import book_from_texts
from tests.domain.proving.books import random_files

COMPARED = Counter[str]()  # how many comparisons were made, so that no test holds because it looked at nothing


@settings(max_examples=60, deadline=None)
@given(files=random_files())
def read_back(files: list[tuple[str, dict[str, object]]]) -> None:
    edition = parse_book(files).edition()
    texts = [(name, yaml.safe_dump(json.loads(json.dumps(plain)), sort_keys=False)) for name, plain in files]
    again = book_from_texts(texts).edition()
    assert again.clauses == edition.clauses
    assert stated(again.declared) == stated(edition.declared)
    for one, other in zip(edition.clauses, again.clauses, strict=True):
        words = effect_words(one.effect, edition.declared)
        assert words == effect_words(other.effect, again.declared)
        assert words.endswith(".")
        assert bool(condition_words(one.condition, edition.declared)) == bool(one.condition.matches)
        COMPARED["clauses"] += 1


def stated(company: Organisation) -> dict[str, object]:
    """Everything that a company's declaration holds; two of them are the same only as one object."""
    return {one.name: getattr(company, one.name) for one in fields(company)}


def test_a_book_of_any_company_is_read_back_as_it_was_written_and_says_every_clause() -> None:
    read_back()
    assert COMPARED["clauses"] > 500


@settings(max_examples=60, deadline=None)
@given(files=random_files())
def told_apart(files: list[tuple[str, dict[str, object]]]) -> None:
    edition = parse_book(files).edition()
    said: dict[tuple[object, ...], set[str]] = {}
    for one in edition.clauses:
        for matter in one.effect.matters(edition.clock_kinds):
            key = (matter, type(one.effect), *one.effect.answer)
            said.setdefault(key, set()).add(effect_words(one.effect, edition.declared))
    texts = [(key[:2], text) for key, found in said.items() for text in found]
    for (about, text), count in Counter(texts).items():
        assert count == 1, f"two answers about {about} are said alike: {text}"
        COMPARED["answers"] += 1


def test_two_clauses_about_one_thing_that_answer_otherwise_say_so() -> None:
    told_apart()
    assert COMPARED["answers"] > 500

"""Every book in `policies/` loads, and each of its worked examples comes out as it says, in every edition from its own
on."""

from pathlib import Path

import pytest

from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.policy import Answer, Edition, Example
from firsthand.domain.policy.amendments import ExpectedClock
from firsthand.domain.policy.deciding import due_function
from firsthand.domain.policy.values import ClockEffect
from firsthand.services.policy.files import read_book

POLICIES = Path(__file__).resolve().parents[2] / "policies"
BOOKS = sorted(path for path in POLICIES.iterdir() if path.is_dir())

each_book = pytest.mark.parametrize("folder", BOOKS, ids=lambda path: path.name)


def test_the_books_are_the_page_and_its_history() -> None:
    assert [path.name for path in BOOKS] == ["customer-first", "handbook-2019-2024"]


@each_book
def test_a_book_loads_under_its_own_name_and_each_edition_folds(folder: Path) -> None:
    book = read_book(folder)
    assert book.name == folder.name
    for count, amendment in enumerate(book.amendments, start=1):
        edition = book.edition(known_at=amendment.published_at)
        assert len(edition.amendments) == count
        assert edition.id == amendment.id


def clock_comes_out(edition: Edition, example: Example, answer: Answer, expected: ExpectedClock) -> bool:
    """Whether a clock of the answer is the one that the example tells."""
    nothing = [one.result for one in answer.no_clocks if one.kind is expected.kind]
    if expected.result is not None:
        return nothing == [expected.result]
    for clause in answer.clocks:
        effect = clause.effect
        if isinstance(effect, ClockEffect) and effect.kind is expected.kind:
            due_us = due_function(effect.budget, edition.calendar(effect.calendar))(instant_of(example.received_at))
            return expected.clause in (None, clause.id) and expected.due_at in (None, datetime_of(due_us))
    return False


def wrong_in(edition: Edition, example: Example) -> list[str]:
    """What the edition says otherwise than the example."""
    answer = edition.answer(example.cell, instant_of(example.received_at))
    role = answer.owner.role if answer.owner else None
    wrong = [
        expected.kind.value for expected in example.clocks if not clock_comes_out(edition, example, answer, expected)
    ]
    if (example.nobody and role is not None) or (example.owner is not None and role is not example.owner):
        wrong.append(f"owned by {role}")
    if example.context is not None and answer.context_required != example.context:
        wrong.append(f"context is {answer.context_required}")
    return wrong


@each_book
def test_its_worked_examples_come_out_in_every_edition_from_their_own_on(folder: Path) -> None:
    book = read_book(folder)
    assert len(book.edition().examples) >= 3
    for amendment in book.amendments:
        edition = book.edition(known_at=amendment.published_at)
        wrong = {example.about: wrong_in(edition, example) for example in edition.examples}
        assert {about: said for about, said in wrong.items() if said} == {}, amendment.id

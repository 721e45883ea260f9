"""Every shipped book loads, is checked, and replays a history; each of its worked examples comes out as it says,
in every edition from its own on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand import books
from firsthand.domain.book import AccountFacts, CellAnswer, Edition, Example, Request, decide
from firsthand.domain.book.amendments import ExpectedClock
from firsthand.domain.book.deciding import due_function
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.calendars.instants import datetime_of, instant_of
from firsthand.domain.names import Kind, Stage
from firsthand.domain.proving import check, reproduces
from firsthand.services.book.files import read_book
from firsthand.workbench.deciding import NOBODY
from firsthand.workbench.history import History
from firsthand.workbench.history.generated import generated
from firsthand.workbench.replay import Replayer

BOOKS = books.folders()

each_book = pytest.mark.parametrize("folder", BOOKS, ids=lambda path: path.name)


def test_the_books_are_the_page_and_its_history() -> None:
    assert [path.name for path in BOOKS] == ["customer-first", "four-functions", "handbook-2019-2024"]


@each_book
def test_a_book_loads_under_its_own_name_and_each_edition_folds(folder: Path) -> None:
    book = read_book(folder)
    assert book.name == folder.name
    for count, amendment in enumerate(book.amendments, start=1):
        edition = book.edition(known_at=amendment.published_at)
        assert len(edition.amendments) == count
        assert edition.id == amendment.id


def clock_comes_out(edition: Edition, example: Example, answer: CellAnswer, expected: ExpectedClock) -> bool:
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
    if (example.nobody and role is not None) or (example.owner is not None and role != example.owner):
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


@each_book
def test_each_finding_of_its_check_is_shown_by_the_ticket_that_comes_with_it(folder: Path) -> None:
    edition = read_book(folder).edition()
    findings = check(edition, as_of=datetime(2024, 6, 1, tzinfo=UTC))
    assert [finding.message for finding in findings if not reproduces(finding, edition)] == []


@each_book
def test_a_history_replays_over_its_first_edition_and_its_last(folder: Path) -> None:
    book, history = read_book(folder), generated(400, seed=11)
    first = book.edition(known_at=book.amendments[0].published_at)
    part = Replayer(first, book.edition()).replay(history)
    assert part.sums.tickets == int(part.sums.owners.sum()) == len(history)
    for row in range(0, len(history), 9):
        for edition, decided in zip((first, book.edition()), part.decided, strict=True):
            one = decide(edition, request_of(history, row, edition))
            place = int(decided.owner[row])
            assert (one.owner.role if one.owner else None) == (None if place == NOBODY else decided.roles[place])
            for clock in one.clocks:
                column = decided.clocks[clock.kind]
                assert column.clauses[decided.answer[row]] == clock.clause
                if clock.due_at is not None and not clock.pauses_on:
                    assert datetime_of(int(column.due_at[row])) == clock.due_at


def request_of(history: History, row: int, edition: Edition) -> Request:
    """The request of a row of a history; a severity that the edition does not declare counts as none."""
    severity = history.severity[row]
    account = AccountFacts(
        name=history.account[row],
        stage=Stage(history.stage[row] or ""),
        strategic=bool(history.strategic[row]),
        plan=history.plan[row],
        contract=history.contract[row],
    )
    return Request(
        id=history.ids[row],
        received_at=datetime_of(int(history.received_at[row])),
        kind=Kind(history.kind[row] or ""),
        severity=severity if severity in edition.fields["severity"].values else None,
        channel=history.channel[row],
        account=account,
    )

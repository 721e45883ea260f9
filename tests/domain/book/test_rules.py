"""The compiled table answers as the written conditions do, and overlaps are reported."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firsthand.domain.book import Book, Edition, parse_book
from firsthand.domain.book.rules import Cell
from firsthand.domain.proving import check
from firsthand.domain.sentences import PLAIN
from tests.at_length import at_length

DOMAINS: dict[str, list[str | bool | None]] = {
    "kind": ["how_to", "feature_request", "troubleshooting"],
    "severity": ["s1", "s2", "s3", "s4", None],
    "channel": ["email", "slack", "phone", None],
    "stage": ["prospect", "trial", "production", "former"],
    "strategic": [True, False],
    "plan": ["team", "enterprise", "free", None],
    "contract": ["custom", "gold", None],
    "account": [None],
    "topic": ["ledger", "pay", None],
}
SEVERITIES = ["s1", "s2", "s3", "s4"]


def _when(name: str) -> st.SearchStrategy[object]:
    values = st.sampled_from(DOMAINS[name])
    some = st.lists(values, min_size=1, max_size=3)
    written = st.one_of(values, some, some.map(lambda these: {"not": these}))
    if name != "severity":
        return written
    span = st.lists(st.sampled_from(SEVERITIES), min_size=2, max_size=2).map(sorted)
    return st.one_of(written, span.map(lambda ends: {"from": ends[0], "to": ends[1]}))


CONDITIONS = st.fixed_dictionaries({}, optional={name: _when(name) for name in DOMAINS if name != "account"})
CELLS = st.tuples(*(st.sampled_from(values) for values in DOMAINS.values())).map(lambda values: Cell(*values))
PLAIN_CELL = Cell("how_to", None, None, "trial", False, None, None)


def as_written(when: Mapping[str, object], facts: Mapping[str, object]) -> bool:
    """A condition read straight from its YAML, without any of the program's own code."""
    return all(_holds(written, facts[name]) for name, written in when.items())


def _holds(written: object, value: object) -> bool:
    if isinstance(written, dict) and "not" in written:
        return not _holds(written["not"], value)
    if isinstance(written, dict):
        return isinstance(value, str) and written["from"] <= value <= written["to"]
    return any(value is one or value == one for one in written) if isinstance(written, list) else value == written


def book_of(clauses: list[dict[str, object]]) -> Book:
    head = {
        "book": "random",
        "amendment": "first",
        "title": "Random",
        "published_at": "2021-01-01T00:00:00Z",
        "author": "Ines",
        "approver": "Bo",
        "zone": "Europe/Paris",
    }
    return parse_book([("random.yaml", {**head, "ownership": clauses})])


def owner(ident: str, **fields: object) -> dict[str, object]:
    return {"clause": ident, "source": "S30", "text": "A rule.", "owner": "support", **fields}


def overlaps(edition: Edition) -> list[tuple[str, ...]]:
    found = check(edition, as_of=datetime(2024, 1, 1, tzinfo=UTC))
    return [finding.clauses for finding in found if finding.code in ("overlap", "two_owners")]


@settings(max_examples=at_length(300, short=50), deadline=None)
@given(whens=st.lists(CONDITIONS, min_size=1, max_size=8), cell=CELLS)
def test_the_compiled_table_matches_as_the_conditions_are_written(whens: list[dict[str, object]], cell: Cell) -> None:
    edition = book_of([owner(f"R{number}", when=when) for number, when in enumerate(whens)]).edition()
    rules = edition.rules
    segment = rules.segment_at(1_700_000_000_000_000)
    matched = {clause.id for clause in rules.matching(rules.cell(cell), segment)}
    facts = cell._asdict()
    assert matched == {f"R{number}" for number, when in enumerate(whens) if as_written(when, facts)}
    assert matched == {clause.id for clause in edition.clauses if clause.condition.holds(facts)}


@settings(max_examples=at_length(200, short=50), deadline=None)
@given(first=CONDITIONS, second=CONDITIONS, cell=CELLS)
@example(first={"kind": "how_to"}, second={"topic": [None]}, cell=PLAIN_CELL)
def test_two_owners_of_one_request_are_always_found_by_the_check(
    first: dict[str, object], second: dict[str, object], cell: Cell
) -> None:
    edition = book_of([owner("R1", when=first), owner("R2", when=second)]).edition()
    answer = edition.answer(cell, 1_700_000_000_000_000)
    if as_written(first, cell._asdict()) and as_written(second, cell._asdict()):
        assert answer.conflicts[0].clauses == ("R1", "R2")
        assert overlaps(edition) == [("R1", "R2")]
    else:
        assert answer.conflicts == ()


def test_the_first_of_two_overlapping_clauses_decides_and_says_so() -> None:
    edition = book_of([owner("R1"), owner("R2", owner="product")]).edition()
    answer = edition.answer(PLAIN_CELL, 1_700_000_000_000_000)
    assert answer.owner is not None
    assert answer.owner.clause == "R1"
    assert any("overlap" in PLAIN.sentence(reason.text) for reason in answer.because)


@pytest.mark.clause("A5")
@pytest.mark.parametrize("winner", [{"precedence": "contract"}, {"over": "R1"}])
def test_precedence_and_over_settle_an_overlap(winner: dict[str, object]) -> None:
    edition = book_of([owner("R1"), owner("R2", owner="product", **winner)]).edition()
    answer = edition.answer(PLAIN_CELL, 1_700_000_000_000_000)
    assert answer.owner is not None
    assert answer.owner.clause == "R2"
    assert answer.conflicts == ()
    assert overlaps(edition) == []


def test_names_that_no_clause_speaks_about_share_one_answer() -> None:
    edition = book_of([owner("R1", when={"plan": "team"})]).edition()
    answers = {
        id(edition.answer(Cell("how_to", None, None, "trial", False, plan, None), 1_700_000_000_000_000))
        for plan in ("one", "two", "three")
    }
    assert len(answers) == 1


def test_a_name_is_matched_exactly_as_it_is_written() -> None:
    edition = book_of([owner("R1", when={"channel": " New sign  or marking "})]).edition()
    owners = [
        edition.answer(Cell("how_to", None, channel, "trial", False, None, None), 1_700_000_000_000_000).owner
        for channel in ("New sign  or marking", "New sign or marking")
    ]
    assert owners[0] is not None
    assert owners[1] is None

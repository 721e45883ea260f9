"""What only worked examples hold in place, and that slips are caught where a book has them."""

import random

import pytest

from firsthand.domain.book import Book, parse_book
from firsthand.domain.proving import Finding, check, reproduces
from firsthand.domain.proving.missing_examples import unproven_overrides
from firsthand.domain.proving.proof import Proof
from tests.at_length import at_length
from tests.domain.proving import mutation
from tests.domain.proving.books import NOW, amendment, clause, plain
from tests.domain.proving.test_contradictions import response

SUPPORT = clause("S30", owner="support")
GOLD = {"contract": "gold"}
TICKET = {"received_at": "2021-01-04T18:00:00Z", "kind": "how_to", "account": {"stage": "trial"}}


def example(contract: str | None, clause_id: str, received_at: str = "2021-01-04T18:00:00Z") -> dict[str, object]:
    account = {"stage": "trial", **({"contract": contract} if contract else {})}
    ticket = {"received_at": received_at, "kind": "how_to", "account": account}
    return {"about": "As it is.", "ticket": ticket, "clocks": {"first_response": {"clause": clause_id}}}


def book_with(*examples: dict[str, object]) -> Book:
    gold = response("gold", "1 business hours", when=GOLD, precedence="contract")
    return parse_book(
        [amendment(1, ownership=[SUPPORT], service_levels=[response("every"), gold], examples=list(examples))]
    )


def unproven(book: Book) -> list[Finding]:
    found = list(unproven_overrides(Proof(book.edition())))
    assert all(reproduces(one, book.edition()) for one in found)
    return found


def test_an_override_needs_an_example_inside_on_its_first_day_and_outside() -> None:
    [finding] = unproven(book_with(example(None, "every")))
    assert finding.clauses == ("gold",)
    assert plain(finding.region) == "what it decides; the day from which it holds"
    [finding] = unproven(book_with(example(None, "every"), example("gold", "gold", "2021-01-01T18:00:00Z")))
    assert plain(finding.region) == "that it does not hold for any other contract"
    first = example("gold", "gold", "2021-01-01T18:00:00Z")
    assert unproven(book_with(example(None, "every"), example("own", "every"), first)) == []


def test_after_a_hundred_clauses_it_only_says_that_there_are_more() -> None:
    gold = [
        response(f"gold-{number}", "1 business hours", when={"contract": f"gold-{number}"}, precedence="contract")
        for number in range(120)
    ]
    levels = [response("every"), *gold]
    book = parse_book([amendment(1, ownership=[SUPPORT], service_levels=levels, examples=[example(None, "every")])])
    *said, last = unproven(book)
    assert [one.clauses for one in said] == [(f"gold-{number}",) for number in range(100)]
    assert plain(last.message) == "more than 100 clauses want a worked example; none after gold-100 was looked at"


def test_a_book_of_few_examples_gets_one_line_of_advice_and_the_first_example_raises_no_more() -> None:
    for examples in ((), (example(None, "every"),)):
        [finding] = check(book_with(*examples).edition(), as_of=NOW)
        assert finding.code == "few_examples"
        assert reproduces(finding, book_with(*examples).edition())
        assert plain(finding.mend).count("sends a how-to question") == 2


def test_a_clause_that_others_would_miss_or_run_into_needs_none() -> None:
    kinds = ["how_to", "feature_request", "troubleshooting"]
    owners = [clause(kind, owner="support", when={"kind": kind}) for kind in kinds]
    owned = {"about": "As it is.", "ticket": TICKET, "owner": "support"}
    assert unproven(parse_book([amendment(1, ownership=owners, examples=[owned])])) == []


def test_an_example_that_would_come_out_the_same_without_the_clause_does_not_hold_it() -> None:
    same = response("gold", when=GOLD, precedence="contract")
    examples = [example("gold", "gold"), example(None, "every")]
    book = parse_book([amendment(1, ownership=[SUPPORT], service_levels=[response("every"), same], examples=examples)])
    assert unproven(book) == []  # without it every request is told the same


def test_an_example_catches_a_date_that_slipped_by_a_day() -> None:
    before, after = example("gold", "every", "2021-01-31T20:00:00Z"), example("gold", "gold", "2021-02-01T20:00:00Z")
    gold = response("gold", "1 business hours", when=GOLD, precedence="contract", in_force={"from": "2021-02-01"})
    outside = [example(None, "every", "2021-02-02T20:00:00Z"), example("own", "every", "2021-02-02T20:00:00Z")]
    levels = [response("every"), gold]
    book = parse_book([amendment(1, ownership=[SUPPORT], service_levels=levels, examples=[before, after, *outside])])
    assert unproven(book) == []
    missing = parse_book([amendment(1, ownership=[SUPPORT], service_levels=levels, examples=[after, *outside])])
    assert plain(unproven(missing)[0].region) == "the day before it holds"


@pytest.mark.parametrize("name", ["shipped", "generated"])
def test_slips_that_change_a_decision_are_caught(name: str) -> None:
    """A drawn part of all slips; `python -m tests.domain.proving.mutation` measures all."""
    drawn = at_length(60, short=30) if name == "shipped" else at_length(25, short=12)
    files = mutation.shipped("customer-first") if name == "shipped" else mutation.complete(seed=5)
    chosen = random.Random(11).sample(list(mutation.slips(files)), drawn)
    changing, found, missed = mutation.measured(files, chosen)
    assert changing.total() >= at_length(10, short=5)
    assert found.total() >= 0.99 * changing.total(), [(slip.kind, slip.where) for slip in missed]

"""Every gap, overlap and idle clause is found, and nothing else: held against the slow way on random books."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings

from firsthand.domain.book import Book, Edition
from firsthand.domain.book.fields import REQUEST_FIELDS, FieldShape, standard_fields
from firsthand.domain.book.rules import OTHER
from firsthand.domain.book.wire import request_of
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.proving import check, reproduces
from firsthand.domain.proving.coverage import coverage
from firsthand.domain.proving.findings import ticket_of
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import Fact, Part
from firsthand.domain.proving.times import ALWAYS
from tests.domain.proving import oracle
from tests.domain.proving.books import NOW, book_of, clause, clock, random_books


def held(parts: tuple[Part, ...], cell: Mapping[str, str | bool | None], at: int) -> bool:
    found = [part for part in parts if part.holds(cell, at)]
    assert len(found) <= 1, "parts of a region overlap"
    return bool(found)


def apart(gaps: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    """The parts of all gaps of a matter."""
    return tuple(part for gap in gaps for part in gap)


def declared(edition: Edition, cell: Mapping[str, str | bool | None], at: int) -> bool:
    """Whether the severity of the request was declared by then."""
    published = [one for one in edition.amendments if instant_of(one.published_at) <= at]
    return cell["severity"] is None or cell["severity"] in published[-1].fields["severity"].values


@settings(max_examples=150, deadline=None)
@given(book=random_books())
def test_gaps_and_overlaps_are_exactly_those_of_the_slow_way(book: Book) -> None:
    edition = book.edition()
    proof = Proof(edition)
    found = {matter: coverage(proof, matter) for matter in proof.by_matter}
    for at in oracle.moments(edition):
        at_us = instant_of(at)
        for cell in oracle.cells(edition):
            if not declared(edition, cell, at_us):
                continue
            matching = oracle.matching(edition, cell, at)
            for matter, one in found.items():
                left = oracle.left(matching, matter, edition)
                asked = any(begin <= at_us < end for begin, end in proof.asked(matter))
                settles = matter.kind in ("owner", "clock")
                assert held(apart(one.gaps), cell, at_us) == (not left and asked and settles)
                ids = tuple(sorted(each.id for each in left))
                overlaps = {key for key, parts in one.overlaps.items() if held(parts, cell, at_us)}
                assert overlaps == ({ids} if oracle.conflicting(left) else set())


@settings(max_examples=150, deadline=None)
@given(book=random_books())
def test_clauses_that_decide_nowhere_are_exactly_those_of_the_slow_way(book: Book) -> None:
    edition = book.edition()
    proof = Proof(edition)
    earliest = [clause.applies_from for clause in proof.clauses if clause.applies_from]
    moments = sorted({*oracle.moments(edition), *earliest})
    for matter in proof.by_matter:
        deciding = {
            id(one)
            for at in moments
            for cell in oracle.cells(edition, unconfirmed=matter.kind == "route")
            if at < edition.amendments[0].published_at or declared(edition, cell, instant_of(at))
            for one in oracle.left(oracle.matching(edition, cell, at), matter, edition)
        }
        idle = {id(one) for one in coverage(proof, matter).idle}
        assert idle == {id(one) for one in proof.by_matter[matter]} - deciding


@settings(max_examples=100, deadline=None)
@given(book=random_books())
def test_every_finding_is_shown_by_its_ticket(book: Book) -> None:
    edition = book.edition()
    for finding in check(edition, as_of=NOW):
        assert reproduces(finding, edition), finding


@pytest.mark.clause("S28", "S30")
def test_requests_that_nobody_owns_are_told_with_their_smallest_ticket() -> None:
    book = book_of(
        ownership=[
            clause("S30", owner="support", when={"kind": "troubleshooting"}),
            clause("S28", owner="customer_engineering", when={"kind": "how_to"}, in_force={"to": "2021-03-01"}),
        ]
    )
    finding, other = check(book.edition(), as_of=NOW)
    assert (finding.code, other.code) == ("no_owner", "no_owner")
    assert finding.region == "feature requests, from Thu 2020-12-31 16:00 PST"
    assert other.region == "how-to questions, from Mon 2021-03-01"
    assert finding.example == {
        "id": "no_owner",
        "received_at": "2021-01-01T18:00:00Z",
        "kind": "feature_request",
        "account": {"stage": "prospect"},
    }


def test_two_owners_name_both_clauses_and_where() -> None:
    book = book_of(
        ownership=[
            clause("S28", owner="customer_engineering"),
            clause("T28", owner="support", when={"kind": "how_to", "stage": ["prospect", "trial"]}),
        ]
    )
    [finding] = check(book.edition(), as_of=NOW)
    assert (finding.code, finding.clauses) == ("two_owners", ("S28", "T28"))
    assert finding.region == "pre-sales how-to questions, from Thu 2020-12-31 16:00 PST"
    assert finding.expect == {"conflict": "the owner", "clauses": ["S28", "T28"]}


def test_a_clock_is_asked_for_once_the_book_speaks_of_one_of_its_kind() -> None:
    owner = clause("S30", owner="support")
    assert check(book_of(ownership=[owner]).edition(), as_of=NOW) == ()
    gold = clock("gold", when={"contract": "gold"}, precedence="contract")
    [finding] = check(book_of(ownership=[owner], service_levels=[gold]).edition(), as_of=NOW)
    assert finding.code == "no_clock_said"
    assert finding.region.startswith("all requests, any contract but gold, from")
    assert finding.expect == {"no_clock": "first_response", "result": "no_policy"}


def test_a_clause_that_is_always_beaten_or_fits_no_request_is_unreachable() -> None:
    never = clause("never", no_clock={"kinds": "first_response", "reason": "no"}, precedence="internal")
    odd = clock("odd", when={"kind": {"not": ["how_to", "feature_request", "troubleshooting"]}})
    book = book_of(ownership=[clause("S30", owner="support")], service_levels=[clock("every"), never, odd])
    found = {finding.clauses: finding for finding in check(book.edition(), as_of=NOW)}
    assert {finding.code for finding in found.values()} == {"unreachable"}
    assert found["never",].expect == {"clock": "first_response", "clause": "every"}
    assert "no request has the facts" in found["odd",].message
    assert found["odd",].example is None


def test_what_waits_for_its_activation_or_never_took_force_is_no_finding() -> None:
    waits = clause("S32", owner="support", activation={"by": "condition", "text": "two more engineers"})
    book = book_of(ownership=[clause("S28", owner="customer_engineering"), waits])
    assert check(book.edition(), as_of=NOW) == ()


OPEN_NAMES = [name for name in REQUEST_FIELDS if standard_fields()[name].shape is FieldShape.open_name]


@pytest.mark.parametrize("name", OPEN_NAMES)
def test_any_other_name_of_a_field_is_shown_by_a_plain_one(name: str) -> None:
    edition = book_of(ownership=[clause("own", owner="support")]).edition()
    other = Part(facts=(Fact(field=name, values=(OTHER,), others=(None,)),), times=ALWAYS)
    assert getattr(request_of(ticket_of(other, edition, "shown", at=instant_of(NOW))).cell, name) is not None


def test_a_gap_of_any_other_topic_is_shown_by_a_ticket_about_another_topic() -> None:
    [finding] = check(book_of(ownership=[clause("own", owner="support", when={"topic": None})]).edition(), as_of=NOW)
    assert (finding.example or {})["topic"] == "another topic"

"""Every gap, overlap and idle clause is found, and nothing else: held against the slow way on random books."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

import pytest
from hypothesis import given, settings

from firsthand.domain.book import Book, parse_book
from firsthand.domain.book.effects.clock import clock_matter
from firsthand.domain.book.effects.owner import OWNER
from firsthand.domain.book.fields import REQUEST_FIELDS, FieldShape, standard_fields
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.rules import OTHER, Cell
from firsthand.domain.book.wire import request_of
from firsthand.domain.calendars.instants import instant_of
from firsthand.domain.organisation import Right
from firsthand.domain.ownership import triage
from firsthand.domain.proving import check, reproduces
from firsthand.domain.proving.coverage import coverage
from firsthand.domain.proving.findings import ticket_of
from firsthand.domain.proving.proof import Proof
from firsthand.domain.proving.regions import Fact, Part
from firsthand.domain.proving.times import ALWAYS
from firsthand.domain.sentences import say
from tests.domain.proving import oracle
from tests.domain.proving.books import NOW, amendment, book_of, clause, clock, plain, random_books

COMPARED = Counter[str]()  # how many comparisons were made, so that no test holds because it looked at nothing


def held(parts: tuple[Part, ...], cell: Mapping[str, str | bool | None], at: int) -> bool:
    found = [part for part in parts if part.holds(cell, at)]
    assert len(found) <= 1, "parts of a region overlap"
    return bool(found)


def about_requests(proof: Proof, matter: Matter) -> bool:
    """Whether what settles the matter may be another clause for another request."""
    return matter.asked_always or any(one.condition.matches for one in proof.by_matter[matter])


def apart(gaps: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    """The parts of all gaps of a matter."""
    return tuple(part for gap in gaps for part in gap)


@settings(max_examples=60, deadline=None)
@given(book=random_books())
def gaps_and_overlaps(book: Book) -> None:
    edition = book.edition()
    proof = Proof(edition)
    found = {matter: coverage(proof, matter) for matter in proof.by_matter}
    for at in oracle.moments(edition):
        at_us = instant_of(at)
        for number, cell in enumerate(oracle.cells(edition, at)):
            matching = oracle.matching(edition, cell, at)
            for matter, one in found.items():
                if number and not about_requests(proof, matter):
                    continue
                left = oracle.left(matching, matter, edition)
                asked = any(begin <= at_us < end for begin, end in proof.asked(matter))
                settles = matter.kind in ("owner", "clock")
                assert held(apart(one.gaps), cell, at_us) == (not left and asked and settles)
                ids = tuple(sorted(each.id for each in left))
                overlaps = {key for key, parts in one.overlaps.items() if held(parts, cell, at_us)}
                assert overlaps == ({ids} if oracle.conflicting(left) else set())
                COMPARED["gaps and overlaps"] += 1


@settings(max_examples=60, deadline=None)
@given(book=random_books())
def what_is_decided(book: Book) -> None:
    edition = book.edition()
    for at in oracle.moments(edition):
        company = edition.organisation_at(at)
        for cell in oracle.cells(edition, at):
            matching = oracle.matching(edition, cell, at)
            answer = edition.answer(Cell(**cell), instant_of(at))  # type: ignore[arg-type]
            owners = [one.id for one in oracle.left(matching, OWNER, edition)[:1]]
            assert ([answer.owner.clause] if answer.owner else []) == owners
            for kind in edition.clock_kinds:
                decides = [one.id for one in oracle.left(matching, clock_matter(kind), edition)[:1]]
                told = [one.id for one in answer.clocks if clock_matter(kind) in one.effect.matters(())]
                told += [one.clause for one in answer.no_clocks if one.kind is kind and one.clause]
                assert told == decides
                COMPARED["clocks decided"] += 1
            COMPARED["owners decided"] += 1
        assert company.rights == oracle.rights(edition, at, company)
        held_by = oracle.first(edition, Matter(kind="triage", said=say("")), at)
        assert triage(edition, at).clause == (held_by.id if held_by else None)
        COMPARED["companies"] += 1
        for old, now in oracle.gone(edition, at).items():
            assert oracle.stands_for(company, *old) == now
            COMPARED["names that gave way"] += 1


@settings(max_examples=60, deadline=None)
@given(book=random_books())
def idle_clauses(book: Book) -> None:
    edition = book.edition()
    proof = Proof(edition)
    earliest = [clause.applies_from for clause in proof.clauses if clause.applies_from]
    moments = sorted({*oracle.moments(edition), *earliest})
    for matter in proof.by_matter:
        decides = {
            id(one)
            for at in moments
            for cell in islice(
                oracle.cells(edition, at, unconfirmed=matter.kind == "route"),
                None if about_requests(proof, matter) else 1,
            )
            for one in oracle.left(oracle.matching(edition, cell, at), matter, edition)
        }
        idle = {id(one) for one in coverage(proof, matter).idle}
        assert idle == {id(one) for one in proof.by_matter[matter]} - decides
        COMPARED["matters with idle clauses"] += 1


@settings(max_examples=60, deadline=None)
@given(book=random_books())
def tickets_of_findings(book: Book) -> None:
    edition = book.edition()
    for finding in check(edition, as_of=NOW):
        assert reproduces(finding, edition), finding
        if finding.example is not None:
            request = request_of(finding.example)
            assert request.kind in oracle.declared("kind", edition, [request.received_at])
            assert request.account.stage in oracle.declared("stage", edition, [request.received_at])
            COMPARED["tickets of findings"] += 1


def test_gaps_and_overlaps_are_exactly_those_of_the_slow_way() -> None:
    gaps_and_overlaps()
    assert COMPARED["gaps and overlaps"] > 100


def test_what_is_decided_is_what_the_slow_way_leaves() -> None:
    what_is_decided()
    assert COMPARED["owners decided"] > 100
    assert COMPARED["clocks decided"] > 100
    assert COMPARED["companies"] > 100
    assert COMPARED["names that gave way"] > 10


def test_clauses_that_decide_nowhere_are_exactly_those_of_the_slow_way() -> None:
    idle_clauses()
    assert COMPARED["matters with idle clauses"] > 100


def test_every_finding_is_shown_by_its_ticket() -> None:
    tickets_of_findings()
    assert COMPARED["tickets of findings"] > 50


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
    assert plain(finding.region) == "feature requests, from Thu 2020-12-31 16:00 PST"
    assert plain(other.region) == "how-to questions, from Mon 2021-03-01"
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
    assert plain(finding.region) == "pre-sales how-to questions, from Thu 2020-12-31 16:00 PST"
    assert finding.expect == {"conflict": "the owner", "clauses": ["S28", "T28"]}


def test_a_clock_is_asked_for_once_the_book_speaks_of_one_of_its_kind() -> None:
    owner = clause("S30", owner="support")
    assert check(book_of(ownership=[owner]).edition(), as_of=NOW) == ()
    gold = clock("gold", when={"contract": "gold"}, precedence="contract")
    finding, advice = check(book_of(ownership=[owner], service_levels=[gold]).edition(), as_of=NOW)
    assert (finding.code, advice.is_advice) == ("no_clock_said", True)
    assert plain(finding.region).startswith("all requests, any contract but gold, from")
    assert finding.expect == {"no_clock": "first_response", "result": "no_policy"}


def test_a_clause_that_is_always_beaten_or_fits_no_request_is_unreachable() -> None:
    never = clause("never", no_clock={"kinds": "first_response", "reason": "no"}, precedence="internal")
    odd = clock("odd", when={"kind": {"not": ["how_to", "feature_request", "troubleshooting"]}})
    book = book_of(ownership=[clause("S30", owner="support")], service_levels=[clock("every"), never, odd])
    found = {finding.clauses: finding for finding in check(book.edition(), as_of=NOW) if not finding.is_advice}
    assert {finding.code for finding in found.values()} == {"unreachable"}
    assert found["never",].expect == {"clock": "first_response", "clause": "every"}
    assert "no request has the facts" in plain(found["odd",].message)
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


KINDS = [clause("fault", kind={"name": "fault"}), clause("wish", kind={"name": "wish"})]
BILLING = clause("billing", kind={"name": "billing"})


def test_a_kind_is_asked_about_only_while_it_is_declared() -> None:
    first = amendment(
        1, organisation=KINDS, ownership=[clause("own", owner="support", when={"kind": ["fault", "wish"]})]
    )
    money = clause("money", owner="sales", when={"kind": "billing"})
    assert (
        check(parse_book([first, amendment(2, organisation=[BILLING], ownership=[money])]).edition(), as_of=NOW) == ()
    )
    [finding] = check(parse_book([first, amendment(2, organisation=[BILLING])]).edition(), as_of=NOW)
    assert (finding.code, plain(finding.region)) == ("no_owner", "billings, from Sat 2021-04-10 17:00 PDT")


def test_a_ticket_that_shows_it_is_of_a_kind_and_a_stage_of_its_day() -> None:
    renamed = clause("bug", replaces="fault", kind={"name": "bug"})
    book = parse_book([amendment(1, organisation=KINDS), amendment(2, organisation=[renamed])])
    [finding] = check(book.edition(), as_of=NOW)
    assert (plain(finding.title), (finding.example or {})["kind"]) == ("Nobody owns any request", "fault")


def test_of_two_clauses_about_one_right_or_triage_the_one_that_comes_before_decides() -> None:
    first = clause("theirs", right={"act": "restrict", "roles": ["sales"]})
    second = clause("ours", right={"act": "restrict", "roles": ["product"]}, precedence="internal")
    late = clause("late", triage={"role": "product", "clocks_as": "how_to"}, precedence="internal")
    early = clause("early", triage={"role": "support", "clocks_as": "how_to"})
    book = book_of(organisation=[first, second], ownership=[late, early])
    assert book.edition().organisation_at(NOW).rights[Right.restrict].clause == "theirs"
    assert triage(book.edition(), NOW).clause == "early"

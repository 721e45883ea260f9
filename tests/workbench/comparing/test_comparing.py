"""Two editions are compared exactly: what is decided differently is listed, and nothing else."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand import books
from firsthand.domain.book import Book, Clause, Edition
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.no_clock import NoClockEffect
from firsthand.domain.book.matters import Matter
from firsthand.domain.book.prose import teller_of
from firsthand.domain.calendars.instants import instant_of
from firsthand.services.book.files import read_book
from firsthand.workbench.comparing import AnswerChange, ToldChange, compare, compare_instants, tell_change
from tests.domain.proving import oracle
from tests.domain.proving.books import book_of, clause, random_books
from tests.domain.proving.test_contradictions import hours, response

SUPPORT = clause("S30", owner="support")


COMPARED = Counter[str]()  # how many comparisons were made, so that no test holds because it looked at nothing


def decided(edition: Edition, cell: Mapping[str, str | bool | None], at: datetime) -> dict[Matter, object]:
    """What a request is told, the slow way: about each matter the answer of the clause that settles it."""
    matching = oracle.matching(edition, cell, at)
    matters = dict.fromkeys(matter for one in matching for matter in one.effect.matters(edition.clock_kinds))
    return {matter: told(oracle.left(matching, matter, edition)[0]) for matter in matters}


def told(clause: Clause) -> tuple[object, ...]:
    """What holds for a request by a clause."""
    terms = (clause.commitment, clause.disclosable) if clause.effect.is_promise else ()
    owed_by = clause.effect.owed_by if isinstance(clause.effect, ClockEffect) else None
    straddle = clause.straddle if isinstance(clause.effect, ClockEffect | NoClockEffect) else None
    return type(clause.effect), *clause.effect.answer, *terms, owed_by, straddle, clause.exception


def differ(old: Mapping[Matter, object], new: Mapping[Matter, object], edition: Edition) -> set[str]:
    """The matters that are told differently, as people of an edition call them."""
    phrase = teller_of(edition.declared).phrase
    return {phrase(matter.said) for matter in {**old, **new} if old.get(matter) != new.get(matter)}


def told_changes(before: Edition, after: Edition) -> list[ToldChange]:
    """What differs between two editions, each side in plain English with the names of its book."""
    tellers = {"before": teller_of(before.declared), "after": teller_of(after.declared)}
    return [tell_change(one, **tellers) for one in compare(before, after).changes]


def listed(
    changes: tuple[AnswerChange, ...], edition: Edition, cell: Mapping[str, str | bool | None], at: datetime
) -> set[str]:
    """The matters that the comparison lists for a request at an instant; each at most once."""
    at_us = instant_of(at)
    phrase = teller_of(edition.declared).phrase
    found = [phrase(change.about) for change in changes if any(part.holds(cell, at_us) for part in change.parts)]
    assert len(found) == len(set(found))
    return set(found)


@settings(max_examples=60, deadline=None)
@given(one=random_books(), other=random_books(), known=st.booleans())
def editions_compared(one: Book, other: Book, known: bool) -> None:
    editions = [one.edition(known_at=datetime(2021, 2, 1, tzinfo=UTC) if known else None)]
    editions.append(one.edition() if known else other.edition())
    changes = compare(*editions).changes
    for at in sorted({at for edition in editions for at in oracle.moments(edition)}):
        for cell in (cell for edition in editions for cell in oracle.cells(edition, at)):
            old, new = (decided(edition, cell, at) for edition in editions)
            assert listed(changes, editions[1], cell, at) == differ(old, new, editions[1])
            COMPARED["requests under two editions"] += 1
    for change in told_changes(*editions):
        assert change.before != change.after, change.sentence
        COMPARED["differences"] += 1


@settings(max_examples=60, deadline=None)
@given(book=random_books(), days=st.tuples(*[st.integers(0, 300)] * 2))
def instants_compared(book: Book, days: tuple[int, int]) -> None:
    edition = book.edition()
    instants = [datetime.fromtimestamp(1_609_459_200 + 86_400 * day, UTC) for day in days]
    changes = compare_instants(edition, *instants).changes
    for cell in oracle.cells(edition, *instants):
        old, new = (decided(edition, cell, at) for at in instants)
        assert listed(changes, edition, cell, instants[1]) == differ(old, new, edition)
        COMPARED["requests at two instants"] += 1


def test_a_request_is_decided_differently_exactly_where_the_comparison_says_so() -> None:
    editions_compared()
    assert COMPARED["requests under two editions"] > 1_000
    assert COMPARED["differences"] > 100


def test_two_instants_of_one_edition_are_compared_exactly() -> None:
    instants_compared()
    assert COMPARED["requests at two instants"] > 100


def test_an_edition_answers_as_it_does_itself() -> None:
    for folder in ("customer-first", "handbook-2019-2024"):
        edition = read_book(books.folder(folder)).edition()
        assert compare(edition, edition).changes == ()


@pytest.mark.clause("S18", "S20", "A11")
def test_a_shorter_promise_names_its_date_and_its_first_counted_minute() -> None:
    pre_sales = {"kind": "troubleshooting", "stage": ["prospect", "trial"]}
    calendars = {"contract-hours": hours("09:00-17:00"), "support-hours": hours("02:00-17:00")}
    day = response("S20", "8 business hours", "contract-hours", when=pre_sales)
    before = book_of(ownership=[SUPPORT], calendars=calendars, service_levels=[day])
    ends = {**day, "in_force": {"to": "2021-08-01"}}
    hour = response("S18", "1 business hour", "support-hours", when=pre_sales, in_force={"from": "2021-08-01"})
    after = book_of(ownership=[SUPPORT], calendars=calendars, service_levels=[ends, hour])
    [change] = told_changes(before.edition(), after.edition())
    assert change.sentence == (
        "pre-sales troubleshooting: First response within 8 business hours on contract-hours -> "
        "First response within 1 business hour on support-hours from Sun 2021-08-01, "
        "first counted minute Mon 2021-08-02 02:00 PDT (S20 -> S18)"
    )
    assert change.change.first_counted_at == datetime(2021, 8, 2, 9, tzinfo=UTC)


@pytest.mark.clause("T23", "A13")
def test_a_date_that_moved_is_one_change_of_one_week() -> None:
    book = read_book(books.folder("handbook-2019-2024"))
    june, august = (book.edition(known_at=datetime(2021, 7, day, tzinfo=UTC)) for day in (29, 31))
    [change] = told_changes(june, august)
    assert change.when == "from Sun 2021-08-01 until Sun 2021-08-08"
    assert change.change.clauses == (("S18",), ("S20",))


def test_terms_of_a_clock_that_change_are_said() -> None:
    before = book_of(ownership=[SUPPORT], service_levels=[response("S18")])
    after = book_of(ownership=[SUPPORT], service_levels=[response("S18", disclosable=True)])
    [change] = told_changes(before.edition(), after.edition())
    assert change.before == "First response within 8 business hours on days. Customers are not told"
    assert change.after == "First response within 8 business hours on days. Customers may be told"


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        (
            {},
            {"straddle": "at_evaluation"},
            "Open clocks keep the terms of their receipt",
            "Open clocks go by what holds when somebody looks",
        ),
        ({"owed_by": "support"}, {"owed_by": "product"}, "Owed by support", "Owed by product"),
    ],
)
def test_what_no_request_is_told_and_still_holds_is_compared(
    old: dict[str, str], new: dict[str, str], before: str, after: str
) -> None:
    one, other = (book_of(ownership=[SUPPORT], service_levels=[response("S18", **more)]) for more in (old, new))
    [change] = told_changes(one.edition(), other.edition())
    assert (before in change.before, after in change.after) == (True, True)


def test_an_order_of_severities_and_a_review_that_move_are_said() -> None:
    def book(severities: list[str], review: str) -> Edition:
        deviation = {"reason": "They launch.", "approver": "Bo", "review_at": review}
        terms = response("acme", when={"account": "Acme"}, exception=deviation)
        del terms["precedence"]
        return book_of(
            fields={"severity": severities}, ownership=[SUPPORT], service_levels=[response("S18"), terms]
        ).edition()

    review, order = told_changes(book(["s1", "s2"], "2021-03-01"), book(["s2", "s1"], "2021-04-01"))
    assert review.after.endswith("To be looked at again on 2021-04-01")
    assert order.about == "the declared values of severity, the most severe first"
    assert (order.before, order.after) == ("s1, s2", "s2, s1")


def test_an_owner_a_context_and_a_promise_that_end_are_said() -> None:
    forms = clause("S48", context=["link"], when={"kind": "troubleshooting"})
    before = book_of(ownership=[SUPPORT, forms], service_levels=[response("S18")])
    [owner, clock, context] = told_changes(before.edition(), book_of(ownership=[clause("S1", states=True)]).edition())[
        :3
    ]
    assert (owner.region, owner.before, owner.after) == (
        "all requests",
        "Support owns the request",
        "No policy about the owner",
    )
    assert clock.after == "No policy about the first response clock"
    assert (context.region, context.before, context.after) == (
        "troubleshooting",
        "Give along link",
        "Nothing to give along",
    )


def test_hours_wording_steps_and_people_are_compared_too() -> None:
    def book(windows: str, phrase: str, tell: str, name: str) -> Edition:
        avoid = {"phrases": [phrase], "advice": "Say what happens next."}
        return book_of(
            owners={"ownership": tell},
            holders=[{"role": "head_of_support", "name": name, "from": "2021-01-01"}],
            calendars={"days": hours(windows)},
            ownership=[SUPPORT],
            service_levels=[response("S18")],
            escalation=[clause("E1", escalates={"at": "breach", "tell": tell})],
            promise_wording=[clause("S44", avoid=avoid)],
        ).edition()

    changes = told_changes(
        book("09:00-17:00", "ASAP", "head_of_support", "Ines"), book("02:00-17:00", "at once", "vp_product", "Noor")
    )
    said = {change.about: change for change in changes}
    calendar = said["the calendar days"]
    assert calendar.before == "mon-fri 09:00-17:00 America/Los_Angeles"
    assert calendar.after == "mon-fri 02:00-17:00 America/Los_Angeles"
    assert calendar.when == "from Fri 2021-01-01 02:00 PST"
    assert "at once" in said["wording"].after
    assert "VP of product" in said["escalation"].after
    assert said["who owns the rule set ownership"].after == "VP of product"
    assert said["who is head of support"].before == "Ines from Fri 2021-01-01"

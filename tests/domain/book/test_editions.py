"""What later amendments do to clauses, on both time axes."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.book import Book, parse_book

HEAD = {"book": "ours", "title": "A title", "author": "Ines", "approver": "Bo", "zone": "America/Los_Angeles"}


def clause(ident: str = "R", **fields: object) -> dict[str, object]:
    return {"clause": ident, "source": "S30", "text": "A rule.", "owner": "support", **fields}


def amendment(ident: str, published: str, **fields: object) -> tuple[str, object]:
    return f"{ident}.yaml", {**HEAD, "amendment": ident, "published_at": published, **fields}


def held(book: Book, valid: str, known: str | None = None) -> list[str]:
    edition = book.edition(known_at=datetime.fromisoformat(known) if known else None)
    at = datetime.fromisoformat(valid)
    return [f"{one.id}@{one.amendment}" for one in edition.clauses_in_force(at)]


FIRST = amendment("first", "2021-01-01T00:00:00Z", ownership=[clause()])


def test_a_replacement_with_a_later_date_lets_the_old_clause_run_until_then() -> None:
    later = clause(replaces="R", in_force={"from": "2021-06-01"})
    book = parse_book([FIRST, amendment("second", "2021-03-01T00:00:00Z", ownership=[later])])
    assert held(book, "2021-05-31T23:59:59-07:00") == ["R@first"]
    assert held(book, "2021-06-01T00:00:00-07:00") == ["R@second"]
    assert held(book, "2021-07-01T00:00:00Z", known="2021-02-01T00:00:00Z") == ["R@first"]


def test_a_promise_that_is_moved_before_its_date_never_takes_force() -> None:
    promised = amendment("second", "2021-03-01T00:00:00Z", ownership=[clause("N", in_force={"from": "2021-06-01"})])
    moved = clause("N", replaces="N", in_force={"from": "2021-07-01"})
    book = parse_book([promised, amendment("third", "2021-05-01T00:00:00Z", ownership=[moved])])
    assert held(book, "2021-06-15T00:00:00Z") == []
    assert held(book, "2021-06-15T00:00:00Z", known="2021-04-01T00:00:00Z") == ["N@second"]
    assert held(book, "2021-07-02T00:00:00Z") == ["N@third"]


@pytest.mark.clause("T53", "T59", "T60")
def test_a_correction_reaches_back_when_it_says_so() -> None:
    corrected = clause(replaces="R", in_force={"from": "2021-01-01T00:00:00Z"})
    book = parse_book([FIRST, amendment("second", "2021-01-01T00:16:00Z", ownership=[corrected])])
    assert held(book, "2021-01-01T00:05:00Z") == ["R@second"]
    assert held(book, "2021-01-01T00:05:00Z", known="2021-01-01T00:15:59Z") == ["R@first"]


@pytest.mark.clause("A11")
def test_what_names_no_date_takes_force_when_the_amendment_says() -> None:
    other = clause("N", when={"kind": "how_to"}, in_force={"from": "2021-04-01"})
    second = amendment(
        "second", "2021-03-01T00:00:00Z", in_force_from="2021-06-01", ownership=[clause(replaces="R"), other]
    )
    book = parse_book([FIRST, second])
    assert held(book, "2021-05-31T23:59:59-07:00") == ["R@first", "N@second"]
    assert held(book, "2021-06-01T00:00:00-07:00") == ["R@second", "N@second"]
    gone = amendment(
        "third", "2021-07-01T00:00:00Z", in_force_from="2021-08-01", withdraws=[{"clause": "R", "why": "x"}]
    )
    assert held(parse_book([FIRST, second, gone]), "2021-07-31T12:00:00Z") == ["R@second", "N@second"]


@pytest.mark.clause("T54", "T69")
def test_a_withdrawal_leaves_no_policy() -> None:
    gone = {"clause": "R", "at": "2021-06-01", "why": "Outdated."}
    book = parse_book([FIRST, amendment("second", "2021-03-01T00:00:00Z", withdraws=[gone])])
    assert held(book, "2021-05-31T12:00:00Z") == ["R@first"]
    assert held(book, "2021-06-01T07:00:00Z") == []
    assert held(book, "2021-06-01T07:00:00Z", known="2021-02-01T00:00:00Z") == ["R@first"]


def test_a_clause_that_waits_for_a_condition_ends_the_old_one_only_when_it_is_activated() -> None:
    waiting = clause(replaces="R", activation={"by": "condition", "text": "Two more people."}, old_ends="when_in_force")
    second = amendment("second", "2021-03-01T00:00:00Z", ownership=[waiting])
    done = {"clause": "R", "at": "2021-05-01T00:00:00Z", "by": "Ines", "why": "They are here."}
    third = amendment("third", "2021-05-02T00:00:00Z", activates=[done])
    assert held(parse_book([FIRST, second]), "2030-01-01T00:00:00Z") == ["R@first"]
    book = parse_book([FIRST, second, third])
    assert held(book, "2021-04-30T00:00:00Z") == ["R@first"]
    assert held(book, "2021-05-01T00:00:00Z") == ["R@second"]
    assert held(book, "2021-05-03T00:00:00Z", known="2021-05-01T12:00:00Z") == ["R@first"]


@pytest.mark.clause("A11")
def test_a_date_is_its_local_midnight_also_where_that_is_skipped() -> None:
    dated: dict[str, object] = {
        **HEAD,
        "zone": "Africa/Cairo",
        "amendment": "first",
        "published_at": "2021-01-01T00:00:00Z",
    }
    dated["ownership"] = [clause(in_force={"from": "2024-04-26"})]  # clocks go from 00:00 to 01:00 that night
    book = parse_book([("first.yaml", dated)])
    [only] = book.edition().clauses
    assert only.in_force.from_at == datetime(2024, 4, 25, 22, tzinfo=UTC)


def test_amendments_may_come_in_any_order() -> None:
    second = amendment("second", "2021-03-01T00:00:00Z", ownership=[clause("N")])
    assert held(parse_book([second, FIRST]), "2021-04-01T00:00:00Z") == ["R@first", "N@second"]
    assert parse_book([second, FIRST]).edition().id == "second"

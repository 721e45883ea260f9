"""Gaps that have nothing to do with each other are findings of their own; one cause is never a thousand findings."""

from firsthand.domain.book import Book
from firsthand.domain.proving import Finding, check, reproduces
from tests.domain.proving.books import NOW, book_of, clause, clock, plain

REST = [clause("others", owner="support", when={"stage": {"not": ["production", "former"]}})]
PAYING = {"stage": "production"}


def gaps(book: Book, code: str = "no_owner") -> list[Finding]:
    edition = book.edition()
    found = [one for one in check(edition, as_of=NOW) if one.code == code]
    assert all(reproduces(one, edition) for one in found)
    return found


def titles(book: Book, code: str = "no_owner") -> list[str]:
    return [plain(one.title) for one in gaps(book, code)]


def test_two_gaps_that_share_nothing_are_two_findings_each_with_its_ticket() -> None:
    paying = clause("paying", owner="support", when={**PAYING, "kind": {"not": "how_to"}})
    former = clause("former", owner="sales", when={"stage": "former", "kind": {"not": "troubleshooting"}})
    first, second = gaps(book_of(ownership=[*REST, paying, former]))
    assert plain(first.title) == "Nobody owns post-sales how-to questions"
    assert plain(second.title) == "Nobody owns troubleshooting of former accounts"
    assert first.example
    assert second.example
    assert first.example["account"] == {"stage": "production"}
    assert second.example["account"] == {"stage": "former"}


def test_a_stage_that_nobody_owns_and_a_kind_of_another_are_told_apart() -> None:
    paying = clause("paying", owner="support", when={**PAYING, "kind": {"not": "how_to"}})
    assert titles(book_of(ownership=[*REST, paying])) == [
        "Nobody owns post-sales how-to questions",
        "Nobody owns requests of former accounts",
    ]


def test_what_is_said_in_one_sentence_is_one_finding() -> None:
    assert titles(book_of(ownership=REST)) == ["Nobody owns requests of former or production accounts"]
    nobody = [clause("waits", owner="support", activation={"by": "manual", "text": "two more people"})]
    assert titles(book_of(ownership=nobody)) == ["Nobody owns any request"]


def test_of_the_same_kind_and_stage_what_touches_is_one_finding() -> None:
    whole = [clause("most", owner="support", when={"plan": {"not": "team"}, "severity": {"not": ["s1", "s2"]}})]
    [finding] = gaps(book_of(ownership=whole))
    assert plain(finding.region).count(";") == 1


def test_of_the_same_kind_and_stage_what_comes_at_another_time_is_another_finding() -> None:
    early = clause("early", owner="support", when={"plan": {"not": "team"}}, in_force={"to": "2021-03-01"})
    later = clause("later", owner="support", in_force={"from": "2021-03-01", "to": "2021-06-01"})
    last = clause("last", owner="support", when={"contract": {"not": "gold"}}, in_force={"from": "2021-06-01"})
    assert titles(book_of(ownership=[early, later, last])) == [
        "Nobody owns any request, plan team",
        "Nobody owns any request, contract gold",
    ]


def test_a_gap_of_thousands_of_requests_is_a_few_findings() -> None:
    plans = [f"plan {number}" for number in range(60)]
    some = [
        clock(f"P{number}", when={"plan": plan, "severity": ["s1", "s2"][number % 2], "contract": f"c{number % 7}"})
        for number, plan in enumerate(plans)
    ]
    found = gaps(book_of(ownership=[clause("S30", owner="support")], service_levels=some), "no_clock_said")
    assert len(found) == 1


def test_where_to_look_is_the_clause_that_misses_the_ticket_by_least() -> None:
    paying = clause("paying", owner="support", when={**PAYING, "kind": {"not": "how_to"}})
    former = clause("former", owner="sales", when={"stage": "former"})
    [finding] = gaps(book_of(ownership=[*REST, former, paying]))
    assert finding.place is not None
    assert (finding.place.file, finding.place.field, finding.place.clause) == ("a1.yaml", "ownership.2", "paying")
    assert "add a clause with `owner:` and `when: {kind: how_to, stage: production}`; or widen" in plain(finding.mend)


def test_a_clause_that_ended_is_to_hold_on() -> None:
    [finding] = gaps(book_of(ownership=[clause("S30", owner="support", in_force={"to": "2021-03-01"})]))
    assert plain(finding.mend).endswith("; or let S30 hold at that time too.")

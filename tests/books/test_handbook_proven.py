"""The check of the handbook's history finds each contradiction of its texts, and shows it with a ticket."""

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from firsthand.domain.calendars import working_time
from firsthand.domain.names import Role
from firsthand.domain.proving import Finding, check, reproduces
from tests.books.handbook import at, edition
from tests.domain.proving.books import plain

TODAY = datetime(2024, 6, 1, tzinfo=UTC)


@cache
def findings(known: str | None = None) -> tuple[Finding, ...]:
    return tuple(check(edition(known), as_of=TODAY))


def found(code: str, *clauses: str, known: str | None = None) -> list[Finding]:
    """The findings of a code that are about all of these clauses."""
    return [one for one in findings(known) if one.code == code and set(clauses) <= set(one.clauses)]


CONTRADICTIONS = [
    pytest.param("unrostered", ("S18",), "16:00 PST until Mon 2021-11-08 17:00", marks=pytest.mark.clause("C1")),
    pytest.param("overlap", ("T2.s1-response", "T10.timer"), "severity s1", marks=pytest.mark.clause("C2")),
    pytest.param("overlap", ("T1.s1-response", "T10.timer"), "managed-instance", marks=pytest.mark.clause("C2")),
    pytest.param("undercuts_a_clock", ("S46", "S20"), "4 hours elapsed", marks=pytest.mark.clause("C3", "S46")),
    pytest.param("undercuts_a_clock", ("T10.receipt", "S20"), "2 hours elapsed", marks=pytest.mark.clause("C3")),
    pytest.param("approved_and_banned", ("T21.script", "S44"), "'ASAP'", marks=pytest.mark.clause("C4")),
    pytest.param(
        "overlap", ("S38", "T9.customer-engineers-too"), "from Tue 2021-06-22", marks=pytest.mark.clause("C5")
    ),
    pytest.param(
        "owed_by_another", ("T2.questions", "S29"), "post-sales feature requests", marks=pytest.mark.clause("C6")
    ),
    pytest.param("overlap", ("T10.received", "T18.hard-choices"), "all requests", marks=pytest.mark.clause("C7")),
    pytest.param(
        "overlap",
        ("T7.engineering-help", "T9.engineering-help", "goal.FY22Q2"),
        "until Sun 2021-08-01",
        marks=pytest.mark.clause("C8"),
    ),
    pytest.param("two_owners", ("S28", "T28.how-to"), "strategic accounts", marks=pytest.mark.clause("C9")),
    pytest.param(
        "two_owners",
        ("S28", "T42.how-to"),
        "from Fri 2022-04-08 16:34 PDT until Mon 2022-11-21 14:55 PST",
        marks=pytest.mark.clause("C9"),
    ),
    pytest.param("overlap", ("T32.cloud", "T34.s2-response"), "plan cloud", marks=pytest.mark.clause("C10")),
    pytest.param(
        "stale_aspiration", ("S22",), "from Tue 2022-02-01 until Fri 2024-01-19", marks=pytest.mark.clause("C11")
    ),
    pytest.param("owed_by_another", ("S18", "T57.front-line"), "from Wed 2023-02-01", marks=pytest.mark.clause("C12")),
    pytest.param("two_zones_disagree", (), "24x5 (Monday - Friday)", marks=pytest.mark.clause("C13", "A14")),
    pytest.param("two_zones_disagree", (), "9:00-0:00 UTC, 2am-6pm PT", marks=pytest.mark.clause("C14")),
    pytest.param("two_zones_disagree", (), "Mon 2021-11-08 01:00 PST", marks=pytest.mark.clause("A3", "T24")),
    pytest.param("overlap", ("T10.closes", "T51.closes"), "from Wed 2022-10-26", marks=pytest.mark.clause("C15")),
    pytest.param(
        "dead_reference", ("S19", "our-service-level-agreements-slas"), "2021-06-22", marks=pytest.mark.clause("C16")
    ),
]


@pytest.mark.parametrize(("code", "clauses", "words"), CONTRADICTIONS)
def test_each_contradiction_is_found(code: str, clauses: tuple[str, ...], words: str) -> None:
    about = found(code, *clauses)
    assert any(words in plain(one.message) for one in about), [plain(one.message) for one in about]


@pytest.mark.clause("C1")
def test_on_the_day_of_the_page_its_hours_were_not_staffed_from_2am() -> None:
    (finding,) = found("unrostered", "S18", known="2021-06-23T00:00:00Z")
    assert "first from Mon 2021-08-02 02:00 PDT until Mon 2021-08-02 03:00 PDT" in plain(finding.message)
    (later,) = found("unrostered", "S18", known="2021-07-23T00:00:00Z")
    assert "first from Mon 2021-11-08 16:00 PST until Mon 2021-11-08 17:00 PST" in plain(
        later.message
    )  # as it came to be


@pytest.mark.clause("A20", "S61", "T43")
def test_roles_that_nobody_held_are_found() -> None:
    (stuck, *_) = found("vacant_role", "S61")
    assert "VP of customer engineering" in plain(stuck.message)
    assert "from Tue 2021-06-22 16:51 PDT until Wed 2022-01-12" in plain(stuck.message)
    (finding,) = found("vacant_role", "T43.pager")
    assert "from Mon 2022-05-23 14:28 PDT until Mon 2022-11-21 14:55 PST" in plain(finding.message)


@pytest.mark.clause("T25")
def test_the_temporary_ways_are_overdue_for_their_review_for_a_year() -> None:
    def overdue(as_of: str) -> list[Finding]:
        return [one for one in check(edition(as_of), as_of=at(as_of)) if one.code == "overdue_review"]

    assert overdue("2021-10-31T12:00:00-07:00") == []
    assert [one.clauses for one in overdue("2021-11-01T00:00:00-07:00")] == [("T25.topics",)]
    assert overdue("2022-11-01T12:24:00Z") == []


def test_exceptions_whose_review_is_overdue_are_found() -> None:
    assert sorted(one.clauses[0] for one in found("expired_exception")) == [
        "exception.acme",
        "exception.borealis",
        "exception.cobalt",
    ]


@pytest.mark.clause("T54", "T69", "T65")
def test_the_requests_that_no_policy_speaks_about_are_found() -> None:
    said = [plain(one.message) for one in found("no_owner")]
    assert len(said) == 4
    assert any("post-sales feature requests" in one and "until Fri 2024-03-15 15:55 PDT" in one for one in said)
    assert any("troubleshooting of former or production accounts, from Fri 2024-01-19 12:13" in one for one in said)
    assert {plain(one.about) for one in found("no_clock_said")} == {
        "the first response clock",
        "the resolution clock",
        "the update clock",
    }


@pytest.mark.clause("T56", "T61")
@pytest.mark.parametrize(
    ("week", "staffed"), [("2022-08-14", False), ("2023-01-08", False), ("2023-05-07", True), ("2023-07-09", True)]
)
def test_around_the_clock_was_staffed_only_from_the_roster_of_april_2023_on(week: str, staffed: bool) -> None:
    (finding,) = found("unrostered", "T48.s1")
    assert "first from Thu 2022-08-11 19:22 PDT" in plain(finding.message)
    promised = edition().calendar("24x5")
    roster = working_time(next(one.calendar for one in edition().rosters if one.role == Role("support")))
    hours = [at(f"{week}T00:00:00Z") + timedelta(hours=hour) for hour in range(7 * 24)]
    assert all(roster.is_open(hour) for hour in hours if promised.is_open(hour)) is staffed


def test_every_finding_with_a_ticket_is_shown_by_deciding_it() -> None:
    assert [plain(one.message) for one in findings() if not reproduces(one, edition())] == []
    assert len([one for one in findings() if one.example]) > len(findings()) * 3 // 4


def test_no_example_of_the_book_fails() -> None:
    assert found("failed_example") == []

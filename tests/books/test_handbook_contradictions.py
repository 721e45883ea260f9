"""The contradictions between texts that were in force together stand in the book as overlapping texts, and a decision
that meets one reports it."""

from datetime import timedelta

import pytest

from firsthand.domain.book.effects.approved import ApprovedEffect
from firsthand.domain.book.effects.avoid import WordingEffect
from firsthand.domain.book.effects.clock import ClockEffect
from firsthand.domain.book.effects.receipt import ReceiptEffect
from firsthand.domain.book.values import CommitmentClass
from firsthand.domain.calendars import Calendar, WorkingTime, working_time
from firsthand.domain.names import Role
from tests.books.handbook import (
    FEATURE,
    HOW_TO,
    PRODUCTION,
    TRIAL,
    TROUBLE,
    ask,
    at,
    clause,
    clock_of,
    conflicts_of,
    edition,
    in_force,
    owner_of,
)

FIRST_RESPONSE, OWNER = "the first response clock", "the owner"
HELP, ORDER, CLOSING = "the target of needs engineering help", "the order of support", "closing"
WAY = "the way from customer engineering to engineering"


def calendar(name: str) -> Calendar:
    return next(one for one in edition().calendars if one.name == name)


def hours(working: WorkingTime, first: str, last: str) -> float:
    return working.elapsed(at(first), at(last)) / timedelta(hours=1)


@pytest.mark.clause("C1")
def test_c1_the_announced_hours_begin_before_the_roster_does() -> None:
    known = "2021-06-23T00:00:00Z"
    roster = next(one for one in edition(known).rosters if one.role == Role("support"))
    first_minute = at("2021-08-02T02:00:00-07:00")
    assert edition(known).calendar("support-hours").is_open(first_minute)
    assert not working_time(roster.calendar).is_open(first_minute)
    assert not edition(known).calendar("contract-hours").is_open(first_minute)


@pytest.mark.clause("C2", "T10")
def test_c2_the_contract_says_24_hours_and_the_tool_8() -> None:
    decision = ask("2021-06-29T10:00:00-07:00", TROUBLE, PRODUCTION, "s1")
    assert conflicts_of(decision)[FIRST_RESPONSE] == ("T2.s1-response", "T10.timer")
    assert FIRST_RESPONSE not in conflicts_of(ask("2021-02-25T10:00:00-08:00", TROUBLE, PRODUCTION, "s1"))


@pytest.mark.clause("C3", "S46", "T21")
@pytest.mark.parametrize("name", ["T10.receipt", "S46"])
def test_c3_approved_wording_is_faster_than_the_service_level(name: str) -> None:
    effect = clause(name, "2021-07-01T00:00:00Z").effect
    assert isinstance(effect, ApprovedEffect | ReceiptEffect)
    assert effect.promises is not None
    found = clock_of(ask("2021-06-29T10:00:00-07:00"))
    assert found is not None
    assert at("2021-06-29T10:00:00-07:00") + effect.promises.within.duration < found[1]


@pytest.mark.clause("C4", "T21")
def test_c4_support_may_say_what_customer_engineers_may_not() -> None:
    script, rule = (clause(name, "2021-07-01T00:00:00Z").effect for name in ("T21.script", "S44"))
    assert isinstance(script, ApprovedEffect)
    assert isinstance(rule, WordingEffect)
    assert any(phrase in wording for phrase in rule.phrases for wording in script.wordings)
    assert (script.by, rule.by) == ((Role("support"),), (Role("customer_engineering"),))
    assert "T21.script" in in_force("2024-01-19T20:12:59Z")


@pytest.mark.clause("C5", "S40", "T9")
@pytest.mark.parametrize(
    ("when", "clauses"),
    [
        ("2021-07-01T12:00:00Z", ("T9.customer-engineers-too", "S38")),
        ("2021-10-12T12:00:00Z", ("S38", "T9.customer-engineers-too")),
    ],
)
def test_c5_customer_engineers_may_and_may_not_go_to_engineering(when: str, clauses: tuple[str, ...]) -> None:
    assert conflicts_of(ask(when))[WAY] == clauses
    assert WAY not in conflicts_of(ask("2021-06-22T12:00:00Z"))


@pytest.mark.clause("C6", "T19")
def test_c6_support_owes_the_answer_to_a_feature_request_that_it_does_not_own() -> None:
    received = "2021-07-01T12:00:00Z"
    effect = clause("T2.questions", received).effect
    assert isinstance(effect, ClockEffect)
    assert effect.owed_by == Role("support")
    decision = ask(received, FEATURE, PRODUCTION)
    assert (owner_of(decision), clock_of(decision)) == (
        "customer_engineering",
        ("T2.questions", at("2021-07-08T09:00:00-07:00")),
    )


@pytest.mark.clause("C7", "T10", "T18")
@pytest.mark.parametrize(
    ("when", "ladder"), [("2021-03-01T12:00:00Z", "T10.hard-choices"), ("2021-07-01T12:00:00Z", "T18.hard-choices")]
)
def test_c7_work_is_taken_as_it_came_and_by_a_ladder(when: str, ladder: str) -> None:
    assert sorted(conflicts_of(ask(when))[ORDER]) == sorted(("T10.received", ladder))


@pytest.mark.clause("C8", "T7", "T9", "T47")
def test_c8_the_share_that_needs_engineering_is_10_or_15_percent() -> None:
    july = conflicts_of(ask("2021-07-15T12:00:00Z"))[HELP]
    assert july == ("T7.engineering-help", "T9.engineering-help", "goal.FY22Q2")
    assert HELP not in conflicts_of(ask("2021-06-15T12:00:00Z"))
    assert HELP not in conflicts_of(ask("2022-09-15T12:00:00Z"))


@pytest.mark.clause("C9", "T28", "T42", "T54")
@pytest.mark.parametrize(
    ("when", "clauses"),
    [
        ("2021-09-02T04:01:59Z", None),
        ("2021-09-02T04:02:00Z", ("S28", "S32", "T28.how-to")),
        ("2022-04-08T23:34:00Z", ("S28", "T42.how-to")),
        ("2022-11-21T22:54:59Z", ("S28", "T42.how-to")),
        ("2022-11-21T22:55:00Z", None),
    ],
)
def test_c9_how_to_questions_are_given_to_two_teams_for_fourteen_months(
    when: str, clauses: tuple[str, ...] | None
) -> None:
    assert conflicts_of(ask(when, HOW_TO, PRODUCTION)).get(OWNER) == clauses


@pytest.mark.clause("C10", "T32", "T34")
def test_c10_cloud_has_service_levels_and_has_none() -> None:
    severity_two = ("2021-11-22T18:01:00Z", TROUBLE, PRODUCTION, "s2")
    assert conflicts_of(ask(*severity_two, plan="cloud"))[FIRST_RESPONSE] == ("T32.cloud", "T34.s2-response")
    assert FIRST_RESPONSE not in conflicts_of(ask("2021-11-22T18:00:59Z", TROUBLE, PRODUCTION, "s2", plan="cloud"))
    second = ask("2023-01-01T12:00:00Z", TROUBLE, PRODUCTION, "s2", plan="cloud")
    assert conflicts_of(second)[FIRST_RESPONSE] == ("T32.cloud", "T48.s2")
    assert "T32.cloud" in in_force("2024-04-09T19:05:00Z")


@pytest.mark.clause("C11", "S22", "T35", "T48")
def test_c11_24_5_is_in_force_and_still_announced_for_a_year_that_is_over() -> None:
    announced = clause("S22", "2023-01-01T00:00:00Z")
    assert announced.commitment is CommitmentClass.aspiration
    assert announced.in_force.to_at == at("2022-02-01T00:00:00-08:00")
    assert "S22" in clause("T48.round-the-clock", "2023-01-01T00:00:00Z").see
    assert [one.clause for amendment in edition().amendments for one in amendment.withdraws if one.clause == "S22"]
    assert clause("T35.later", "2022-01-01T00:00:00Z").commitment is CommitmentClass.aspiration


@pytest.mark.clause("C12", "T57")
def test_c12_customer_engineering_is_the_front_line_and_support_owes_the_hour() -> None:
    decision = ask("2023-02-01T10:00:00-08:00")
    assert owner_of(decision) == "customer_engineering"
    assert clock_of(decision) == ("S18", at("2023-02-01T11:00:00-08:00"))
    effect = clause("S18", "2023-02-01T10:00:00-08:00").effect
    assert isinstance(effect, ClockEffect)
    assert effect.owed_by == Role("support")
    assert {"T10.received", "T18.hard-choices"} <= in_force("2023-02-01T10:00:00-08:00")


@pytest.mark.clause("C13", "T59")
def test_c13_24x5_is_monday_to_friday_and_sunday_to_friday() -> None:
    (heading,) = calendar("24x5").also
    assert heading.text == "24x5 (Monday - Friday)"
    week = ("2023-04-02T00:00:00-07:00", "2023-04-09T00:00:00-07:00")
    assert hours(working_time(heading.calendar), *week) == 120
    assert hours(working_time(calendar("24x5")), *week) == 123


@pytest.mark.clause("C14", "T24", "T67", "A3")
@pytest.mark.parametrize(
    ("day", "statement", "pacific", "utc"),
    [
        ("2021-08-09", 0, 15, 15),  # the same hours in summer
        ("2021-11-08", 0, 15, 15),  # as many in winter, but not the same
        ("2023-11-27", 1, 16, 15),
    ],
)
def test_c14_fifteen_hours_utc_are_sixteen_hours_pacific(day: str, statement: int, pacific: int, utc: int) -> None:
    stated = calendar("support-hours").also[statement]
    whole_day = (f"{day}T00:00:00-08:00", f"{day}T23:59:59-08:00")
    assert hours(working_time(calendar("support-hours")), *whole_day) == pacific
    assert hours(working_time(stated.calendar), *whole_day) == utc


@pytest.mark.clause("A3", "T24")
def test_the_two_statements_of_the_hours_agree_in_summer_only() -> None:
    stated = calendar("support-hours").also[0]
    pacific, utc = working_time(calendar("support-hours")), working_time(stated.calendar)
    for instant, in_pacific, in_utc in (
        ("2021-08-09T09:30:00Z", True, True),
        ("2021-11-08T09:30:00Z", False, True),
        ("2021-11-13T00:30:00Z", True, False),
    ):
        assert (pacific.is_open(at(instant)), utc.is_open(at(instant))) == (in_pacific, in_utc)


@pytest.mark.clause("C15", "T51")
def test_c15_solved_tickets_close_after_16_business_hours_and_after_72_hours() -> None:
    assert conflicts_of(ask("2022-10-26T18:37:00Z"))[CLOSING] == ("T10.closes", "T51.closes")
    assert CLOSING not in conflicts_of(ask("2022-10-26T18:36:59Z"))


@pytest.mark.clause("C16")
def test_c16_the_page_links_to_a_heading_that_was_renamed() -> None:
    (linked,) = clause("S19", "2021-07-01T00:00:00Z").see
    assert linked not in in_force("2021-06-22T23:51:00Z")
    assert {"slas", "S19"} <= in_force("2021-06-22T23:51:00Z")


def test_what_is_no_contradiction_is_not_reported() -> None:
    quiet = ask("2019-12-02T10:00:00-08:00", TROUBLE, PRODUCTION, "s1")
    assert quiet.conflicts == ()
    trial = conflicts_of(ask("2021-07-01T10:00:00-07:00", TROUBLE, TRIAL))
    assert set(trial) == {WAY, ORDER, HELP}

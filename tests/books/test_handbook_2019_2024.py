"""The history of the handbook as a book: what was believed when, about when, with instants worked out by hand."""

import re
from fractions import Fraction

import pytest

from firsthand.domain.book.effects.capacity import CapacityEffect
from firsthand.domain.book.effects.solved_closes import LifecycleEffect
from firsthand.domain.book.effects.target import TargetEffect
from firsthand.domain.book.rules import Cell
from firsthand.domain.book.straddling import straddled_clock
from firsthand.domain.calendars import working_time
from firsthand.domain.capacity import Load
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Role, Stage
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.proving import check
from firsthand.domain.sentences import PLAIN
from tests.books.handbook import (
    FEATURE,
    HOW_TO,
    PRODUCTION,
    PROSPECT,
    TRIAL,
    TROUBLE,
    ask,
    at,
    book,
    clause,
    clock_of,
    conflicts_of,
    edition,
    in_force,
    owner_of,
    result_of,
)

# The changes whose text is nothing but the end of another: they are withdrawals, and have no clause to stand in.
ONLY_AN_END = {"T69"}


def test_at_least_forty_five_of_the_seventy_one_changes_are_clauses_that_cite_them() -> None:
    cited = {source for one in edition().clauses for source in one.source if re.fullmatch(r"T\d+", source)}
    assert cited == {f"T{number}" for number in range(1, 72)} - ONLY_AN_END
    assert len(cited) >= 45
    ended = {one.why.partition(":")[0] for amendment in book().amendments for one in amendment.withdraws}
    assert ended >= ONLY_AN_END


def test_every_clause_says_where_it_comes_from() -> None:
    known = re.compile(r"[SATCL]\d+|practice \d(\.\d+)?")
    wrong = [(one.id, source) for one in edition().clauses for source in one.source if not known.fullmatch(source)]
    assert wrong == []


def test_every_reading_that_a_clause_cites_is_stated_by_then() -> None:
    for amendment in book().amendments:
        stated = {reading.id for reading in book().edition(known_at=amendment.published_at).readings}
        cited = {source for one in amendment.adds for source in one.source if re.fullmatch(r"A\d+", source)}
        assert cited <= stated, amendment.id


def test_each_amendment_is_published_when_the_change_was_recorded() -> None:
    recorded = [(one.id, one.published_at) for one in book().amendments]
    assert len(recorded) == 77
    assert recorded == sorted(recorded, key=lambda one: one[1])
    assert dict(recorded)["2019-11-08-baseline"] == at("2019-11-08T10:14:00Z")
    assert dict(recorded)["2023-03-31-starter-corrected"] == at("2023-03-31T20:54:00Z")
    assert all(ident[:10] == published.date().isoformat() for ident, published in recorded)


# The questions of the history, with the clause that decides each -----------------------------------------------------


@pytest.mark.clause("T19", "T23", "A13")
@pytest.mark.parametrize(
    ("known", "deciding", "due"),
    [
        ("2021-07-29T12:00:00Z", "S18", "2021-08-03T11:00:00-07:00"),  # Q1: one hour, 2am to 5pm
        ("2021-07-31T12:00:00Z", "S20", "2021-08-04T10:00:00-07:00"),  # Q2: one working day, 9am to 5pm
        ("2021-07-30T14:22:59Z", "S18", "2021-08-03T11:00:00-07:00"),
        ("2021-07-30T14:23:00Z", "S20", "2021-08-04T10:00:00-07:00"),
        (None, "S20", "2021-08-04T10:00:00-07:00"),  # and so it stays: August 1 never came
    ],
)
def test_q1_and_q2_a_trial_of_3_august_as_believed_on_either_side_of_the_slip(
    known: str | None, deciding: str, due: str
) -> None:
    assert clock_of(ask("2021-08-03T10:00:00-07:00", known=known)) == (deciding, at(due))


@pytest.mark.clause("T23", "T24", "A13")
def test_q4_friday_6_august_has_one_hour_from_the_publication_and_would_have_had_a_day_by_the_text_before() -> None:
    received = "2021-08-06T16:00:00-07:00"
    assert clock_of(ask(received, known="2021-08-07T00:00:00Z")) == ("S18", at("2021-08-06T17:00:00-07:00"))
    assert clock_of(ask(received, known="2021-08-06T22:30:59Z")) == ("S20", at("2021-08-09T16:00:00-07:00"))
    reading = next(one.text for one in edition().readings if one.id == "Q4")
    assert "holds from its publication" in reading
    assert "Read the other way, August 8 would stand" in reading


@pytest.mark.clause("T28", "C9")
@pytest.mark.parametrize("known", ["2021-09-03T17:00:00Z", None])
def test_q5_a_how_to_question_of_a_customer_with_a_customer_engineer_is_reported_as_a_conflict(
    known: str | None,
) -> None:
    decision = ask("2021-09-03T10:00:00-07:00", HOW_TO, PRODUCTION, strategic=True, known=known)
    assert conflicts_of(decision)["the owner"] == ("S28", "T28.how-to")
    assert owner_of(decision) == "customer_engineering"
    assert any("overlap on the owner without precedence" in PLAIN.sentence(reason.text) for reason in decision.because)
    before = ask("2021-09-01T10:00:00-07:00", HOW_TO, PRODUCTION, strategic=True, known=known)
    assert "the owner" not in conflicts_of(before)


# A date that moves ---------------------------------------------------------------------------------------------------


@pytest.mark.clause("T19", "A1")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2021-06-29T10:00:00-07:00", "2021-06-30T10:00:00-07:00"),  # V0
        ("2021-07-30T16:30:00-07:00", "2021-08-02T16:30:00-07:00"),  # V1
    ],
)
def test_the_vectors_of_the_handbook_run_on_eight_business_hours(received: str, due: str) -> None:
    assert clock_of(ask(received)) == ("S20", at(due))
    assert clock_of(ask(received, stage=PROSPECT)) == ("S20", at(due))


@pytest.mark.clause("T19", "T23", "T24")
@pytest.mark.parametrize(
    ("known", "first_day_of_the_hour"),
    [
        ("2021-07-30T14:22:59Z", "2021-08-01T07:00:00Z"),
        ("2021-08-06T22:30:59Z", "2021-08-08T07:00:00Z"),
        ("2021-08-06T22:31:00Z", "2021-08-06T22:31:00Z"),
    ],
)
def test_the_start_of_the_hour_moves_twice_before_it_comes(known: str, first_day_of_the_hour: str) -> None:
    found = clause("S18", "2021-12-01T00:00:00Z", known)
    assert found.applies_from == at(first_day_of_the_hour)


@pytest.mark.clause("T57")
def test_a_change_for_the_next_fiscal_year_is_known_for_weeks_before_it_holds() -> None:
    january, february = "2023-01-31T10:00:00-08:00", "2023-02-01T10:00:00-08:00"
    assert owner_of(ask(february, known="2022-12-23T20:52:59Z")) == "support"
    assert owner_of(ask(february, known="2022-12-23T20:53:00Z")) == "customer_engineering"
    assert owner_of(ask(january)) == "support"
    assert owner_of(ask("2023-01-31T23:59:59-08:00")) == "support"
    assert owner_of(ask("2023-02-01T00:00:00-08:00")) == "customer_engineering"


@pytest.mark.clause("T24", "A12")
def test_a_trial_that_waits_when_the_hour_comes_keeps_the_day_that_it_was_promised() -> None:
    received = at("2021-08-06T10:00:00-07:00")
    cell = Cell("troubleshooting", None, "email", "trial", False, None, None, "Cobalt")
    straddled = straddled_clock(
        book(), cell, ClockKind.first_response, received_at=received, evaluated_at=at("2021-08-09T09:00:00-07:00")
    )
    assert straddled.due_at == at("2021-08-09T10:00:00-07:00")
    (change,) = straddled.changes
    assert (
        PLAIN.phrase(change.sentence) == "On 2021-08-06 S20 gave way to S18; at creation: the request keeps its terms."
    )


@pytest.mark.clause("A7", "T10")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2020-12-18T10:00:00-08:00", "2020-12-25T10:00:00-08:00"),  # no page names a holiday yet
        ("2021-12-17T10:00:00-08:00", "2021-12-27T10:00:00-08:00"),
    ],
)
def test_holidays_count_from_the_page_that_names_them(received: str, due: str) -> None:
    assert clock_of(ask(received, TROUBLE, PRODUCTION, "s2")) == ("T2.s2-response", at(due))


# Corrections, and what is recorded late ------------------------------------------------------------------------------


STARTER = "enterprise-starter"


@pytest.mark.clause("T59", "T60")
@pytest.mark.parametrize(
    ("severity", "first", "corrected"),
    [
        ("s0", "2023-04-03T12:00:00-07:00", "2023-04-03T14:00:00-07:00"),
        ("s1", "2023-04-03T14:00:00-07:00", "2023-04-03T16:00:00-07:00"),
        ("s2", "2023-04-03T16:00:00-07:00", "2023-04-04T02:00:00-07:00"),
        ("s3", "2023-04-04T02:00:00-07:00", "2023-04-06T10:00:00-07:00"),
    ],
)
def test_sixteen_minutes_later_each_severity_has_the_time_of_the_next(
    severity: str, first: str, corrected: str
) -> None:
    monday = "2023-04-03T10:00:00-07:00"
    for known, due in (("2023-03-31T20:38:00Z", first), ("2023-03-31T20:54:00Z", corrected)):
        decision = ask(monday, TROUBLE, PRODUCTION, severity, plan=STARTER, known=known)
        assert clock_of(decision) == (f"starter.{severity}", at(due))
    assert clock_of(ask(monday, TROUBLE, PRODUCTION, "s0", plan=STARTER, known="2023-03-31T20:37:59Z")) is None


@pytest.mark.clause("T59", "T60", "A12")
def test_a_request_of_the_sixteen_minutes_keeps_what_was_published_then() -> None:
    within = "2023-03-31T20:45:00Z"  # Friday, 1:45pm Pacific
    for known in ("2023-03-31T20:53:59Z", "2023-03-31T20:54:00Z", None):
        decision = ask(within, TROUBLE, PRODUCTION, "s0", plan=STARTER, known=known)
        assert clock_of(decision) == ("starter.s0", at("2023-03-31T15:45:00-07:00"))
    after = ask("2023-03-31T20:54:00Z", TROUBLE, PRODUCTION, "s0", plan=STARTER)
    assert clock_of(after) == ("starter.s0", at("2023-04-02T14:54:00-07:00"))


@pytest.mark.clause("T59", "T60")
def test_the_fifth_severity_is_declared_for_sixteen_minutes() -> None:
    assert edition("2023-03-31T20:45:00Z").fields["severity"].values == ("s0", "s1", "s2", "s3", "s4")
    assert edition("2023-03-31T20:54:00Z").fields["severity"].values == ("s0", "s1", "s2", "s3")
    assert "starter.s4" in in_force("2023-03-31T20:45:00Z")
    assert "starter.s4" not in in_force("2023-03-31T20:54:00Z")


@pytest.mark.clause("T53", "A13")
def test_what_is_effective_since_monday_is_known_only_since_thursday() -> None:
    monday_noon = "2022-11-14T12:00:00-08:00"
    assert "T53.uptime" not in in_force(monday_noon, known="2022-11-17T16:44:59Z")
    assert "T53.uptime" in in_force(monday_noon, known="2022-11-17T16:45:00Z")
    assert "T53.uptime" not in in_force("2022-11-13T23:59:59-08:00")
    effect = clause("T53.uptime", monday_noon).effect
    assert effect == TargetEffect(measure="uptime", at_least=Fraction("0.995"), period="month")


@pytest.mark.clause("T15")
def test_the_list_of_requests_is_recorded_only_with_its_end() -> None:
    day = "2021-05-10T12:00:00Z"
    assert "T15.list" not in in_force(day, known="2021-05-17T16:05:59Z")
    assert "T15.list" in in_force(day)
    assert "T15.list" not in in_force("2021-05-17T16:06:00Z")


@pytest.mark.clause("T55")
def test_the_meaning_of_strategic_is_corrected_after_27_minutes() -> None:
    assert "40,000 employees" in clause("T54.strategic", "2022-11-21T23:00:00Z").text
    assert "T54.strategic" not in in_force("2022-11-21T23:22:00Z")
    assert "10,000 developers" in clause("T55.strategic", "2022-11-21T23:22:00Z").text


# No policy -----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("T54")
def test_the_deleted_paragraph_leaves_feature_requests_without_an_owner() -> None:
    before, after = "2022-11-21T22:54:59Z", "2022-11-21T22:55:00Z"
    assert owner_of(ask(before, FEATURE, PRODUCTION)) == "customer_engineering"
    gone = ask(after, FEATURE, PRODUCTION)
    assert gone.owner is None
    assert PLAIN.sentence(gone.because[0].text) == (
        "No policy: No clause in force says who owns a feature request from a production account."
    )
    assert owner_of(ask(after, HOW_TO, PRODUCTION)) == "support"


@pytest.mark.clause("T69")
def test_the_deleted_page_leaves_troubleshooting_without_an_owner() -> None:
    before, after = "2024-01-19T20:12:59Z", "2024-01-19T20:13:00Z"
    assert owner_of(ask(before, TROUBLE, PRODUCTION)) == "support"
    assert ask(after, TROUBLE, PRODUCTION).owner is None
    assert [one for one in in_force(after) if one.startswith("S")] == []
    assert clock_of(ask(before)) is not None
    assert result_of(ask(after)) == "no_policy"


@pytest.mark.clause("T65")
def test_when_the_tables_leave_there_is_no_policy_for_the_time_of_an_answer() -> None:
    before = ask("2023-09-21T20:07:59Z", TROUBLE, PRODUCTION, "s2")
    assert clock_of(before) is not None
    after = ask("2023-09-21T20:08:00Z", TROUBLE, PRODUCTION, "s2")
    assert (clock_of(after), result_of(after), result_of(after, "resolution")) == (None, "no_policy", "no_policy")


@pytest.mark.clause("T70")
def test_feature_requests_have_an_owner_again_in_march_2024() -> None:
    assert ask("2024-03-15T22:54:59Z", FEATURE, PRODUCTION).owner is None
    assert owner_of(ask("2024-03-15T22:55:00Z", FEATURE, PRODUCTION)) == "customer_engineering"


@pytest.mark.clause("T1")
def test_before_the_first_page_there_is_no_policy() -> None:
    assert ask("2019-11-08T10:13:59Z", TROUBLE, PRODUCTION, "s1").owner is None
    assert owner_of(ask("2019-11-08T10:14:00Z", TROUBLE, PRODUCTION, "s1")) == "sales"


# What somebody must activate, and what nobody takes out ---------------------------------------------------------------


@pytest.mark.clause("T17", "T24", "T28", "S32", "A15")
def test_the_hand_over_waits_for_its_condition_until_the_head_of_support_declares_it() -> None:
    assert "T17.how-to" not in in_force("2021-06-20T00:00:00Z")
    assert "S32" not in in_force("2021-09-02T04:01:59Z")
    taken = clause("S32", "2021-09-02T04:02:00Z")
    assert taken.activation.activated_by == "Head of customer support"
    assert taken.applies_from == at("2021-09-02T04:02:00Z")
    assert "S32" in in_force("2021-09-02T04:02:00Z")
    assert "S32.feature-requests" not in in_force("2022-06-01T00:00:00Z")


@pytest.mark.clause("T38", "T40", "T58")
def test_a_level_of_capacity_relaxes_nothing_until_somebody_posts_it() -> None:
    assert clause("T38.level-5", "2022-01-20T00:00:00Z").applies_from is None
    assert "with one person fewer" in clause("T38.level-5", "2022-02-01T00:00:00Z").activation.text
    assert clock_of(ask("2022-01-20T10:00:00-08:00", TROUBLE, PRODUCTION, "s2", plan="team")) == (
        "T26.hour",
        at("2022-01-20T11:00:00-08:00"),
    )
    assert {"T38.level-4", "T38.level-5", "T38.level-6"} & in_force("2023-01-27T00:00:00Z") == set()


@pytest.mark.clause("T38", "T40")
def test_the_check_names_the_three_faults_of_the_eight_levels_each_with_a_load_that_has_it() -> None:
    found = [
        one for one in check(book().edition(), as_of=at("2024-05-01T00:00:00Z")) if one.code.startswith("capacity")
    ]
    assert [(one.code, one.clauses) for one in found] == 2 * [
        ("capacity_gap", ("T38.levels",)),
        ("capacity_overlap", ("T38.levels",)),
        ("capacity_same_band", ("T38.levels",)),
    ]
    assert [PLAIN.phrase(one.message) for one in found[3:]] == [
        "no level holds with 0 at work in Africa/Europe, 0 at work in US and 0 open tickets each",
        "2 at work in Africa/Europe is levels 2, 3 and 4 at once: with 2 at work in Africa/Europe, 9 at work in US "
        "and 0 open tickets each, levels 2, 3 and 4 hold",
        "levels 5 and 6 have the same band, more than 9 open tickets each: with 3 at work in Africa/Europe, 9 at work "
        "in US and 10 open tickets each, levels 2, 3, 4, 5 and 6 hold",
    ]


@pytest.mark.clause("T40", "T58")
def test_a_person_fewer_from_the_end_of_january_and_no_levels_a_year_later() -> None:
    one_week = {"at_work": {"Africa/Europe": 3, "US": 6}, "open_each": 0}
    for when, levels in (("2022-01-20T00:00:00Z", [3]), ("2022-02-01T00:00:00Z", [2])):
        effect = clause("T38.levels", when).effect
        assert isinstance(effect, CapacityEffect)
        assert effect.table is not None
        assert [one.number for one in effect.table.holding(Load(**one_week))] == levels  # type: ignore[arg-type]
    declared = clause("T58.self-declared", "2023-01-27T00:00:00Z").effect
    assert isinstance(declared, CapacityEffect)
    assert declared.table is None


@pytest.mark.clause("T27")
def test_the_timer_that_nobody_uses_stays_in_force() -> None:
    for when in ("2021-08-27T17:38:00Z", "2024-04-09T19:05:00Z"):
        assert {"T10.timer", "T27.unused"} <= in_force(when)
    stale = ask("2024-04-09T10:00:00-07:00", TROUBLE, PRODUCTION)
    assert clock_of(stale) == ("T10.timer", at("2024-04-10T10:00:00-07:00"))


@pytest.mark.clause("T25", "T52")
def test_the_temporary_ways_stand_until_they_lose_their_label() -> None:
    assert {"T25.topics", "T52.topics"} & in_force("2022-11-01T12:23:59Z") == {"T25.topics"}
    assert {"T25.topics", "T52.topics"} & in_force("2022-11-01T12:24:00Z") == {"T52.topics"}


@pytest.mark.clause("T24", "A2")
def test_no_more_than_24_hours_between_replies_is_a_clock_for_a_year() -> None:
    for when, clauses in (("2021-08-07T00:00:00Z", {"T24.replies"}), ("2022-08-07T00:00:00Z", set())):
        decision = ask(when)
        assert {one.clause for one in decision.clocks if one.kind == "update"} == clauses


# The service levels --------------------------------------------------------------------------------------------------


@pytest.mark.clause("T1", "T2", "T34", "T48")
@pytest.mark.parametrize(
    ("received", "severity", "plan", "deciding", "due"),
    [
        # Friday 3pm: 24 hours elapsed, on Saturday, until self-hosted customers get a window.
        ("2020-01-10T15:00:00-08:00", "s1", "self-hosted", "T1.s1-response", "2020-01-11T15:00:00-08:00"),
        ("2020-01-24T15:00:00-08:00", "s1", "self-hosted", "T2.s1-response", "2020-01-27T09:00:00-08:00"),
        ("2020-01-24T15:00:00-08:00", "s1", "managed-instance", "T1.s1-response", "2020-01-25T15:00:00-08:00"),
        ("2020-01-24T15:00:00-08:00", "s2", "self-hosted", "T2.s2-response", "2020-01-31T15:00:00-08:00"),
        # The second version counts around the clock on weekdays.
        ("2022-08-19T23:00:00-07:00", "s1", "enterprise", "T48.s1", "2022-08-22T03:00:00-07:00"),
        ("2022-08-19T23:00:00-07:00", "s0", "enterprise", "T48.s0", "2022-08-22T01:00:00-07:00"),
        ("2022-08-19T23:00:00-07:00", "s2", "enterprise", "T48.s2", "2022-08-22T07:00:00-07:00"),
        ("2022-08-18T23:00:00-07:00", "s3", None, "T48.s3", "2022-08-22T23:00:00-07:00"),
        # From 2023-03-31 the week runs from Sunday 2pm to Friday 5pm: 123 hours.
        ("2023-04-07T16:00:00-07:00", "s1", "enterprise", "T48.s1", "2023-04-09T17:00:00-07:00"),
    ],
)
def test_the_tables_of_the_service_levels(
    received: str, severity: str, plan: str | None, deciding: str, due: str
) -> None:
    assert clock_of(ask(received, TROUBLE, PRODUCTION, severity, plan=plan)) == (deciding, at(due))


@pytest.mark.clause("T59", "A14")
def test_the_week_of_24x5_has_120_hours_and_then_123() -> None:
    known = "2023-03-31T20:38:00Z"
    working = edition(known).calendar("24x5")
    weeks = [
        working.elapsed(at(f"{first}T00:00:00-07:00"), at(f"{last}T00:00:00-07:00")).total_seconds() / 3600
        for first, last in (("2022-08-14", "2022-08-21"), ("2023-04-02", "2023-04-09"))
    ]
    assert weeks == [120, 123]


@pytest.mark.clause("T1", "T48")
def test_a_resolution_is_promised_until_the_second_version() -> None:
    first = ask("2022-08-01T10:00:00-07:00", TROUBLE, PRODUCTION, "s1")
    assert clock_of(first, "resolution") == ("T2.s1-resolution", at("2022-08-04T10:00:00-07:00"))
    second = ask("2022-08-15T10:00:00-07:00", TROUBLE, PRODUCTION, "s1")
    assert result_of(second, "resolution") == "no_clock_by_policy"


@pytest.mark.clause("T26", "T48")
def test_the_hour_for_all_customers_fills_what_the_contract_leaves_open_for_a_year() -> None:
    for received, deciding in (("2021-08-17T10:00:00-07:00", None), ("2021-08-18T10:00:00-07:00", "T26.hour")):
        found = clock_of(ask(received, TROUBLE, PRODUCTION, "s2", plan="cloud"))
        assert (found[0] if found else None) == deciding
    assert clock_of(ask("2021-08-18T10:00:00-07:00", HOW_TO)) == ("T26.questions", at("2021-08-18T11:00:00-07:00"))
    assert result_of(ask("2021-08-17T10:00:00-07:00", HOW_TO)) == "no_clock_by_policy"
    assert result_of(ask("2022-08-15T10:00:00-07:00", HOW_TO)) == "no_policy"


@pytest.mark.clause("T1", "T10")
def test_the_first_service_level_holds_for_mail_only_until_every_ticket_has_a_timer() -> None:
    before = ask("2021-02-25T10:00:00-08:00", TROUBLE, PRODUCTION, "s1", channel="slack")
    assert result_of(before) == "no_clock_by_policy"
    after = ask("2021-02-26T10:00:00-08:00", TROUBLE, PRODUCTION, "s1", channel="slack")
    assert clock_of(after) == ("T2.s1-response", at("2021-03-01T09:00:00-08:00"))


@pytest.mark.clause("T64")
def test_support_in_slack_is_bought_and_an_exception_comes_before_it() -> None:
    monday = "2023-06-12T10:00:00-07:00"
    plain = ask(monday, TROUBLE, PRODUCTION, "s2", channel="slack", name=None)
    assert result_of(plain) == "no_clock_by_policy"
    bought = ask(monday, TROUBLE, PRODUCTION, "s2", channel="slack", contract="slack-support", name=None)
    assert clock_of(bought) == ("T48.s2", at("2023-06-12T18:00:00-07:00"))
    cobalt = ask(monday, TROUBLE, PRODUCTION, "s2", channel="slack")
    assert clock_of(cobalt) == ("exception.cobalt", at("2023-06-12T18:00:00-07:00"))


def test_exceptions_are_for_one_account_with_a_reason_an_approver_and_a_review() -> None:
    found = {one.id: one.exception for one in edition().clauses if one.exception}
    assert set(found) == {"exception.acme", "exception.borealis", "exception.cobalt"}
    acme = found["exception.acme"]
    assert acme is not None
    assert (acme.approver, acme.review_at) == ("Head of customer support", at("2022-06-30T00:00:00-07:00"))
    assert clock_of(ask("2021-12-13T10:00:00-08:00", channel="slack", stage=PRODUCTION, name="Acme")) == (
        "exception.acme",
        at("2021-12-13T14:00:00-08:00"),
    )
    overdue = ask("2023-06-12T10:00:00-07:00", channel="slack", stage=PRODUCTION, name="Acme")
    assert clock_of(overdue) == ("exception.acme", at("2023-06-12T14:00:00-07:00"))


@pytest.mark.clause("T7", "T11", "T16", "T46", "T63")
def test_targets_are_set_rest_and_go() -> None:
    def target(name: str, when: str) -> TargetEffect | None:
        found = [one for one in edition().clauses_in_force(at(when)) if one.id == name]
        effect = found[0].effect if found else None
        assert effect is None or isinstance(effect, TargetEffect)
        return effect

    csat = target("T7.csat", "2021-03-01T00:00:00Z")
    assert csat is not None
    assert csat.at_least == Fraction("0.95")
    assert target("T7.csat", "2021-03-15T17:03:00Z") is None
    assert "T16.sentiment" in in_force("2021-05-26T15:09:00Z")
    assert target("T7.resolution-met", "2022-08-06T22:00:59Z") is not None
    assert target("T7.resolution-met", "2022-08-06T22:01:00Z") is None
    every = target("T7.first-response-met", "2023-05-24T19:29:59Z")
    most = target("T63.first-response-met", "2023-05-24T19:30:00Z")
    assert every is not None
    assert most is not None
    assert (every.at_least, most.at_least) == (Fraction(1), Fraction("0.95"))


@pytest.mark.clause("T32", "T41", "T51")
def test_a_state_keeps_its_name_and_changes_its_meaning() -> None:
    assert "not yet triaged" in clause("T32.states", "2021-12-01T00:00:00Z").text
    assert "any step inside" in clause("T41.states", "2022-03-01T00:00:00Z").text
    assert "who has the next action" in clause("T51.states", "2022-11-01T00:00:00Z").text
    for name, after in (("T10.closes", "16 business hours"), ("T51.closes", "72 hours elapsed")):
        effect = clause(name, "2022-11-01T00:00:00Z").effect
        assert isinstance(effect, LifecycleEffect)
        assert str(effect.solved_closes_after) == after


# Who owns what, by whom, and on which way ----------------------------------------------------------------------------


@pytest.mark.clause("T1", "T6", "T7", "T13", "T19", "T42", "T57")
@pytest.mark.parametrize(
    ("when", "how_to", "feature", "trouble"),
    [
        ("2020-01-01T12:00:00Z", "sales", "sales", "sales"),
        ("2020-10-01T12:00:00Z", *["customer_engineering"] * 3),
        ("2021-02-20T12:00:00Z", "customer_engineering", "customer_engineering", "support"),
        ("2021-07-01T12:00:00Z", "customer_engineering", "customer_engineering", "support"),
        ("2022-12-01T12:00:00Z", "support", None, "support"),
        ("2024-02-01T12:00:00Z", "support", None, None),
        ("2024-04-01T12:00:00Z", "support", "customer_engineering", None),
    ],
)
def test_who_owned_what_through_the_years(when: str, how_to: str, feature: str | None, trouble: str | None) -> None:
    owners = [owner_of(ask(when, kind, PRODUCTION)) for kind in (HOW_TO, FEATURE, TROUBLE)]
    assert owners == [how_to, feature, trouble]


@pytest.mark.clause("T19", "S34")
@pytest.mark.parametrize("stage", list(DEFAULT.stages))
def test_on_the_first_page_the_owner_does_not_depend_on_the_stage(stage: Stage) -> None:
    owners = [owner_of(ask("2021-07-01T12:00:00Z", kind, stage)) for kind in (HOW_TO, FEATURE, TROUBLE)]
    assert owners == ["customer_engineering", "customer_engineering", "support"]


@pytest.mark.clause("T13", "T43", "T54", "A20")
def test_roles_stand_vacant_until_somebody_holds_them_and_after_they_leave() -> None:
    held = {(one.role, one.name): one for one in edition().holders}
    ada, ines = held[Role("vp_customer_engineering"), "Ada"], held[Role("head_of_support"), "Ines"]
    assert not ada.holds_at(at("2022-01-11T12:00:00-08:00"))
    assert ada.holds_at(at("2022-01-12T00:00:00-08:00"))
    assert ines.holds_at(at("2022-05-23T21:27:59Z"))
    assert not ines.holds_at(at("2022-05-23T21:28:00Z"))
    assert edition("2022-05-01T00:00:00Z").holders[0].to_at is None
    titles = next(one.text for one in edition().readings if one.id == "titles")
    assert "VP of technical success stands for the VP of customer engineering" in titles


@pytest.mark.clause("T4", "T13", "T44", "A21")
@pytest.mark.parametrize(
    ("known", "owner"),
    [
        ("2020-01-01T00:00:00Z", Role("vp_sales")),
        ("2020-07-01T00:00:00Z", Role("vp_customer_engineering")),
        ("2021-05-01T00:00:00Z", Role("head_of_support")),
        ("2022-07-01T00:00:00Z", Role("vp_customer_engineering")),
    ],
)
def test_the_service_levels_are_handed_from_one_role_to_the_next(known: str, owner: Role) -> None:
    owners = {rule_set.value: role for rule_set, role in edition(known).owners.items()}
    assert owners["service_levels"] == owner


@pytest.mark.clause("T17", "T50", "T57", "T62")
@pytest.mark.parametrize(
    ("when", "stage", "severity", "items"),
    [
        ("2021-06-15T12:00:00Z", PRODUCTION, None, 3),
        ("2022-10-25T12:00:00Z", PRODUCTION, None, 3 + 5),
        ("2023-02-02T12:00:00Z", TRIAL, None, 3 + 6),
        ("2023-05-12T12:00:00Z", PRODUCTION, "s1", 3 + 5 + 4),
        ("2024-02-01T12:00:00Z", TRIAL, None, 6),
    ],
)
def test_the_forms_of_a_hand_over(when: str, stage: Stage, severity: str | None, items: int) -> None:
    assert len(ask(when, TROUBLE, stage, severity).context_required) == items


@pytest.mark.clause("T37", "T39", "T56", "T61")
@pytest.mark.parametrize(
    ("instant", "at_work"),
    [
        ("2021-11-05T16:30:00-07:00", True),  # the last Friday of daylight saving
        ("2021-11-08T16:30:00-08:00", False),  # 00:30 UTC: the shift has ended
        ("2021-12-14T16:30:00-08:00", False),
        ("2021-12-15T16:30:00-08:00", True),  # corrected, five weeks late
        ("2022-01-18T08:30:00+00:00", False),
        ("2022-01-19T08:30:00+00:00", True),  # whose clocks do not shift start at 08 again
        ("2022-12-19T02:30:00+00:00", False),  # on duty until 02 UTC
        ("2023-04-26T02:30:00+00:00", True),  # on duty all day
    ],
)
def test_the_roster_follows_daylight_saving_late_and_around_the_clock_later(instant: str, at_work: bool) -> None:
    roster = next(one for one in edition().rosters if one.role == Role("support"))
    assert working_time(roster.calendar).is_open(at(instant)) is at_work

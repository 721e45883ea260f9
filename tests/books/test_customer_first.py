"""The customer-first book, first version: its answers worked out by hand from the page."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import pytest

from firsthand import books
from firsthand.domain.book import AccountFacts, Book, DecidedRequest, NoClockResult, Request, decide
from firsthand.domain.book.values import CommitmentClass
from firsthand.domain.calendars import CalendarError
from firsthand.domain.names import Kind, Role, Stage
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.sentences import PLAIN
from firsthand.services.book.files import book_from_texts, read_book

FOLDER = books.folder("customer-first")
FIRST = "2021-06-22-first-version.yaml"

HOW_TO, FEATURE, TROUBLE = Kind("how_to"), Kind("feature_request"), Kind("troubleshooting")
TRIAL, PROSPECT, PRODUCTION, FORMER = Stage("trial"), Stage("prospect"), Stage("production"), Stage("former")


@cache
def book() -> Book:
    return read_book(FOLDER)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def ask(
    received: str,
    kind: Kind = TROUBLE,
    stage: Stage = TRIAL,
    severity: str | None = None,
    *,
    channel: str | None = "email",
    contract: str | None = None,
    strategic: bool = False,
    known: str | None = None,
    on: Book | None = None,
) -> DecidedRequest:
    account = AccountFacts(name="Acme", stage=stage, strategic=strategic, contract=contract)
    request = Request(
        id="R-1", received_at=at(received), kind=kind, severity=severity, channel=channel, account=account
    )
    return decide((on or book()).edition(known_at=at(known) if known else None), request)


@dataclass(frozen=True)
class Case:
    """A request and the due instants by hand: `first` of the first response, `done` of the resolution."""

    received: str
    kind: Kind
    stage: Stage
    severity: str | None
    first: str | None
    clause: str | None
    done: str | None = None


# Pacific daylight time is -07:00, standard time -08:00 (from Sunday 2021-11-07 02:00).
CASES = [
    # V0 and V1 of the handbook: one working day until August.
    Case("2021-06-29T10:00:00-07:00", TROUBLE, TRIAL, None, "2021-06-30T10:00:00-07:00", "S20"),
    Case("2021-07-30T16:30:00-07:00", TROUBLE, TRIAL, None, "2021-08-02T16:30:00-07:00", "S20"),
    Case("2021-06-29T09:00:00-07:00", TROUBLE, PROSPECT, None, "2021-06-29T17:00:00-07:00", "S20"),
    Case("2021-06-29T17:00:00-07:00", TROUBLE, PROSPECT, None, "2021-06-30T17:00:00-07:00", "S20"),
    Case("2021-06-29T08:59:59-07:00", TROUBLE, PROSPECT, "s1", "2021-06-29T17:00:00-07:00", "S20"),
    Case("2021-07-02T12:00:00-07:00", TROUBLE, TRIAL, None, "2021-07-05T12:00:00-07:00", "S20"),
    Case("2021-07-31T23:59:59-07:00", TROUBLE, TRIAL, None, "2021-08-02T17:00:00-07:00", "S20"),
    # One hour on 02:00 to 17:00 from local midnight of Sunday 2021-08-01.
    Case("2021-08-01T00:00:00-07:00", TROUBLE, TRIAL, None, "2021-08-02T03:00:00-07:00", "S18"),
    Case("2021-08-02T01:59:59-07:00", TROUBLE, TRIAL, None, "2021-08-02T03:00:00-07:00", "S18"),
    Case("2021-08-03T10:00:00-07:00", TROUBLE, PROSPECT, "s2", "2021-08-03T11:00:00-07:00", "S18"),
    Case("2021-08-03T16:00:00-07:00", TROUBLE, PROSPECT, None, "2021-08-03T17:00:00-07:00", "S18"),
    Case("2021-08-06T16:45:00-07:00", TROUBLE, TRIAL, None, "2021-08-09T02:45:00-07:00", "S18"),
    Case("2021-08-13T16:45:00-07:00", TROUBLE, TRIAL, None, "2021-08-16T02:45:00-07:00", "S18"),
    Case("2021-12-23T16:30:00-08:00", TROUBLE, TRIAL, None, "2021-12-27T02:30:00-08:00", "S18"),
    Case("2021-12-31T16:30:00-08:00", TROUBLE, TRIAL, None, "2022-01-03T02:30:00-08:00", "S18"),
    # Daylight saving: inside the UTC text but outside Pacific hours, and the other way round (1g).
    Case("2021-11-08T09:30:00Z", TROUBLE, TRIAL, None, "2021-11-08T03:00:00-08:00", "S18"),
    Case("2021-11-13T00:30:00Z", TROUBLE, TRIAL, None, "2021-11-15T02:30:00-08:00", "S18"),
    Case("2021-08-09T09:30:00Z", TROUBLE, TRIAL, None, "2021-08-09T10:30:00Z", "S18"),
    Case("2021-11-05T16:30:00-07:00", TROUBLE, TRIAL, None, "2021-11-08T02:30:00-08:00", "S18"),
    # A how-to question or feature request before the sale: no clock, by policy.
    Case("2021-06-29T10:00:00-07:00", HOW_TO, TRIAL, None, None, "S18.not-supports"),
    Case("2021-08-03T10:00:00-07:00", FEATURE, PROSPECT, None, None, "S18.not-supports"),
    # Contracts: the default plan, on 09:00 to 17:00 before and after August.
    Case(
        *("2021-06-29T10:00:00-07:00", TROUBLE, PRODUCTION, "s1", "2021-06-30T10:00:00-07:00"),
        *("S21.s1-response", "2021-07-02T10:00:00-07:00"),
    ),
    Case(
        *("2021-08-13T16:45:00-07:00", TROUBLE, PRODUCTION, "s1", "2021-08-16T16:45:00-07:00"),
        *("S21.s1-response", "2021-08-18T16:45:00-07:00"),
    ),
    Case(
        *("2021-08-03T10:00:00-07:00", HOW_TO, PRODUCTION, "s1", "2021-08-04T10:00:00-07:00"),
        *("S21.s1-response", "2021-08-06T10:00:00-07:00"),
    ),
    Case(
        *("2021-08-03T10:00:00-07:00", TROUBLE, PRODUCTION, "s2", "2021-08-10T10:00:00-07:00"),
        "S21.s2-response",
    ),
    Case(
        *("2021-11-05T16:00:00-07:00", TROUBLE, PRODUCTION, "s2", "2021-11-12T16:00:00-08:00"),
        "S21.s2-response",
    ),
    Case(
        *("2021-12-22T12:00:00-08:00", TROUBLE, PRODUCTION, "s1", "2021-12-23T12:00:00-08:00"),
        *("S21.s1-response", "2021-12-28T12:00:00-08:00"),
    ),
    Case(
        *("2021-08-03T10:00:00-07:00", HOW_TO, PRODUCTION, None, "2021-08-10T10:00:00-07:00"),
        "S21.questions",
    ),
    Case(
        *("2021-08-03T10:00:00-07:00", FEATURE, PRODUCTION, None, "2021-08-10T10:00:00-07:00"),
        "S21.questions",
    ),
    Case(
        *("2021-08-03T10:00:00-07:00", FEATURE, PRODUCTION, "s2", "2021-08-10T10:00:00-07:00"),
        "S21.s2-response",
    ),
    Case(
        *("2021-08-03T10:00:00-07:00", TROUBLE, PRODUCTION, None, "2021-08-04T10:00:00-07:00"),
        "S21.unrated",
    ),
    # Nothing in the page about these.
    Case("2021-08-03T10:00:00-07:00", TROUBLE, PRODUCTION, "s3", None, None),
    Case("2021-08-03T10:00:00-07:00", HOW_TO, PRODUCTION, "s4", None, None),
    Case("2021-08-03T10:00:00-07:00", TROUBLE, FORMER, None, None, None),
]


@pytest.mark.clause("S18", "S19", "S20", "S21", "A1", "A3", "A4", "A5", "A6", "A7", "A8", "A11", "A12", "A22")
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.received}-{case.kind}-{case.stage}-{case.severity}")
def test_the_clocks_are_those_worked_out_by_hand(case: Case) -> None:
    decision = ask(case.received, case.kind, case.stage, case.severity)
    due = {clock.kind.value: clock for clock in decision.clocks}
    nothing = {one.kind.value: one for one in decision.no_clocks}
    for kind, expected in (("first_response", case.first), ("resolution", case.done)):
        assert (kind in due) is (expected is not None)
        assert (kind in nothing) is (expected is None)
        if expected is not None:
            assert due[kind].due_at == at(expected)
    clause = due["first_response"].clause if case.first else nothing["first_response"].clause
    assert clause == case.clause
    assert decision.conflicts == ()


@pytest.mark.clause("A6")
def test_a_request_outside_hours_starts_its_clock_at_the_next_opening() -> None:
    night = ask("2021-08-06T23:00:00-07:00")
    assert night.clocks[0].starts_at == at("2021-08-09T02:00:00-07:00")
    day = ask("2021-08-06T16:45:00-07:00")
    assert day.clocks[0].starts_at == at("2021-08-06T16:45:00-07:00")


@pytest.mark.clause("S28", "S29", "S30", "S34")
@pytest.mark.parametrize("stage", list(DEFAULT.stages))
@pytest.mark.parametrize("strategic", [True, False])
def test_the_owner_depends_on_the_kind_and_not_on_the_stage(stage: Stage, strategic: bool) -> None:
    owners = {}
    for kind in DEFAULT.kinds:
        decision = ask("2021-09-01T10:00:00-07:00", kind, stage, strategic=strategic)
        assert decision.owner is not None
        owners[kind] = (decision.owner.role, decision.owner.clause)
    assert owners == {
        HOW_TO: (Role("customer_engineering"), "S28"),
        FEATURE: (Role("customer_engineering"), "S29"),
        TROUBLE: (Role("support"), "S30"),
    }


@pytest.mark.clause("S31")
def test_currently_has_no_end_date() -> None:
    for clause_id in ("S28", "S29", "S30"):
        clause = book().edition().clause(clause_id, at("2030-01-01T00:00:00Z"))
        assert clause is not None
        assert clause.in_force.to_at is None
    assert ask("2030-01-02T10:00:00-08:00", HOW_TO).owner is not None


@pytest.mark.clause("S32", "S33", "A15")
def test_the_announced_hand_over_is_never_applied_until_somebody_activates_it() -> None:
    clause = book().edition().clause("S32", at("2021-09-01T00:00:00Z"))
    assert clause is not None
    assert "two more engineers" in clause.activation.text
    for when in ("2021-07-31T12:00:00Z", "2022-06-01T12:00:00Z", "2035-01-01T12:00:00Z"):
        assert "S32" not in {one.id for one in book().edition().clauses_in_force(at(when))}
        decision = ask(when, HOW_TO, PRODUCTION)
        assert decision.owner is not None
        assert decision.owner.role == Role("customer_engineering")


ACTIVATION = """
book: customer-first
amendment: 2021-09-02-hand-over
title: The hand-over takes force
published_at: 2021-09-02T04:02:00Z
author: Head of customer support
approver: VP customer engineering
zone: America/Los_Angeles
activates:
  - {clause: S32, at: 2021-09-02, by: Head of customer support, why: Two engineers have been onboarded for a month.}
"""


@pytest.mark.clause("S32", "S33", "A15")
def test_once_activated_support_takes_questions_of_accounts_that_are_not_strategic() -> None:
    activated = book_from_texts([(FIRST, (FOLDER / FIRST).read_text()), ("2021-09-02.yaml", ACTIVATION)])
    roles = {
        (when, strategic): ask(when, HOW_TO, strategic=strategic, on=activated).owner
        for when in ("2021-09-01T23:59:59-07:00", "2021-09-02T00:00:00-07:00")
        for strategic in (True, False)
    }
    assert [owner.clause if owner else None for owner in roles.values()] == ["S28", "S28", "S28", "S32"]
    assert ask("2021-09-03T10:00:00-07:00", HOW_TO, on=activated).conflicts == ()


@pytest.mark.clause("S22", "A14")
@pytest.mark.parametrize("when", ["2021-06-23T00:00:00Z", "2021-12-01T12:00:00Z", "2022-03-01T12:00:00Z"])
def test_an_aspiration_is_published_and_never_applied(when: str) -> None:
    edition = book().edition()
    clause = edition.clause("S22", at(when))
    assert clause is not None
    assert clause.commitment is CommitmentClass.aspiration
    assert clause not in edition.clauses_in_force(at(when))
    assert all(calendar.name in ("contract-hours", "support-hours") for calendar in edition.calendars)


@pytest.mark.clause("S23")
def test_the_promise_that_the_page_states_twice_is_one_clause() -> None:
    clauses = [one for one in book().edition().clauses_in_force(at("2021-08-03T12:00:00Z")) if "L16" in one.source]
    clocks = [one.id for one in clauses if one.commitment is CommitmentClass.internal_target]
    assert clocks == ["S18"]


@pytest.mark.clause("S35", "S36", "S37")
@pytest.mark.parametrize("channel", ["ask-product-eng", "#ask-product-eng"])
@pytest.mark.parametrize("stage", [TRIAL, PRODUCTION])
def test_a_question_in_the_open_channel_has_no_clock_by_policy(channel: str, stage: Stage) -> None:
    decision = ask("2021-08-03T10:00:00-07:00", HOW_TO, stage, "s1", channel=channel)
    assert decision.clocks == ()
    assert {one.result for one in decision.no_clocks} == {NoClockResult.no_clock_by_policy}
    assert {one.clause for one in decision.no_clocks} == {"S37"}
    assert "neither stops nor satisfies" in PLAIN.phrase(decision.no_clocks[0].reason)
    assert decision.owner is not None


@pytest.mark.clause("A23")
def test_the_hour_is_internal_and_the_contract_may_be_told() -> None:
    internal = ask("2021-08-03T10:00:00-07:00").clocks[0]
    assert (internal.class_, internal.disclosable) == (CommitmentClass.internal_target, False)
    contract = ask("2021-08-03T10:00:00-07:00", TROUBLE, PRODUCTION, "s1").clocks[0]
    assert (contract.class_, contract.disclosable) == (CommitmentClass.contractual, True)


@pytest.mark.clause("A8")
def test_resolution_pauses_while_the_customer_owes_and_first_response_never_does() -> None:
    first, resolution = ask("2021-08-03T10:00:00-07:00", TROUBLE, PRODUCTION, "s1").clocks
    assert list(resolution.pauses_on) == ["pending"]
    assert first.pauses_on == ()


@pytest.mark.clause("A5")
def test_an_account_with_its_own_contract_runs_on_default_terms_and_is_told_so() -> None:
    own = ask("2021-08-03T10:00:00-07:00", TROUBLE, PRODUCTION, "s1", contract="custom")
    default = ask("2021-08-03T10:00:00-07:00", TROUBLE, PRODUCTION, "s1")
    assert own.clocks == default.clocks
    assert any("own contract" in PLAIN.sentence(reason.text) for reason in own.because)
    assert not any("own contract" in PLAIN.sentence(reason.text) for reason in default.because)


@pytest.mark.clause("S48")
def test_troubleshooting_for_support_asks_for_its_context() -> None:
    assert ask("2021-08-03T10:00:00-07:00").context_required == ("customer", "link", "background")
    assert ask("2021-08-03T10:00:00-07:00", HOW_TO).context_required == ()


@pytest.mark.clause_text("S24", "S25", "S26", "S41", "S42", "S43", "S47")
@pytest.mark.parametrize("clause_id", ["S24", "S25", "S26", "S41", "S42", "S43", "S47"])
def test_duties_of_people_are_in_the_book_with_their_text(clause_id: str) -> None:
    clause = book().edition().clause(clause_id, at("2021-08-03T10:00:00Z"))
    assert clause is not None
    assert clause.text
    assert clause_id in clause.source


def test_every_decision_gives_a_reason_with_clause_and_source_for_all_that_it_says() -> None:
    decision = ask("2021-08-03T10:00:00-07:00", TROUBLE, PRODUCTION, "s1")
    assert decision.owner is not None
    said = {reason.clause for reason in decision.because}
    assert {decision.owner.clause, *(clock.clause for clock in decision.clocks)} <= said
    assert all(reason.source and reason.text for reason in decision.because)
    assert decision.edition == "2021-06-22-first-version"


SLIP = """
book: customer-first
amendment: 2021-07-30-one-week-later
title: The new hours start one week later
published_at: 2021-07-30T14:23:00Z
author: Head of customer support
approver: Chief technology officer
zone: America/Los_Angeles
service_levels:
  - clause: S18
    replaces: S18
    source: [T23]
    text: From August 8, one hour between 2am and 5pm Pacific, Monday to Friday
    when: {kind: troubleshooting, stage: [prospect, trial]}
    clock: {kind: first_response, budget: 1 business hours, calendar: support-hours}
    class: internal_target
    precedence: internal
    in_force: {from: 2021-08-08}
  - clause: S20
    replaces: S20
    old_ends: at_once
    source: [T23]
    text: Until August 8, one working day between 9am and 5pm Pacific, Monday to Friday
    when: {kind: troubleshooting, stage: [prospect, trial]}
    clock: {kind: first_response, budget: 8 business hours, calendar: contract-hours}
    class: internal_target
    precedence: internal
    in_force: {to: 2021-08-08}
"""


@pytest.mark.clause("A13", "T19", "T23")
@pytest.mark.parametrize(
    ("known", "due", "edition"),
    [
        ("2021-07-29T00:00:00Z", "2021-08-03T11:00:00-07:00", "2021-06-22-first-version"),  # Q1
        ("2021-07-31T00:00:00Z", "2021-08-04T10:00:00-07:00", "2021-07-30-one-week-later"),  # Q2
        ("2021-07-30T14:22:59Z", "2021-08-03T11:00:00-07:00", "2021-06-22-first-version"),
        ("2021-07-30T14:23:00Z", "2021-08-04T10:00:00-07:00", "2021-07-30-one-week-later"),
    ],
)
def test_a_date_that_moves_is_believed_from_its_publication_on(known: str, due: str, edition: str) -> None:
    slipped = book_from_texts([("2021-07-30.yaml", SLIP), (FIRST, (FOLDER / FIRST).read_text())])
    decision = ask("2021-08-03T10:00:00-07:00", known=known, on=slipped)
    assert decision.clocks[0].due_at == at(due)
    assert decision.edition == edition
    assert ask("2021-08-09T10:00:00-07:00", known=known, on=slipped).clocks[0].clause == "S18"


def test_before_its_publication_the_book_has_no_policy() -> None:
    decision = ask("2021-06-29T10:00:00-07:00", known="2021-06-22T23:50:59Z")
    assert decision.owner is None
    assert decision.clocks == ()
    assert decision.edition == "nothing-published"
    assert PLAIN.sentence(decision.because[0].text).startswith("No policy")
    early = ask("2021-06-22T10:00:00-07:00", TROUBLE, PRODUCTION, "s1")
    assert early.owner is None
    assert {one.result for one in early.no_clocks} == {NoClockResult.no_policy}


@pytest.mark.clause("S65")
def test_no_clause_comes_from_the_empty_item_at_the_end_of_the_page() -> None:
    assert not [clause for clause in book().edition().clauses if "S65" in clause.source or "L56" in clause.source]


def test_every_reading_that_a_clause_cites_is_stated_in_the_book() -> None:
    edition = book().edition()
    stated = {reading.id for reading in edition.readings}
    assert stated == {f"A{number}" for number in range(1, 24)}
    cited = {source for clause in edition.clauses for source in clause.source if source.startswith("A")}
    assert cited <= stated


def test_an_instant_that_no_calendar_covers_is_an_error_and_not_a_wrong_answer() -> None:
    with pytest.raises(CalendarError):
        ask("2420-01-01T00:00:00Z")

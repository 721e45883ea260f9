"""The book's plan: read with errors that say where, due to the second, and looked through by the check."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.domain.book import Edition
from firsthand.domain.book.errors import PolicyError
from firsthand.domain.coaching import AccountInStage, goes_on, template_of
from firsthand.domain.names import Stage
from firsthand.domain.proving.checking import check
from firsthand.services.book.files import book_from_texts
from tests.domain.proving.books import plain

MONDAY = datetime(2026, 2, 2, 8, tzinfo=UTC)  # 9:00 in Berlin
HEAD = """
book: coaching
amendment: 2026-01-01-base
title: Coaching
published_at: 2026-01-01T00:00:00Z
author: Olga Owner
approver: Olga Owner
zone: Europe/Berlin
calendars:
  days: {zone: Europe/Berlin, weekly: {mon-fri: "09:00-17:00"}}
ownership:
  - {clause: own, source: S1, text: Support owns everything., owner: support}
  - clause: S25
    source: S25
    text: A trial is coached.
    when: {stage: trial}
    class: internal_target
    coaching_plan:
"""
PLAN = """      role: customer_engineering
      calendar: days
      warn_at: 1/2
      goes_on_in: production
      steps:
        - {name: begin, what: Agree on the goals, within: 8 business hours, done: They answered.}
        - {name: show, what: Show it, role: support, within: 2 business days, done: They did it.}
      proposes_step: {tickets: 3, days: 30, within: 5 business days}
"""


def edition_of(plan: str = PLAN, more: str = "") -> Edition:
    """A book with this plan."""
    return book_from_texts([("base.yaml", HEAD + plan + more)]).edition()


def account(stage: str) -> AccountInStage:
    """Acme, in a stage."""
    return AccountInStage(name="Acme", stage=Stage(stage), strategic=False, plan="", contract="")


@pytest.mark.clause("S25")
def test_each_step_is_due_on_its_calendar_and_warned_of_at_the_share() -> None:
    template = template_of(edition_of(), account("trial"), at=MONDAY)
    assert template is not None
    first, second = template.steps(at=MONDAY)
    assert (first.due_at, first.warn_at) == (MONDAY + timedelta(hours=8), MONDAY + timedelta(hours=4))
    assert (second.role, second.due_at.date().isoformat()) == ("support", "2026-02-04")
    assert template_of(edition_of(), account("prospect"), at=MONDAY) is None


def test_it_goes_on_where_it_says_and_by_the_names_that_stand_for_those_of_the_book_now() -> None:
    trial, became = Stage("trial"), {Stage("production"): Stage("live")}
    assert goes_on(trial, ["production"], Stage("production"), {})
    assert goes_on(trial, ["production"], Stage("live"), became)
    assert goes_on(trial, [], trial, {})
    assert not goes_on(trial, ["production"], Stage("former"), {})


def test_it_says_itself_in_words() -> None:
    [clause] = [one for one in edition_of().clauses if one.id == "S25"]
    said = plain(clause.effect.sentence)
    for one in (
        "a plan of 2 steps on days",
        "within 8 business hours: Agree on the goals",
        "goes on in production",
        "3 tickets alike within 30 days",
    ):
        assert one in said


@pytest.mark.parametrize(
    ("wrong", "right", "error"),
    [
        ("name: show", "name: begin", "there is a step begin already"),
        ("within: 8 business hours", "within: 8", "has no unit"),
        ("calendar: days", "calendar: nights", "no calendar is named"),
        ("goes_on_in: production", "goes_on_in: pilot", "expected one of"),
        ("tickets: 3", "tickets: 1", "a number from 2 to 50"),
        ("days: 30", "days: 0", "a number from 1 to 365"),
        ("warn_at: 1/2", "warn_at: 3/2", "between 0 and 1"),
        ("role: customer_engineering", "role: engineers", "expected one of"),
        (", done: They answered.", "", "done is missing"),
    ],
)
def test_what_is_written_wrong_is_said_with_its_place(wrong: str, right: str, error: str) -> None:
    with pytest.raises(PolicyError, match=error) as raised:
        edition_of(PLAN.replace(wrong, right, 1))
    assert "coaching_plan" in raised.value.field or "calendar" in str(raised.value)


def test_a_stage_that_the_book_does_not_have_is_refused() -> None:
    with pytest.raises(PolicyError, match="expected one of"):
        book_from_texts([("base.yaml", (HEAD + PLAN).replace("when: {stage: trial}", "when: {stage: pilot}"))])


def test_the_check_names_a_role_that_nobody_holds() -> None:
    held = "holders:\n  - {role: customer_engineering, name: Noor, from: 2026-01-01, to: 2026-03-01}\n"
    findings = [one for one in check(edition_of(more=held), as_of=MONDAY) if one.code == "vacant_role"]
    assert ["S25" in one.clauses for one in findings] == [True]


def test_the_check_names_a_step_that_is_never_due() -> None:
    plan = PLAN.replace("within: 8 business hours", "within: 900000 business hours")
    assert [one.clauses for one in check(edition_of(plan), as_of=MONDAY) if one.code == "never_due"] == [("S25",)]


def test_who_may_coach_is_asked_for_only_where_the_book_coaches() -> None:
    nobody = "organisation:\n  - {clause: r, source: S5, text: Only support., role: {name: support}}\n"
    text = HEAD.replace("ownership:", nobody + "ownership:")
    without = text[: text.index("  - clause: S25")]
    acts = [
        one.said["name"]
        for one in check(book_from_texts([("b.yaml", without)]).edition(), as_of=MONDAY)
        if one.code == "right_of_nobody"
    ]
    assert not {"coach", "skip_coaching"} & set(acts)
    plan = PLAN.replace("customer_engineering", "support")
    acts = [
        one.said["name"]
        for one in check(book_from_texts([("b.yaml", text + plan)]).edition(), as_of=MONDAY)
        if one.code == "right_of_nobody"
    ]
    assert {"coach", "skip_coaching"} <= set(acts)

"""Clocks that a book may say and the desk runs otherwise, or not at all: each a finding with a ticket that shows it."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.book import Edition
from firsthand.domain.book.prose import effect_words
from firsthand.domain.proving.checking import check
from firsthand.domain.proving.findings import Finding, reproduces
from firsthand.services.book.files import book_from_texts
from tests.domain.proving.books import plain

NOW = datetime(2026, 2, 1, tzinfo=UTC)
HEAD = """
book: clocks
amendment: 2026-01-01-base
title: Clocks
published_at: 2026-01-01T00:00:00Z
author: Olga Owner
approver: Olga Owner
zone: Europe/Berlin
calendars:
  always: {zone: Europe/Berlin, always_open: true}
ownership:
  - clause: own
    source: [S1]
    text: Support owns everything.
    owner: support
service_levels:
"""


def clause(ident: str, clock: str) -> str:
    """A clause with a clock."""
    return (
        f"  - clause: {ident}\n    source: [S1]\n    text: A promise.\n"
        f"    clock: {{{clock}, calendar: always}}\n    class: internal_target\n    precedence: internal\n"
    )


def edition_of(*clocks: str) -> Edition:
    """A book that promises these clocks, each by its kind's name."""
    text = HEAD + "".join(clause(f"C{number}", clock) for number, clock in enumerate(clocks, start=1))
    return book_from_texts([("base.yaml", text)]).edition()


def found(edition: Edition, code: str) -> list[Finding]:
    """The findings of a code, each shown by its ticket."""
    findings = [one for one in check(edition, as_of=NOW) if one.code == code]
    assert all(reproduces(one, edition) for one in findings)
    return findings


@pytest.mark.parametrize("kind", ["estimate"])
def test_a_kind_that_no_room_runs_is_said_with_those_that_run(kind: str) -> None:
    edition = edition_of(f"kind: {kind}, budget: 4 hours elapsed")
    [finding] = found(edition, "clock_not_run")
    assert plain(finding.message) == (
        f"C1 promises a {kind} clock, which the desk does not run; it runs first response, next response, update, "
        "resolution, review, answer, consequence, handoff and help"
    )
    assert not finding.is_advice
    assert finding.expect == {"clock": kind, "clause": "C1", "starts_at": None, "due_at": None, "starts_on": ""}
    assert effect_words(edition.clauses[1].effect, edition.declared).endswith(". Not run: nothing starts such a clock.")


def test_kinds_that_run_are_no_finding() -> None:
    kinds = ("first_response", "next_response", "update", "resolution", "answer", "handoff", "help")
    edition = edition_of(*(f"kind: {kind}, budget: 4 hours elapsed" for kind in kinds))
    assert [one.code for one in check(edition, as_of=NOW) if not one.is_advice] == []
    assert not any("Not run" in effect_words(one.effect, edition.declared) for one in edition.clauses)


def test_a_first_response_that_a_book_would_pause_is_never_paused() -> None:
    edition = edition_of("kind: first_response, budget: 4 hours elapsed, pauses_on: pending")
    [finding] = found(edition, "never_pauses")
    assert plain(finding.message) == "C1 lets a first response clock stand still, and the desk never pauses one"


def test_the_answer_to_a_proposal_that_a_book_would_pause_is_never_paused() -> None:
    edition = edition_of("kind: answer, budget: 4 hours elapsed, pauses_on: pending")
    assert [one.clauses for one in found(edition, "never_pauses")] == [("C1",)]


def test_an_update_that_pauses_where_our_own_message_leads_hardly_runs() -> None:
    edition = edition_of("kind: update, budget: 4 hours elapsed, pauses_on: [pending, on_hold]")
    [finding] = found(edition, "pauses_itself")
    assert plain(finding.message) == "C1 lets the update clock stand still while pending, where our own message leads"
    assert found(edition_of("kind: update, budget: 4 hours elapsed, pauses_on: on_hold"), "pauses_itself") == []
